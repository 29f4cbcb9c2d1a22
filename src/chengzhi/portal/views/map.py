"""The ground of the small map: community borders, which are public."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_safe

from chengzhi.grid.selectors import divisions_geojson
from chengzhi.kernel.web import public


@public("borders of communities are public")
@require_safe
def divisions(request: HttpRequest) -> HttpResponse:
    payload = divisions_geojson("community")
    tag = f'"{payload.etag}"'
    headers = {"ETag": tag, "Cache-Control": "public, max-age=3600"}
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers=headers)
    return HttpResponse(payload.body, content_type="application/geo+json", headers=headers)

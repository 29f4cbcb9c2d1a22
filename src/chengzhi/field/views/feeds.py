"""What the pages fetch: media, points and borders, each only for those who may see the case."""

from django.http import HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.urls import reverse
from django.views.decorators.http import require_safe

from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors import access_case
from chengzhi.evidence.enums import Variant
from chengzhi.evidence.selectors import item as evidence_item
from chengzhi.evidence.serving import media_response
from chengzhi.field.selectors.nearby import box_of
from chengzhi.field.selectors.nearby import points as points_in
from chengzhi.field.views.pages import answering
from chengzhi.grid.selectors import GeoPayload, cells_geojson, divisions_geojson
from chengzhi.kernel.errors import NotFound
from chengzhi.kernel.web import StaffRequest, guarded

SIZES = {"small": Variant.SMALL, "large": Variant.LARGE, "original": Variant.ORIGINAL}
GEOJSON = "application/geo+json"


@guarded(Permission.READ)
@require_safe
@answering
def media(request: StaffRequest, number: str, item: int, size: str) -> HttpResponseBase:
    case = access_case(request.capacity, number)
    if size not in SIZES or not case.media.filter(item=item).exists():
        raise NotFound
    return media_response(request, evidence_item(item), SIZES[size])


@guarded(Permission.READ)
@require_safe
def points(request: StaffRequest) -> HttpResponse:
    body = points_in(
        request.capacity, box_of(request.GET.get("bbox", "")), lambda number: reverse("field:task", args=[number])
    )
    return HttpResponse(body, content_type=GEOJSON, headers={"Cache-Control": "private, no-store"})


@guarded(Permission.READ)
@require_safe
def divisions(request: StaffRequest) -> HttpResponse:
    return _borders(request, divisions_geojson("community"))


@guarded(Permission.READ)
@require_safe
def cells(request: StaffRequest) -> HttpResponse:
    territory = request.capacity.territory
    return _borders(request, cells_geojson(prefix=territory[0] if len(territory) == 1 else ""))


def _borders(request: StaffRequest, payload: GeoPayload) -> HttpResponse:
    headers = {"ETag": f'"{payload.etag}"', "Cache-Control": "private, max-age=600"}
    if request.headers.get("If-None-Match") == headers["ETag"]:
        return HttpResponseNotModified(headers=headers)
    return HttpResponse(payload.body, content_type=GEOJSON, headers=headers)

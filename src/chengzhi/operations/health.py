"""The health pages that load balancers and monitoring ask."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from chengzhi.kernel.web import public
from chengzhi.operations.probes import Level, ready


@public("probes of the load balancer and of doctor; says nothing but whether each part is well")
@never_cache
def readyz(_request: HttpRequest) -> HttpResponse:
    """Say for each part whether it is well; 503 when any is not."""
    parts = {finding.part: finding.level is Level.OK for finding in ready()}
    status = HTTPStatus.OK if all(parts.values()) else HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse({"ready": all(parts.values()), "parts": parts}, status=status)

"""Photos, each only for the person who may see it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from chengzhi.cases.selectors import access_report
from chengzhi.evidence.enums import Variant
from chengzhi.evidence.selectors import item as evidence_item
from chengzhi.evidence.serving import media_response
from chengzhi.kernel.errors import NotFound
from chengzhi.kernel.web import public
from chengzhi.portal.drafts import draft_of
from chengzhi.portal.selectors.following import shown_item
from chengzhi.portal.views.answers import answering

SIZES = {"small": Variant.SMALL, "large": Variant.LARGE}


@public("a visitor sees the photos of their own unsent report")
@require_safe
@answering
def draft_photo(request: HttpRequest, key: UUID, item: int) -> HttpResponseBase:
    if item not in draft_of(request, key).photos:
        raise NotFound
    return media_response(request, evidence_item(item), Variant.SMALL)


@public("the secret link of a report opens its photos")
@require_safe
@answering
def report_photo(request: HttpRequest, token: str, item: int, size: str) -> HttpResponseBase:
    """Serve a picture drawn anew without the original's metadata, which may hold device and exact place."""
    if size not in SIZES:
        raise NotFound
    shown = shown_item(access_report(token), item)
    return media_response(request, shown.item, SIZES[size])

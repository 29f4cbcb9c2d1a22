"""What every page of the field shares: the count of tasks, and errors of services as pages in words."""

import re
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from chengzhi.cases.models import Case, CaseMedia
from chengzhi.cases.permissions import Permission
from chengzhi.evidence.models import Item
from chengzhi.field.selectors.tasks import count_to_do
from chengzhi.kernel.coordinates import distance_m
from chengzhi.kernel.errors import ChengzhiError
from chengzhi.kernel.procedures import Choice, Refusal
from chengzhi.kernel.web import StaffRequest, error_page

P = ParamSpec("P")
KEY = re.compile(r"[\w-]{1,64}", re.ASCII)
View = Callable[Concatenate[StaffRequest, P], HttpResponseBase]
Answer = Callable[Concatenate[StaffRequest, P], HttpResponse]


def answering(view: View[P]) -> Answer[P]:
    """Turn what a service refuses into a page that says what to do."""

    @wraps(view)
    def answer(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return cast("HttpResponse", view(request, *args, **kwargs))  # a stream of media is sent like any other
        except ChengzhiError as fault:
            return error_page(request, fault.status, fault.message)

    return answer


def page(request: StaffRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Render a page with the number of tasks that wait."""
    shared = {
        "nav_counts": {"tasks": count_to_do(request.capacity) or None},
        "may_report": request.capacity.may(Permission.REPORT),
        "may_read": request.capacity.may(Permission.READ),
    }
    return render(request, f"field/{template}.html", {**shared, **context}, status=status)


def photo(case: Case, one: CaseMedia) -> dict[str, Any]:
    """Return what the photo components show of a medium of a case."""
    item = one.item
    urls = {size: reverse("field:media", args=[case.number, item.pk, size]) for size in ("small", "large", "original")}
    return {
        "url": urls["large"] if item.has_picture else urls["original"],
        "thumb_url": urls["small"] if item.has_picture else "",
        "alt": one.get_stage_display(),
        "by": item.uploader_name,
        "at": item.taken_at or item.uploaded_at,
        "distance": distance(case, item),
        "hash": item.blob.sha256,
    }


def distance(case: Case, item: Item) -> float | None:
    """Return how far from the spot a medium was taken, in metres, where both are known."""
    if case.lon is None or case.lat is None or item.lon is None or item.lat is None:
        return None
    return distance_m((case.lon, case.lat), (item.lon, item.lat))


def act_key(request: HttpRequest) -> str:
    """Return the key that makes repeating this request harmless; "" when it carries none that will do."""
    given = request.POST.get("idempotency_key", "")
    return given if KEY.fullmatch(given) else ""


def cannot(choice: Choice) -> str:
    """Return the heading over the reasons against an act."""
    return _("现在不能“%(act)s”") % {"act": choice.step.label}


def linked(case: Case, refusals: Sequence[Refusal]) -> list[dict[str, object]]:
    """Return refusals with the addresses of the acts that would remove them."""
    return [_linked(case, one) for one in refusals]


def _linked(case: Case, refusal: Refusal) -> dict[str, object]:
    url = reverse("field:act", args=[case.number, refusal.action]) if refusal.action and refusal.action_label else ""
    return {
        "reason": refusal.reason,
        "basis": refusal.basis,
        "helper": refusal.helper,
        "action_url": "#id_media" if refusal.action == "media" else url,
        "action_label": refusal.action_label,
    }

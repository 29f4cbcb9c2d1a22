"""What is to be done, one task in full, and the open cases around."""

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from chengzhi.cases.models import Case
from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors.wholecase import whole_case
from chengzhi.field.selectors import nearby
from chengzhi.field.selectors.tasks import Deed, rows_to_do, rows_under_way, task_page, words_of
from chengzhi.field.views.pages import answering, cannot, linked, page, photo
from chengzhi.kernel.web import StaffRequest, guarded


@guarded()
@require_safe
@answering
def tasks(request: StaffRequest) -> HttpResponse:
    mine = request.capacity
    return page(request, "tasks", {"rows": rows_to_do(mine), "under_way": rows_under_way(mine), "done": ""})


@guarded(Permission.READ)
@require_safe
@answering
def task(request: StaffRequest, number: str) -> HttpResponse:
    case = whole_case(request.capacity, number)
    facts = task_page(request.capacity, case)
    context = {
        "page": facts, "case": case, "before": [photo(case, one) for one in facts.before],
        "after": [photo(case, one) for one in facts.after], "done": request.GET.get("done", ""),
        "refused": [_reasons(case, one) for one in facts.refused],
        "refused_too": [_reasons(case, one) for one in facts.refused_too],
        "steps": [{"row": row, "act": label, "words": words_of(row)} for row, label in facts.steps],
    }  # fmt: skip
    return page(request, "task", context)


def _reasons(case: Case, deed: Deed) -> dict[str, object]:
    return {"title": cannot(deed.choice), "items": linked(case, deed.choice.refusals)}


@guarded(Permission.READ)
@require_safe
@answering
def near(request: StaffRequest) -> HttpResponse:
    rows = nearby.open_cases_in_field(request.capacity)
    cases = list(rows[: nearby.MOST_ROWS])
    asked = next((one for one in cases if one.number == request.GET.get("at")), None) or (cases[0] if cases else None)
    lon, lat = (asked.lon, asked.lat) if asked else nearby.MIDDLE
    context = {
        "cases": cases, "total": rows.count(), "lon": lon, "lat": lat, "tianditu_key": settings.TIANDITU_KEY,
    }  # fmt: skip
    return page(request, "map", context)

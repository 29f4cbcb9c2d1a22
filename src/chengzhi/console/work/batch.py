"""One act on many cases: first what would happen to each, then each by itself, with its own outcome."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chengzhi.cases.models import Case
from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors import access_case, proposed_unit
from chengzhi.cases.selectors.caseacts import chosen_step, reasons_against
from chengzhi.cases.selectors.counts import nav_counts
from chengzhi.cases.services import CaseAct, take_step
from chengzhi.console.errors import explained, go
from chengzhi.console.work.acts import idempotency_key
from chengzhi.console.work.trail import Trail
from chengzhi.kernel.digits import whole_number
from chengzhi.kernel.errors import BadInput, ChengzhiError, NotFound
from chengzhi.kernel.procedures import InputKind, Step
from chengzhi.kernel.step_forms import StepForm, step_form
from chengzhi.kernel.web import StaffRequest, guarded

MOST = 50
MOST_TOLD = 8


@dataclass(slots=True, kw_only=True)
class Planned:
    """One case of a batch: what stands against the act, and the values that only this case has."""

    case: Case
    reasons: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    words: str = ""
    url: str = ""


def batch_acts(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Return the acts that some rows of a page may be given together, likeliest first."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        step = chosen_step(row.case, row.step) if row.step else None
        if step is not None and step.is_batch:
            one = found.setdefault(step.name, {"name": step.name, "label": step.label, "count": 0})
            one["count"] += 1
    return sorted(found.values(), key=lambda one: -one["count"])


@guarded(Permission.READ)
@explained
@require_POST
def batch(request: StaffRequest) -> HttpResponse:
    """Show what the act would do to each chosen case, and ask for what all of them need."""
    step, cases = _asked(request)
    plan = [_planned(request, case, step) for case in cases]
    return _page(request, step, plan, _form(step))


@guarded(Permission.READ)
@explained
@require_POST
def batch_take(request: StaffRequest) -> HttpResponse:
    """Take the act on each case by itself, and tell both counts."""
    step, cases = _asked(request)
    plan = [_planned(request, case, step) for case in cases]
    form = _form(step, request)
    if not form.is_valid():
        return _page(request, step, plan, form)
    done = [one for one in plan if _take(request, step, one, form)]
    _tell(request, done, [one for one in plan if one not in done])
    return go(request, Trail.read(request).list_url())


def _asked(request: StaffRequest) -> tuple[Step[Any], list[Case]]:
    numbers = list(dict.fromkeys(request.POST.getlist("case")))
    if not numbers:
        raise BadInput(_("还没有选案卷。请先在列表里选，再批量办理。"))
    if len(numbers) > MOST:
        raise BadInput(_("一次最多批量办理 %(most)s 件，请分几次。") % {"most": MOST})
    cases = [access_case(request.capacity, number) for number in numbers]
    step = chosen_step(cases[0], request.POST.get("step", ""))
    if not step.is_batch:
        raise NotFound
    return step, cases


def _planned(request: StaffRequest, case: Case, step: Step[Any]) -> Planned:
    against = reasons_against(request.capacity, case, step)
    planned = Planned(case=case, reasons=[str(one.reason) for one in against])
    planned.url = Trail.read(request).act_url(case.number, step.name, is_back=True)
    if any(one.kind is InputKind.UNIT for one in step.inputs):
        unit, ground = proposed_unit(case)
        if unit is None:
            planned.reasons.append(_("没有合适的派遣规则，要单独选单位派遣。"))
        else:
            planned.values = {"unit": unit.pk}
            planned.words = _("派给%(unit)s（%(ground)s）") % {"unit": unit.name, "ground": ground}
    return planned


def _form(step: Step[Any], request: StaffRequest | None = None) -> StepForm:
    """Return a form of the inputs that one answer serves for all cases."""
    data = request.POST if request else None
    form = step_form(step, ask=lambda _one: [], data=data)
    for one in step.inputs:
        if one.kind not in {InputKind.FLAG, InputKind.TEXT} or one.name == "override":
            del form.fields[one.name]
    return form


def _take(request: StaffRequest, step: Step[Any], one: Planned, form: StepForm) -> bool:
    if one.reasons:
        return False
    seen = request.POST.get(f"seen-{one.case.number}", "")
    key = f"{idempotency_key(request)[:40]}-{one.case.pk}"
    act = CaseAct(
        capacity=request.capacity,
        values={**form.values(), **one.values},
        seen=whole_number(seen),
        key=key,
    )
    try:
        take_step(one.case, step.name, act)
    except ChengzhiError as error:
        one.reasons = [error.message]
        return False
    return True


def _tell(request: StaffRequest, done: list[Planned], left: list[Planned]) -> None:
    words = {"done": len(done), "left": len(left)}
    if not left:
        messages.success(request, _("办好 %(done)s 件。") % words)
        return
    messages.warning(request, _("办好 %(done)s 件，%(left)s 件没办成：") % words)
    line = '<strong class="cz-id">{}</strong> {} <a href="{}">{}</a>'
    for one in left[:MOST_TOLD]:
        reason = " ".join(one.reasons)
        messages.warning(request, format_html(line, one.case.short_number, reason, one.url, _("看这 1 件")))


def _page(request: StaffRequest, step: Step[Any], plan: list[Planned], form: StepForm) -> HttpResponse:
    possible = [one for one in plan if not one.reasons]
    trail = Trail.read(request)
    context = {
        "step": step,
        "plan": plan,
        "possible": len(possible),
        "left": len(plan) - len(possible),
        "form": form,
        "params": trail.params(),
        "list_url": trail.list_url(),
        "key": uuid4(),
        "nav_counts": nav_counts(request.capacity),
    }
    return render(request, "console/work/batch.html", context, status=422 if form.is_bound else 200)

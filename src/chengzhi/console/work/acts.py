"""Taking one act on one case: its form, its refusals, and what comes after."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from chengzhi.cases.models import Case
from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors.caseacts import case_acts, chosen_step, reasons_against
from chengzhi.cases.selectors.casepage import outcome
from chengzhi.cases.selectors.choices import CaseChoices, asked_for, first_values, hints_for
from chengzhi.cases.selectors.wholecase import whole_case
from chengzhi.cases.services import CaseAct, take_step
from chengzhi.console.errors import explained, go, is_htmx
from chengzhi.console.map.ground import home_view, review_number
from chengzhi.console.work.pictures import kept_pictures, own_items
from chengzhi.console.work.shown import alternatives, case_context, refusals_of
from chengzhi.console.work.trail import Trail
from chengzhi.evidence.enums import Source
from chengzhi.evidence.models import Item
from chengzhi.evidence.services import store_many
from chengzhi.kernel.digits import whole_number
from chengzhi.kernel.errors import BadInput, ChengzhiError, StepRefused, SubjectMoved
from chengzhi.kernel.procedures import Refusal, Step
from chengzhi.kernel.step_forms import StepForm, step_form
from chengzhi.kernel.web import StaffRequest, guarded

MAX_KEY = 64


@dataclass(slots=True, kw_only=True)
class Attempt:
    """One act as somebody tries it: its form, what is stored already, what stood against it."""

    case: Case
    step: Step[Any]
    form: StepForm
    kept: list[Item] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    moved: SubjectMoved | None = None

    @property
    def status(self) -> int:
        if self.moved:
            return 409
        return 422 if self.form.is_bound else 200


@guarded(Permission.READ)
@explained
@require_http_methods(["GET", "POST"])
def act(request: StaffRequest, number: str, step: str) -> HttpResponse:
    """Show the form of an act, or take it."""
    case = whole_case(request.capacity, number)
    chosen = chosen_step(case, step)
    if request.method == "POST":
        return _taken(request, case, chosen)
    form = _form(request, case, chosen)
    refusals = reasons_against(request.capacity, case, chosen)
    return _shown(request, Attempt(case=case, step=chosen, form=form, refusals=refusals))


def _form(request: StaffRequest, case: Case, step: Step[Any]) -> StepForm:
    viewer = request.capacity
    given: dict[str, Any] = {"ask": CaseChoices(viewer, case), "asked": asked_for(viewer, case, step)}
    if request.method == "POST":
        form = step_form(step, data=request.POST, files=request.FILES, **given)
    else:
        form = step_form(step, initial=first_values(case, step), **given)
    for name, words in hints_for(case, step).items():
        form.fields[name].help_text = words
    return form


def _taken(request: StaffRequest, case: Case, step: Step[Any]) -> HttpResponse:
    """Take the step and go on; whatever stands against it is shown beside everything that was typed."""
    attempt = Attempt(case=case, step=step, form=_form(request, case, step))
    attempt.kept = own_items(request.capacity, attempt.form.kept)
    is_valid = attempt.form.is_valid()
    is_stored = _store(request, attempt)
    if is_valid and is_stored and _take(request, attempt):
        return go(request, _back(request, attempt))
    return _shown(request, attempt)


def _store(request: StaffRequest, attempt: Attempt) -> bool:
    """Store what was handed in before anything else can fail, so that no photo has to be chosen twice."""
    uploads = attempt.form.uploads
    if not uploads:
        return True
    try:
        attempt.kept += store_many(uploads=uploads, capacity=request.capacity, source=Source.UPLOAD)
    except BadInput as error:
        attempt.form.refuse(error)
        return False
    except ChengzhiError as error:
        attempt.form.add_error(None, error.message)
        return False
    return True


def _take(request: StaffRequest, attempt: Attempt) -> bool:
    seen = request.POST.get("seen", "")
    act = CaseAct(
        capacity=request.capacity,
        values=attempt.form.values([one.pk for one in attempt.kept]),
        seen=whole_number(seen),
        key=idempotency_key(request),
    )
    try:
        row = take_step(attempt.case, attempt.step.name, act)
    except BadInput as error:
        attempt.form.refuse(error)
    except StepRefused as error:
        attempt.refusals = list(error.refusals)
    except SubjectMoved as error:
        attempt.moved = error
    else:
        _tell(request, attempt, outcome(attempt.case, row, attempt.step.done or attempt.step.label))
        return True
    return False


def idempotency_key(request: HttpRequest) -> str:
    """Return the key that makes a repeated request harmless."""
    return (request.POST.get("idempotency_key") or request.headers.get("Idempotency-Key", ""))[:MAX_KEY]


def draft_name(case: Case, step: Step[Any]) -> str:
    return f"act-{case.number}-{step.name}"


def _tell(request: StaffRequest, attempt: Attempt, words: str) -> None:
    mark = '<strong class="cz-id">{}</strong> {}<span data-cz-draft-clear="{}"></span>'
    case = attempt.case
    messages.success(request, format_html(mark, case.short_number, words, draft_name(case, attempt.step)))


def _back(request: StaffRequest, attempt: Attempt) -> str:
    trail = Trail.read(request)
    return trail.list_url() if trail.is_back else trail.case_url(attempt.case.number)


def _shown(request: StaffRequest, attempt: Attempt) -> HttpResponse:
    """Show the form with all that stands against it: alone for htmx, else within the page of the case."""
    trail = Trail.read(request)
    is_look = request.method != "POST"
    case = attempt.case if is_look else whole_case(request.capacity, attempt.case.number)
    acts = case_acts(request.capacity, case)
    context = {
        "alternatives": alternatives(case, acts, attempt.step, trail),
        "case": case,
        "attempt": attempt,
        "step": attempt.step,
        "form": attempt.form,
        "kept": kept_pictures(attempt.kept),
        "reasons": refusals_of(case, attempt.refusals, attempt.step, acts, trail),
        "is_possible": not attempt.refusals or attempt.form.is_bound,
        "act_url": trail.act_url(case.number, attempt.step.name),
        "close_url": trail.list_url() if trail.is_back else trail.case_url(case.number),
        "now_url": trail.case_url(case.number),
        "draft": draft_name(case, attempt.step),
        "home": home_view(request.capacity),
        "review_number": review_number(),
    }
    if is_htmx(request):
        return render(request, "console/case/act_form.html", context, status=attempt.status)
    whole = {**case_context(request, case, acts), **context}
    return render(request, "console/case/page.html", whole, status=attempt.status)

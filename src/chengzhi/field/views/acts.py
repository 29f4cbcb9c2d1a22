"""Taking an act on the spot: the same inputs, guards and refusals as everywhere, with thumbs in mind."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from django import forms
from django.contrib import messages
from django.core.files import File
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chengzhi.cases.models import Case
from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors import access_case
from chengzhi.cases.selectors.choices import CaseChoices
from chengzhi.cases.services import CaseAct, take_step
from chengzhi.field.phrases import phrases_for
from chengzhi.field.selectors.tasks import is_taken
from chengzhi.field.services.uploads import Kept, degrees, keep_media
from chengzhi.field.views.pages import act_key, answering, cannot, linked, page
from chengzhi.kernel.digits import whole_number
from chengzhi.kernel.errors import BadInput, StepRefused, SubjectMoved
from chengzhi.kernel.procedures import Choice, InputKind, Refusal, available_steps
from chengzhi.kernel.step_forms import StepForm, step_form
from chengzhi.kernel.web import StaffRequest, guarded

MAX_LON, MAX_LAT = 180.0, 90.0
CAMERA = {"accept": "image/*", "capture": "environment", "multiple": True, "data-max": "9", "data-cz-photos": True}


@dataclass(slots=True)
class Attempt:
    """One try at an act: its form, what is kept of its photos, and what stood against it."""

    choice: Choice
    form: StepForm
    kept: Kept
    fault: StepRefused | SubjectMoved | None = None

    @property
    def refusals(self) -> Sequence[Refusal]:
        """Return what stands against the act: what its taking was refused for, else what the facts say."""
        return self.fault.refusals if isinstance(self.fault, StepRefused) else self.choice.refusals

    @property
    def status(self) -> int:
        if self.fault is not None:
            return self.fault.status
        return 422 if self.form.is_bound else 200


@guarded(Permission.READ)
@require_http_methods(["GET", "HEAD", "POST"])
@answering
def act(request: StaffRequest, number: str, step: str) -> HttpResponse:
    case = access_case(request.capacity, number)
    if request.method == "POST" and is_taken(case, step, act_key(request)):
        return _done(case, step)
    choice = _choice(request, case, step)
    if choice is None:
        return _gone(request, case)
    attempt = Attempt(choice, _form(request, case, choice), Kept())
    if request.method == "POST" and _try(request, case, attempt):
        done = choice.step.done or choice.step.label
        messages.success(request, f"{done} · {_where_next(case)}")
        return _done(case, step)
    return _act_page(request, case, attempt)


def _done(case: Case, step: str) -> HttpResponse:
    return redirect(f"{reverse('field:task', args=[case.number])}?done={step}")


def _choice(request: StaffRequest, case: Case, step: str) -> Choice | None:
    return next((one for one in available_steps(case, request.capacity) if one.step.name == step), None)


def _form(request: StaffRequest, case: Case, choice: Choice) -> StepForm:
    needed = {one.name for one in choice.step.inputs if one.kind is InputKind.MEDIA and choice.step.demands}
    is_sent = request.method == "POST"
    form = step_form(
        choice.step,
        ask=CaseChoices(request.capacity, case),
        asked=needed,
        data=request.POST if is_sent else None,
        files=request.FILES if is_sent else None,
    )
    for field in form.fields.values():
        if isinstance(field.widget, forms.FileInput):
            field.widget.attrs.update(CAMERA)
    return form


def _try(request: StaffRequest, case: Case, attempt: Attempt) -> bool:
    """Keep the photos, then take the step; tell whether it was taken."""
    lon, lat = degrees(request.POST.get("lon", ""), MAX_LON), degrees(request.POST.get("lat", ""), MAX_LAT)
    files = cast("list[File[bytes]]", attempt.form.uploads)
    attempt.kept = keep_media(files, capacity=request.capacity, before=attempt.form.kept, lon=lon, lat=lat)
    is_valid = attempt.form.is_valid()
    for why in attempt.kept.refused:
        attempt.form.add_error("media", why)
    if not is_valid or attempt.kept.refused:
        return False
    doing = CaseAct(
        capacity=request.capacity,
        values=attempt.form.values(attempt.kept.ids),
        seen=_seen(request),
        key=act_key(request),
    )
    try:
        take_step(case, attempt.choice.step.name, doing)
    except BadInput as fault:
        attempt.form.refuse(fault)
        return False
    except (StepRefused, SubjectMoved) as fault:
        attempt.fault = fault
        return False
    return True


def _seen(request: StaffRequest) -> int | None:
    return whole_number(request.POST.get("seen", ""))


def _act_page(request: StaffRequest, case: Case, attempt: Attempt) -> HttpResponse:
    context = {
        "case": case, "choice": attempt.choice, "step": attempt.choice.step, "form": attempt.form,
        "fault": attempt.fault, "kept": attempt.kept.items, "phrases": phrases_for(attempt.choice.step.name),
        "refusals": linked(case, attempt.refusals), "cannot": cannot(attempt.choice),
    }  # fmt: skip
    return page(request, "act", context, status=attempt.status)


def _gone(request: StaffRequest, case: Case) -> HttpResponse:
    """Explain that the act is not this person's, or no longer: with what the case is now, keeping what was typed."""
    if request.method != "POST":
        return page(request, "gone", {"case": case}, status=409)
    typed = [words for name in ("reason", "result", "note", "opinion") if (words := request.POST.get(name, ""))]
    return page(request, "gone", {"case": case, "typed": typed}, status=409)


def _where_next(case: Case) -> str:
    return _("现在是“%(state)s”") % {"state": case.state_label}

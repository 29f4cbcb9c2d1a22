"""Acts on a whistle and on a summons: their forms, the photo on the spot, every reason against them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chengzhi.cases.models import Summons, Whistle
from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors.whistles import access_summons, access_whistle
from chengzhi.cases.services import take_summons_step, take_whistle_step
from chengzhi.console.errors import explained, go
from chengzhi.console.registers.shell import figures
from chengzhi.console.whistles.selectors import called_units
from chengzhi.console.work.acts import idempotency_key
from chengzhi.console.work.pictures import kept_pictures, own_items
from chengzhi.evidence.enums import Source
from chengzhi.evidence.models import Item
from chengzhi.evidence.services import store_many
from chengzhi.kernel import clock
from chengzhi.kernel.digits import whole_number
from chengzhi.kernel.errors import BadInput, ChengzhiError, NotFound, StepRefused, SubjectMoved
from chengzhi.kernel.models.steps import AbstractSubject
from chengzhi.kernel.procedures import Act, Input, InputKind, Refusal, Step, table_of
from chengzhi.kernel.procedures.engine import judge
from chengzhi.kernel.step_forms import StepForm, step_form
from chengzhi.kernel.web import StaffRequest, guarded

Take = Callable[..., None]
CAMERA = {"accept": "image/*", "capture": "environment", "data-cz-photos": True, "data-max": "3", "multiple": True}
BIGGEST = 2**63 - 1


@dataclass(slots=True, kw_only=True)
class Attempt:
    """One try at an act: its subject and form, what is kept of its photos, what stood against it."""

    subject: AbstractSubject
    whistle: Whistle
    step: Step[Any]
    form: StepForm
    take: Take
    kept: list[Item] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    moved: SubjectMoved | None = None

    @property
    def status(self) -> int:
        if self.moved:
            return 409
        return 422 if self.form.is_bound else 200


@guarded(Permission.WHISTLE)
@explained
@require_http_methods(["GET", "POST"])
def whistle_act(request: StaffRequest, number: str, step: str) -> HttpResponse:
    """Hand over, conclude or withdraw a whistle."""
    whistle = access_whistle(request.capacity, number)
    return _act(request, whistle, whistle, step, take_whistle_step)


@guarded(Permission.WHISTLE, Permission.ANSWER)
@explained
@require_http_methods(["GET", "POST"])
def summons_act(request: StaffRequest, number: str, step: str) -> HttpResponse:
    """Answer, dispute, sign in, report; or insist, excuse, mark absent."""
    summons = access_summons(request.capacity, number)
    return _act(request, summons, summons.whistle, step, take_summons_step)


def _act(request: StaffRequest, subject: Whistle | Summons, whistle: Whistle, name: str, take: Take) -> HttpResponse:
    step = _step(subject, name)
    attempt = Attempt(subject=subject, whistle=whistle, step=step, form=_form(request, whistle, step), take=take)
    if request.method != "POST":
        attempt.refusals = _against(request, subject, step)
        return _shown(request, attempt)
    if not _try(request, attempt):
        return _shown(request, attempt)
    who = f"{subject.unit.name} · " if isinstance(subject, Summons) else ""
    messages.success(request, f"{who}{step.done or step.label}{_next(subject)}")
    return go(request, reverse("console:whistle", args=[whistle.number]))


def _step(subject: AbstractSubject, name: str) -> Step[Any]:
    try:
        step = table_of(subject).step(name)
    except KeyError:
        raise NotFound from None
    if step.permission is None or step.is_initial:
        raise NotFound
    return step


def _form(request: StaffRequest, whistle: Whistle, step: Step[Any]) -> StepForm:
    def ask(_one: Input) -> list[tuple[str, str]]:
        here = [(str(one.unit_id), one.unit.name) for one in whistle.summonses.select_related("unit")]
        rest = [(str(unit.id), unit.name) for unit, _answers in called_units(request.capacity)]
        return here + [one for one in rest if one not in here]

    posted: dict[str, Any] = {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}
    form = step_form(step, ask=ask, **posted)
    for one in step.inputs:
        if one.kind is InputKind.MEDIA:
            form.fields[one.name].widget.attrs.update(CAMERA)
        if one.name == "coming" and request.method != "POST":
            form.initial["coming"] = request.capacity.person_name
    return form


def _against(request: StaffRequest, subject: AbstractSubject, step: Step[Any]) -> list[Refusal]:
    """Return what stands against the act before anything is filled in."""
    asked = {one.name for one in step.inputs}
    found = judge(Act(subject=subject, step=step, capacity=request.capacity, now=clock.now()))
    return [one for one in found if one.action not in asked]


def _try(request: StaffRequest, attempt: Attempt) -> bool:
    """Keep the photos first, whatever else is wrong, then take the step; tell whether it was taken."""
    form = attempt.form
    attempt.kept = own_items(request.capacity, [one for one in form.kept if one <= BIGGEST])
    is_valid = form.is_valid()
    try:
        attempt.kept += store_many(uploads=form.uploads, capacity=request.capacity, source=Source.UPLOAD)
    except BadInput as error:
        form.refuse(error)
        return False
    except ChengzhiError as error:
        form.add_error(None, error.message)
        return False
    return is_valid and _take(request, attempt)


def _take(request: StaffRequest, attempt: Attempt) -> bool:
    seen = request.POST.get("seen", "")
    try:
        attempt.take(
            attempt.subject,
            attempt.step.name,
            capacity=request.capacity,
            values=attempt.form.values([one.pk for one in attempt.kept]),
            seen=whole_number(seen),
            key=idempotency_key(request),
        )
    except BadInput as error:
        attempt.form.refuse(error)
    except StepRefused as error:
        attempt.refusals = list(error.refusals)
    except SubjectMoved as error:
        attempt.moved = error
    else:
        return True
    return False


def _next(subject: Whistle | Summons) -> str:
    """Say what comes next for a department."""
    words = {
        "answered": _("。下一步：到现场签到。"),
        "present": _("。下一步：反馈结果。"),
        "disputed": _("。等吹哨的街道答复。"),
    }
    return words.get(subject.state, "。") if isinstance(subject, Summons) else "。"


def _shown(request: StaffRequest, attempt: Attempt) -> HttpResponse:
    subject, step = attempt.subject, attempt.step
    context = {
        "attempt": attempt,
        "whistle": attempt.whistle,
        "summons": subject if isinstance(subject, Summons) else None,
        "step": step,
        "form": attempt.form,
        "kept": kept_pictures(attempt.kept),
        "is_possible": not attempt.refusals or attempt.form.is_bound,
        "has_place": any(one.name == "lon" for one in step.inputs),
        "draft": f"whistle-{subject.number}-{step.name}",
        "back_url": reverse("console:whistle", args=[attempt.whistle.number]),
        "nav_counts": figures(request),
    }
    return render(request, "console/whistles/act.html", context, status=attempt.status)

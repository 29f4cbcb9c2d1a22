"""Dispatch to the unit that has to put it right, return, joint and substitute handling."""

from collections.abc import Callable
from functools import wraps

from django.utils.translation import gettext as _

from chengzhi.cases.enums import Clock, MediaStage
from chengzhi.cases.logged import DISPATCH_RULE
from chengzhi.cases.models import Case, CaseStep, DispatchRule, JointUnit
from chengzhi.cases.selectors.limits import handling_limit, stage_limits
from chengzhi.cases.selectors.rules import proposed_unit
from chengzhi.cases.services.acts import CaseAct, Prepare, Prepared, official_act
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.clocks import ClockLimit
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.models.setting_changes import ChangeAct
from chengzhi.kernel.settings_log import note_change
from chengzhi.organisation.models import Appointment, Unit
from chengzhi.organisation.selectors import capacity_of, unit_tree_ids


def unit_of_today(unit_id: int) -> Unit:
    """Return the unit; BadInput when it is not in force today."""
    unit = Unit.objects.filter(pk=unit_id).first()
    if unit is None or not unit.exists_on(clock.now().date()):
        raise BadInput({"unit": _("这个单位今天已不存在，请按现在的机构重新选。")})
    return unit


def with_unit(prepare: Callable[[Case, CaseAct, Unit], Prepared]) -> Prepare:
    """Hand the unit named in an act over to what prepares it; BadInput when the unit is not in force today.

    Where none was chosen nothing is prepared: the procedure says so itself, with all other reasons.
    """

    @wraps(prepare)
    def prepared(case: Case, act: CaseAct) -> Prepared:
        chosen = act.values.get("unit")
        return Prepared() if chosen in {None, ""} else prepare(case, act, unit_of_today(int(chosen)))

    return prepared


def work_limits(case: Case) -> dict[str, ClockLimit]:
    """Return the limits for a new run of handling."""
    limit = handling_limit(case)
    return {**stage_limits(), Clock.HANDLE: limit, Clock.HANDLING: limit}


def assigned(unit: Unit) -> dict[str, object]:
    """Return the columns of a case that goes to a unit: nobody in person yet."""
    return {"handling_unit": unit, "handler": None, "handler_name": ""}


@official_act("dispatch")
@with_unit
def dispatch_case(case: Case, act: CaseAct, unit: Unit) -> Prepared:
    """Send the case to a unit; another unit than the rules propose needs a reason (派遣).

    After a return the same unit's limit runs on, another unit's starts anew; the whole of handling runs on.
    """
    proposal, ground = proposed_unit(case)
    if proposal and unit.pk != proposal.pk and not act.text("override"):
        words = _("派遣规则建议派给%(unit)s（%(ground)s）。改派别的单位要写理由。")
        raise BadInput({"override": words % {"unit": proposal.name, "ground": ground}})
    resume = {Clock.HANDLING, Clock.HANDLE} if unit.pk == case.handling_unit_id else {Clock.HANDLING}
    return Prepared(
        data={"unit_name": unit.name, "proposed": proposal.name if proposal else "", "rule": ground},
        changes=assigned(unit),
        limits=work_limits(case),
        resume=frozenset(resume),
    )


@official_act("hand_down")
def hand_down(case: Case, act: CaseAct) -> Prepared:
    """Give the case to a person of the unit or of a crew below it (下派)."""
    chosen = act.values.get("handler")
    if not chosen:
        return Prepared()
    handler = Appointment.objects.select_related("person", "post__unit").filter(pk=int(chosen)).first()
    held = capacity_of(handler.pk) if handler else None
    if handler is None or held is None:
        raise BadInput({"handler": _("这个人今天不在岗，请另选一位。")})
    if case.handling_unit_id and handler.post.unit_id not in unit_tree_ids(case.handling_unit_id):
        raise BadInput({"handler": _("这个人不属于处置单位。请选本单位或下属作业队伍的人。")})
    return Prepared(
        data={"handler_name": handler.person.name, "handler_unit": handler.post.unit.name},
        changes={"handler": handler, "handler_name": handler.person.name},
    )


@official_act("take_over")
def take_over(case: Case, act: CaseAct) -> Prepared:
    """Accept the case for the unit; whoever accepts it handles it until it is handed down (接收)."""
    if case.handler_id or act.capacity.appointment_id is None:
        return Prepared()
    return Prepared(changes={"handler_id": act.capacity.appointment_id, "handler_name": act.capacity.person_name})


@official_act("ask_return")
def ask_return(case: Case, _act: CaseAct) -> Prepared:
    """Send the case back to the dispatcher; the limits for handling pause (回退)."""
    return Prepared(changes={"return_count": case.return_count + 1}, limits=stage_limits())


@official_act("add_joint_unit")
@with_unit
def add_joint_unit(case: Case, act: CaseAct, unit: Unit) -> Prepared:
    """Give a helping unit its own part of the case (联办)."""
    if unit.pk == case.handling_unit_id or case.joint_units.filter(unit=unit).exists():
        raise BadInput({"unit": _("这个单位已经在办这件案卷，请选别的单位。")})

    def after(row: CaseStep) -> None:
        JointUnit.objects.create(case=case, unit=unit, part=act.text("part")[:200], asked_at=row.taken_at)

    return Prepared(data={"unit_name": unit.name}, after=after)


@official_act("finish_joint_part")
def finish_joint_part(case: Case, act: CaseAct) -> Prepared:
    """Record that the helping unit has done its part."""

    def after(row: CaseStep) -> None:
        mine = case.joint_units.filter(unit_id__in=act.capacity.unit_ids, done_at=None)
        mine.update(done_at=row.taken_at, result=act.text("result")[:400])

    return Prepared(media_stage=MediaStage.OTHER, after=after)


@official_act("substitute")
@with_unit
def substitute(case: Case, _act: CaseAct, unit: Unit) -> Prepared:
    """Let another unit put it right instead; the first unit's record of lateness stays (代处置)."""
    if unit.pk == case.handling_unit_id:
        raise BadInput({"unit": _("这个单位就是现在的处置单位，请选别的单位。")})
    before = case.handling_unit.name if case.handling_unit else ""
    return Prepared(
        data={"unit_name": unit.name, "instead_of": before},
        changes=assigned(unit),
        limits=work_limits(case),
    )


def make_rule(case: Case, unit: Unit, row: CaseStep, capacity: Capacity) -> DispatchRule:
    """Let a ruling hold for the same category in the same street from now on."""
    day = row.taken_at.date()
    street = case.cell_code[:9]
    lasting = DispatchRule.objects.filter(
        category=case.category, division_code=street, valid_to=None, valid_from__lt=day
    ).select_related("unit")
    before = [DISPATCH_RULE.values(one) for one in lasting]
    lasting.update(valid_to=day)
    rule = DispatchRule.objects.create(
        category=case.category, division_code=street, unit=unit, ground=f"{case.number} {row.name}", is_ruling=True,
        ruled_case_number=case.number, valid_from=day,
    )  # fmt: skip
    act = ChangeAct.CHANGED if before else ChangeAct.CREATED
    note_change(capacity=capacity, setting=DISPATCH_RULE, row=rule, act=act, before=before[-1] if before else None)
    return rule


@official_act("arbitrate", "agree_unit")
@with_unit
def rule_on_responsibility(case: Case, act: CaseAct, unit: Unit) -> Prepared:
    """Decide which unit is responsible, with both opinions or the minutes on record (裁定、会商)."""

    def after(row: CaseStep) -> None:
        if act.values.get("becomes_rule"):
            make_rule(case, unit, row, act.capacity)

    return Prepared(
        data={"unit_name": unit.name},
        changes=assigned(unit),
        limits=work_limits(case),
        resume=frozenset({Clock.HANDLING}),
        after=after,
    )


@official_act("agree_hold")
@with_unit
def agree_hold(_case: Case, _act: CaseAct, unit: Unit) -> Prepared:
    """Put the case on hold as the conference agreed, with the unit that will handle it later."""
    return Prepared(data={"unit_name": unit.name}, changes=assigned(unit))


@official_act("call_conference", "end_conference")
def confer(_case: Case, _act: CaseAct) -> Prepared:
    """Take a difficult case to a joint meeting, or back from it."""
    return Prepared(limits=stage_limits())

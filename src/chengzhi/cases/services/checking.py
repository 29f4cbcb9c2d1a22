"""Feedback, check, closing, rating and reopening."""

from typing import Any

from django.utils.translation import gettext as _

from chengzhi.cases.enums import Clock, ClosureKind, MediaStage, Satisfaction
from chengzhi.cases.models import Case, CaseStep
from chengzhi.cases.selectors.limits import stage_limits
from chengzhi.cases.services.acts import CaseAct, Prepared, official_act
from chengzhi.cases.services.answers import answer_reports
from chengzhi.cases.services.dispatching import work_limits
from chengzhi.cases.services.triage import answer_task
from chengzhi.kernel import clock
from chengzhi.kernel.errors import BadInput

# Kept as the answer to every reporter, so in the language of record.
DONE = "已处理完毕。"


@official_act("feed_back")
def feed_back(case: Case, act: CaseAct) -> Prepared:
    """Report the matter as put right; on time is judged here, when handling ends (反馈)."""
    running = case.clocks.filter(name=Clock.HANDLING, stopped_at=None).first()
    is_late = bool(running and running.due_at and clock.now() > running.due_at)
    changes: dict[str, Any] = {"is_handled_late": bool(case.is_handled_late) or is_late}
    if case.handler_id is None and act.capacity.appointment_id is not None:
        changes |= {"handler_id": act.capacity.appointment_id, "handler_name": act.capacity.person_name}
    return Prepared(changes=changes, limits=stage_limits(), media_stage=MediaStage.AFTER)


@official_act("pass_inspection", "check_again")
def pass_on_to_check(_case: Case, _act: CaseAct) -> Prepared:
    """Pass the result on towards the check under the city's own limits."""
    return Prepared(limits=stage_limits())


@official_act("rework")
def rework(case: Case, _act: CaseAct) -> Prepared:
    """Send the case back to the unit that handled it; its limit starts anew (返工)."""
    return Prepared(changes={"rework_count": case.rework_count + 1}, limits=work_limits(case))


@official_act("pass_check", "fail_check")
def report_check(case: Case, _act: CaseAct) -> Prepared:
    """Record what the collector saw on the spot after handling."""
    return Prepared(
        limits=stage_limits(),
        media_stage=MediaStage.CHECK,
        after=lambda row: answer_task(case, row, is_positive=row.name == "pass_check"),
    )


def _answer(case: Case, row: CaseStep, words: str) -> None:
    answer_reports(case, row.name, words)


@official_act("close")
def close_case(case: Case, act: CaseAct) -> Prepared:
    """Close by the written closing rule and answer every reporter (结案)."""
    if not act.values.get("closing_rule"):
        return Prepared()
    kind = ClosureKind.LATE if case.is_handled_late else ClosureKind.NORMAL
    rule = case.standard.closing_rule if case.standard else ""
    words = act.text("note") or DONE
    return Prepared(
        data={"closing_rule": rule or True, "closure": kind.value},
        changes={"closure": kind},
        after=lambda row: _answer(case, row, words),
    )


@official_act("force_close")
def force_close(case: Case, act: CaseAct) -> Prepared:
    """Close without a check, for a recorded reason (强制结案)."""
    return Prepared(changes={"closure": ClosureKind.FORCED}, after=lambda row: _answer(case, row, act.text("reason")))


@official_act("approve_self_handled")
def approve_self_handled(_case: Case, _act: CaseAct) -> Prepared:
    """Close a small matter that the collector has put right on the spot (自处理)."""
    return Prepared(changes={"closure": ClosureKind.SELF, "is_handled_late": False})


@official_act("call_back", "rate")
def rate_case(case: Case, act: CaseAct) -> Prepared:
    """Record what the reporter says of the result (回访、评价)."""
    given = act.text("satisfaction")
    if given and given not in Satisfaction.values:
        raise BadInput({"satisfaction": _("请选满意、基本满意或不满意。")})

    def after(_row: CaseStep) -> None:
        case.reports.filter(is_joined=False).update(satisfaction=given, opinion=act.text("note")[:400])

    return Prepared(changes={"satisfaction": given}, after=after)


@official_act("reopen")
def reopen_case(case: Case, _act: CaseAct) -> Prepared:
    """Take the case up again because the reporter says it is not solved; it reaches the unit at once (重开)."""
    return Prepared(
        changes={
            "reopen_count": case.reopen_count + 1, "closure": "", "closed_at": None, "satisfaction": "",
        },
        limits=work_limits(case),
        media_stage=MediaStage.BEFORE,
    )  # fmt: skip

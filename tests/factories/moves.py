"""A case in any state of the loop, and any step of the loop taken by the person whose act it is."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from chengzhi.cases.models import Case, CaseStep
from chengzhi.cases.procedure import CASE
from chengzhi.cases.services import Told, report_self_handled
from chengzhi.kernel import clock
from chengzhi.kernel.access import SYSTEM, Capacity, resident
from chengzhi.kernel.procedures import Act, may_take
from chengzhi.kernel.procedures.engine import judge
from chengzhi.kernel.workdays import CHINA
from tests.factories.city import LAT, LON, City
from tests.factories.loop import act, case_after, report
from tests.factories.media import photo

# Who takes a step in the small city; whoever is not named here is the dispatcher.
ACTORS: dict[str, str] = {
    **dict.fromkeys(
        ("accept", "send_verify", "withdraw_verify", "refuse", "merge", "correct_facts", "approve_self_handled",
         "reject_self_handled", "send_check", "withdraw_check", "call_back", "reopen", "urge"), "alice",
    ),
    **dict.fromkeys(
        ("file", "decline_filing", "send_back", "close", "check_again", "grant_void", "refuse_void"), "bob",
    ),
    **dict.fromkeys(
        ("take_over", "hand_down", "feed_back", "ask_return", "ask_extension", "ask_hold", "appeal",
         "reply_supervision"), "dave",
    ),
    **dict.fromkeys(("confirm", "deny", "pass_check", "fail_check"), "erin"),
    **dict.fromkeys(
        ("supervise", "lift_supervision", "agree_unit", "agree_hold", "end_conference", "arbitrate", "substitute",
         "force_close"), "frank",
    ),
    "finish_joint_part": "grace",
}  # fmt: skip
PHOTO_STEPS = {"confirm", "deny", "pass_check", "fail_check", "feed_back"}
STATES_BY_WAY = {
    "verifying": "send_verify", "accepted": "accept", "filed": "file", "dispatched": "dispatch", "handling": "take_over",
    "handled": "feed_back", "inspected": "pass_inspection", "checking": "send_check", "checked": "pass_check",
    "closed": "close",
}  # fmt: skip


def beijing(text: str) -> datetime:
    """Return a moment of Beijing: 2026-11-23 09:00."""
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def actor(city: City, step: str) -> Capacity:
    if step in {"warn", "escalate"}:
        return SYSTEM
    return resident() if step == "rate" else city.people[ACTORS.get(step, "carol")]


def values(city: City, case: Case, step: str) -> dict[str, Any]:
    """Return what the step asks for, filled in as it should be."""
    unit = city.units["street"] if step in {"substitute", "add_joint_unit", "arbitrate"} else city.units["cleaning"]
    given: dict[str, Any] = {
        "reason": "理由如此", "opinion": "今天办完", "result": "已清运", "minutes": "会商如此", "part": "运走",
        "standard": city.standards["暴露垃圾"].pk, "unit": unit.pk, "handler": city.hank.appointment_id, "hours": 2,
        "until": "2099-01-01", "level": "yellow", "first_opinion": "不归我", "second_opinion": "归他",
        "satisfaction": "satisfied", "closing_rule": True, "place": f"菜场 {case.step_seq} 号门",
    }  # fmt: skip
    if step == "merge":
        given["target"] = report(city).number
    if step in PHOTO_STEPS:
        given["media"] = [photo().pk]
    return {**given, "clock": "handle", "due_at": "2026-01-01T00:00:00+08:00"} if actor(city, step) is SYSTEM else given


def take(city: City, case: Case, step: str, **more: Any) -> CaseStep:
    """Take a step by the person whose act it is, with good values unless told otherwise."""
    asked = {one.name for one in CASE.step(step).inputs}
    given = {name: one for name, one in values(city, case, step).items() if name in asked}
    return act(case, step, actor(city, step), **{**given, **more})


def self_handled(city: City) -> Case:
    told = Told(
        channel="collector", words="捡走三个纸箱", category_id=city.categories["暴露垃圾"].pk, lon=LON, lat=LAT,
        media=(photo().pk,), after_media=(photo().pk,),
    )  # fmt: skip
    return report_self_handled(told, capacity=city.erin).case


BEYOND: dict[str, tuple[str, tuple[str, ...]]] = {
    "returned": ("take_over", ("ask_return",)),
    "on_hold": ("take_over", ("ask_hold", "grant_hold")),
    "in_conference": ("take_over", ("call_conference",)),
    "check_failed": ("send_check", ("fail_check",)),
    "not_filed": ("accept", ("decline_filing",)),
    "voided": ("take_over", ("ask_void", "grant_void")),
}


def case_in(city: City, state: str) -> Case:
    """Return a case that stands in a state after the shortest ordinary way to it."""
    if state in STATES_BY_WAY:
        return case_after(city, STATES_BY_WAY[state])
    if state in BEYOND:
        last, steps = BEYOND[state]
        case = case_after(city, last)
        for step in steps:
            take(city, case, step)
        return case
    if state in {"self_handled", "invalid"}:
        case = self_handled(city)
        return case if state == "self_handled" else _moved(city, case, "reject_self_handled")
    case = report(city)
    ends = {"refused": "refuse", "merged": "merge"}
    return _moved(city, case, ends[state]) if state in ends else case


def _moved(city: City, case: Case, step: str) -> Case:
    take(city, case, step)
    return case


def _asked(step: str) -> Callable[[City, Case], Any]:
    return lambda city, case: take(city, case, step)


def _late(_city: City, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(is_handled_late=True)
    case.refresh_from_db()


def _appealed(city: City, case: Case) -> None:
    _late(city, case)
    take(city, case, "appeal")


def _urgent(_city: City, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(is_urgent=True)
    case.refresh_from_db()


# What must be so before a step can be taken, besides the state.
BEFORE: dict[str, Callable[[City, Case], Any]] = {
    "accept": _urgent,
    "grant_extension": _asked("ask_extension"), "refuse_extension": _asked("ask_extension"),
    "grant_hold": _asked("ask_hold"), "refuse_hold": _asked("ask_hold"),
    "grant_void": _asked("ask_void"), "refuse_void": _asked("ask_void"),
    "reply_supervision": _asked("supervise"), "lift_supervision": _asked("supervise"),
    "finish_joint_part": _asked("add_joint_unit"), "appeal": _late,
    "grant_appeal": _appealed, "refuse_appeal": _appealed,
}  # fmt: skip


def ready_for(city: City, step: str, state: str) -> Case:
    """Return a case in a state of which nothing stands against a step."""
    case = case_in(city, state)
    if step in BEFORE:
        BEFORE[step](city, case)
    return case


def clocks_of(case: Case) -> str:
    """Return the limits that have not stopped, each with when it ends in Beijing or that it rests."""
    rows = case.clocks.filter(stopped_at=None).order_by("name")
    return ", ".join(
        f"{one.name} {one.due_at.astimezone(CHINA):%m-%d %H:%M}" if one.due_at else f"{one.name} rests" for one in rows
    )


def permitted(step: str, case: Case, capacity: Capacity) -> bool:
    """Tell whether a capacity holds the power for a step on a case, whatever the facts are."""
    return may_take(case, CASE.step(step), capacity)


def said_against(case: Case, step: str, capacity: Capacity, **data: Any) -> list[str]:
    """Return every reason against a step as it is worded."""
    given = Act(subject=case, step=CASE.step(step), capacity=capacity, now=clock.now(), data=data)
    return [str(one.reason) for one in judge(given)]

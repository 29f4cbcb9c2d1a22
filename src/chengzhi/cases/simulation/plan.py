"""What happens next to a case, after how long, by whom: the habits of the simulated city."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from chengzhi.cases.enums import CaseState as S
from chengzhi.cases.models import Case
from chengzhi.cases.selectors import proposed_unit
from chengzhi.cases.simulation.cast import Cast
from chengzhi.catalogue.selectors import find_standards
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity, resident
from chengzhi.kernel.remembering import RememberedAnswers


@dataclass(frozen=True, slots=True)
class Next:
    """An act to come: ``wait`` in seconds, of working time where ``is_working``."""

    step: str
    who: Capacity | None
    wait: float
    values: dict[str, Any] = field(default_factory=dict)
    photo: bool = False
    is_working: bool = False


_standards: RememberedAnswers[list[int]] = RememberedAnswers()

Planner = Callable[[Case, Cast, random.Random], Next | None]


def minutes(rng: random.Random, middle: float) -> float:
    """Return seconds around a middle given in minutes, with the long tail that desks have."""
    return 60 * rng.lognormvariate(0, 0.6) * middle


def pace(case: Case) -> float:
    """Return how slow a unit is: 0.45 to 1.05 of the limit on average, fixed by its number."""
    return 0.45 + ((case.handling_unit_id or 0) * 37 % 61) / 100


def _reported(case: Case, cast: Cast, rng: random.Random) -> Next | None:
    desk = cast.anyone("cases.case.accept")
    needs_look = case.channel.is_public and case.is_verified is None and not case.is_urgent
    if case.is_verified is False:
        values = {"reason": "现场没有发现所反映的问题", "direction": "仍有问题请再次上报"}
        return Next("refuse", desk, minutes(rng, 5), values)
    return Next("send_verify" if needs_look else "accept", desk, minutes(rng, 5))


def _verifying(case: Case, cast: Cast, rng: random.Random) -> Next | None:
    if rng.random() < 0.06:
        return Next("deny", cast.collector(case), minutes(rng, 18), {"reason": "到场查看，没有发现"}, photo=True)
    return Next("confirm", cast.collector(case), minutes(rng, 18), photo=True)


def fitting_standards(case: Case) -> list[int]:
    """Return the standards a case can be filed by on this day of the play."""
    question = (case.category_id, case.grade, clock.now().date())
    return _standards.ask(question, lambda: [one.pk for one in find_standards(case.category, case.grade)])


def _accepted(case: Case, cast: Cast, rng: random.Random) -> Next | None:
    duty = cast.anyone("cases.case.file")
    choice = fitting_standards(case)
    if not choice or rng.random() < 0.01:
        return Next("decline_filing", duty, minutes(rng, 6), {"reason": "不符合立案条件"})
    return Next("file", duty, minutes(rng, 6), {"standard": rng.choice(choice)})


def _filed(case: Case, cast: Cast, rng: random.Random) -> Next | None:
    unit, _ground = proposed_unit(case)
    if unit is None:
        return None
    return Next("dispatch", cast.anyone("cases.case.dispatch"), minutes(rng, 6), {"unit": unit.pk})


def _dispatched(case: Case, cast: Cast, rng: random.Random) -> Next | None:
    return Next("take_over", cast.of_unit(case), minutes(rng, 12), is_working=True)


def _handling(case: Case, cast: Cast, rng: random.Random) -> Next | None:
    who = cast.of_unit(case)
    chance = rng.random()
    limit = (
        case.clocks.filter(name="handling", stopped_at=None).values_list("limit_seconds", flat=True).first() or 14_400
    )
    if chance < 0.02 and not case.return_count:
        return Next("ask_return", who, minutes(rng, 30), {"reason": "不属于本单位管养范围"}, is_working=True)
    if chance < 0.05 and not case.extension_count:
        return Next("ask_extension", who, minutes(rng, 20), {"hours": 8, "reason": "需要调用机械"}, is_working=True)
    if chance < 0.06:
        until = (clock.now() + timedelta(days=20)).date()
        return Next("ask_hold", who, minutes(rng, 40), {"until": until.isoformat(), "reason": "须列入改造计划"})
    wait = limit * pace(case) * rng.lognormvariate(-0.15, 0.45)
    return Next("feed_back", who, wait, {"result": "已清理到位"}, photo=True, is_working=True)


def _returned(case: Case, cast: Cast, rng: random.Random) -> Next | None:
    return Next("refuse_return", cast.anyone("cases.case.dispatch"), minutes(rng, 8), {"reason": "属于本单位职责"})


def _on_hold(case: Case, cast: Cast, rng: random.Random) -> Next | None:
    return Next("resume", cast.anyone("cases.case.dispatch"), 86_400 * rng.uniform(3, 25))


def _handled(case: Case, cast: Cast, rng: random.Random) -> Next | None:
    return Next("pass_inspection", cast.anyone("cases.case.dispatch"), minutes(rng, 10))


def _inspected(case: Case, cast: Cast, rng: random.Random) -> Next | None:
    return Next("send_check", cast.anyone("cases.case.accept"), minutes(rng, 10))


def _checking(case: Case, cast: Cast, rng: random.Random) -> Next | None:
    if rng.random() < 0.03:
        values = {"reason": "垃圾只清了一半"}
        return Next("fail_check", cast.collector(case), minutes(rng, 45), values, photo=True)
    return Next("pass_check", cast.collector(case), minutes(rng, 45), photo=True)


def _check_failed(case: Case, cast: Cast, rng: random.Random) -> Next | None:
    return Next("rework", cast.anyone("cases.case.dispatch"), minutes(rng, 15), {"reason": "核查没有通过，请返工"})


def _checked(case: Case, cast: Cast, rng: random.Random) -> Next | None:
    return Next("close", cast.anyone("cases.case.file"), minutes(rng, 12), {"closing_rule": True})


def _self_handled(case: Case, cast: Cast, rng: random.Random) -> Next | None:
    return Next("approve_self_handled", cast.anyone("cases.case.accept"), minutes(rng, 60), is_working=True)


def _closed(case: Case, cast: Cast, rng: random.Random) -> Next | None:
    if not case.channel.is_public or case.satisfaction:
        return None
    if rng.random() < 0.02 and not case.reopen_count:
        return Next("reopen", resident(), minutes(rng, 300), {"reason": "又堆起来了"})
    words = rng.choices(["satisfied", "basically", "dissatisfied"], [80, 15, 5])[0]
    return Next("call_back", cast.anyone("cases.case.call_back"), minutes(rng, 240), {"satisfaction": words})


PLANS: dict[str, Planner] = {
    S.REPORTED: _reported, S.VERIFYING: _verifying, S.ACCEPTED: _accepted, S.FILED: _filed,
    S.DISPATCHED: _dispatched, S.HANDLING: _handling, S.RETURNED: _returned, S.ON_HOLD: _on_hold,
    S.HANDLED: _handled, S.INSPECTED: _inspected, S.CHECKING: _checking, S.CHECK_FAILED: _check_failed,
    S.CHECKED: _checked, S.SELF_HANDLED: _self_handled, S.CLOSED: _closed,
}  # fmt: skip

ANSWERS = {"ask_extension": "grant_extension", "ask_hold": "grant_hold"}


def next_act(case: Case, last: str, cast: Cast, rng: random.Random) -> Next | None:
    """Return what follows on a step, or None when the matter rests."""
    if last in ANSWERS:
        return Next(ANSWERS[last], cast.anyone("cases.case.dispatch"), minutes(rng, 10))
    plan = PLANS.get(case.state)
    return plan(case, cast, rng) if plan else None


def season(day: date) -> float:
    """Return how busy a day is: summer evenings and the days before the Spring Festival are busier."""
    return 1.15 if day.month in {6, 7, 8} else 1.25 if day.month == 1 else 0.9 if day.month == 2 else 1.0

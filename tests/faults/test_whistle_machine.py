"""The same for a whistle and its summons: anybody tries anything, and a small model says what may come of it."""

import os
from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from chengzhi.cases.models import Summons, Whistle
from chengzhi.cases.services import take_summons_step, take_whistle_step, watch_deadlines
from chengzhi.kernel import clock
from chengzhi.kernel.access import SYSTEM, Capacity, resident
from chengzhi.kernel.errors import ChengzhiError
from chengzhi.kernel.models.outbox import OutboxEvent
from chengzhi.kernel.models.steps import AbstractSubject
from chengzhi.kernel.procedures import steps_of, verify_chain
from tests.factories.city import LAT, LON, City, make_city, make_person, make_role
from tests.factories.media import photo
from tests.faults.whistling import blown

pytestmark = pytest.mark.django_db
ROUNDS = int(os.environ.get("CHAOS_ROUNDS", "5"))
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
WHISTLE = {
    "hand_over": ({"blown"}, "handed_over", {"iris"}),
    "conclude": ({"blown", "handed_over"}, "concluded", {"iris"}),
    "withdraw": ({"blown"}, "withdrawn", {"iris"}),
}
EXPECTED = {"called", "answered", "disputed"}
SUMMONS = {
    "answer": ({"called"}, "answered", {"dan"}),
    "dispute": ({"called"}, "disputed", {"dan"}),
    "insist": ({"disputed"}, "called", {"iris"}),
    "excuse": (EXPECTED, "excused", {"iris"}),
    "sign_in": ({"called", "answered"}, "present", {"dan"}),
    "report_result": ({"present"}, "reported", {"dan"}),
    "mark_absent": (EXPECTED, "absent", {"iris"}),
    "release": ({*EXPECTED, "present"}, "excused", {"system"}),
    "warn": ({*EXPECTED, "present"}, "", {"system"}),
    "escalate": ({*EXPECTED, "present"}, "", {"system"}),
}
SETTLED = {"reported", "excused", "absent"}
PEOPLE = ("iris", "dan", "alice", "erin", "grace", "frank", "resident", "system")
ANYBODY = st.sampled_from(PEOPLE)


class Attempts(RuleBasedStateMachine):
    """One whistle, one department called by it, and everybody who may try something."""

    city: ClassVar[City]
    photo: ClassVar[int]

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.stack.enter_context(transaction.atomic())
        self.now, self.turn = MONDAY, 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.stack.close()

    @initialize()
    def begin(self) -> None:
        with clock.at(self.now):
            self.whistle = blown(self.city)
        self.summons = self.whistle.summonses.get()

    @rule(step=st.sampled_from(sorted(WHISTLE)), who=ANYBODY, is_filled=st.booleans())
    def try_on_the_whistle(self, step: str, who: str, is_filled: bool) -> None:  # noqa: FBT001  Hypothesis's way
        before = Summons.objects.get(pk=self.summons.pk).state
        if self._try(Whistle.objects.get(pk=self.whistle.pk), step, who, is_filled=is_filled):
            now = Summons.objects.get(pk=self.summons.pk).state
            assert step != "conclude" or before in SETTLED
            assert now == ("excused" if step == "withdraw" and before not in SETTLED else before)

    @rule(step=st.sampled_from(sorted(SUMMONS)), who=ANYBODY, is_filled=st.booleans())
    def try_on_the_summons(self, step: str, who: str, is_filled: bool) -> None:  # noqa: FBT001  Hypothesis's way
        self._try(Summons.objects.get(pk=self.summons.pk), step, who, is_filled=is_filled)

    @rule(number=st.integers(0, 9))
    def somebody_goes_on(self, number: int) -> None:
        summons = Summons.objects.get(pk=self.summons.pk)
        likely = sorted(name for name, (sources, _to, _who) in SUMMONS.items() if summons.state in sources)
        if likely:
            step = likely[number % len(likely)]
            self._try(summons, step, min(SUMMONS[step][2]), is_filled=True)

    @rule(hours=st.sampled_from([-2, 1, 3, 26]))
    def time_passes_or_is_set_back(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def the_worker_looks_at_the_limits(self) -> None:
        with clock.at(self.now):
            watch_deadlines()
            assert watch_deadlines() == 0, "told twice"

    @invariant()
    def the_records_are_whole(self) -> None:
        for model, pk in self._subjects():
            subject = model.objects.get(pk=pk)
            rows = list(steps_of(subject).order_by("seq").values_list("seq", "to_state", "taken_at"))
            assert verify_chain(subject).is_whole
            assert [row[0] for row in rows] == list(range(1, subject.step_seq + 1))
            assert rows[-1][1] == subject.state
            assert [row[2] for row in rows] == sorted(row[2] for row in rows), "time went backwards"
        if hasattr(self, "summons"):
            summons = Summons.objects.get(pk=self.summons.pk)
            assert summons.is_open == (summons.state not in SETTLED)
            assert summons.is_open or not summons.clocks.filter(stopped_at=None).exists()

    def _subjects(self) -> list[tuple[Any, int]]:
        if not hasattr(self, "summons"):
            return []
        return [(Whistle, self.whistle.pk), (Summons, self.summons.pk)]

    def _try(self, subject: AbstractSubject, step: str, who: str, *, is_filled: bool) -> bool:
        """Try a step and hold that the model allows it, or that nothing at all has changed."""
        before, was = self._everything(), (subject.state, subject.step_seq)
        self.turn += 1
        take = take_whistle_step if isinstance(subject, Whistle) else take_summons_step
        values = self._values() if is_filled else {}
        try:
            with clock.at(self.now), transaction.atomic():
                take(subject, step, capacity=self._person(who), values=values, key=f"k{self.turn}")  # type: ignore[operator]
        except ChengzhiError:
            return self._unchanged(before)
        sources, target, people = (WHISTLE if isinstance(subject, Whistle) else SUMMONS)[step]
        assert was[0] in sources, f"{step} from {was[0]}"
        assert who in people, f"{step} by {who}"
        assert (subject.state, subject.step_seq) == (target or was[0], was[1] + 1)
        return True

    def _unchanged(self, before: tuple[Any, ...]) -> bool:
        assert self._everything() == before
        return False

    def _person(self, who: str) -> Capacity:
        return {"resident": resident(), "system": SYSTEM}.get(who) or self.city.people[who]

    def _values(self) -> dict[str, Any]:
        unit = self.city.units["cleaning"].pk
        words = {"reason": "理由如此", "result": "已清运", "coming": "小丹", "note": "尽快"}
        return {**words, "unit": unit, "media": [self.photo], "lon": LON, "lat": LAT}

    def _everything(self) -> tuple[Any, ...]:
        rows = [model.objects.filter(pk=pk).values().get() for model, pk in self._subjects()]
        clocks = list(self.summons.clocks.order_by("pk").values())
        return rows, clocks, OutboxEvent.objects.count()


@pytest.fixture
def _stage() -> None:
    city = make_city()
    answerer = make_role("answerer", {"cases.whistle.answer": "unit"})
    city.people["dan"] = make_person("小丹", city.units["cleaning"], answerer)
    Attempts.city, Attempts.photo = city, photo().pk


@pytest.mark.usefixtures("_stage")
def test_no_attempt_in_any_order_goes_round_a_guard_of_the_whistle() -> None:
    is_long = "CHAOS_ROUNDS" in os.environ
    profile = settings(
        max_examples=ROUNDS * 10 if is_long else 6,
        stateful_step_count=25,
        derandomize=not is_long,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Attempts, settings=profile)

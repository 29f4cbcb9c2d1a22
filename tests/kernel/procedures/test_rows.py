from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import translation

from chengzhi.cases.models import Case, CaseClock
from chengzhi.cases.procedure import CASE
from chengzhi.kernel import clocks
from chengzhi.kernel.clocks import ClockLimit
from chengzhi.kernel.models import OutboxEvent
from chengzhi.kernel.procedures import Doing, Term
from chengzhi.kernel.procedures.rows import started_clocks
from chengzhi.kernel.workdays import CHINA
from tests.factories.city import City, make_city
from tests.factories.loop import case_after, report

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, tzinfo=CHINA)


@pytest.fixture
def city() -> City:
    return make_city()


def test_each_step_links_to_the_one_before(city: City) -> None:
    rows = list(case_after(city, "accept").steps.all())
    assert rows[0].prev_hash == ""
    assert [row.prev_hash for row in rows[1:]] == [row.hash for row in rows[:-1]]


def test_each_step_is_told_to_the_outbox(city: City) -> None:
    case = report(city)
    event = OutboxEvent.objects.get(name="kernel.step_taken")
    assert event.payload["number"] == case.number
    assert event.payload["to_state"] == "reported"


def test_the_subject_carries_the_limit_that_ends_first(city: City) -> None:
    case = case_after(city, "dispatch")
    ends = [clock.due_at for clock in case.clocks.filter(stopped_at=None)]
    assert case.due_at == min(ends)
    assert case.warn_at < case.due_at


def test_the_record_keeps_its_language_whatever_the_screen_speaks(city: City) -> None:
    with translation.override("en"):
        case = case_after(city, "close")
    assert case.reports.get().answer == "已处理完毕。"
    assert "工作时" in case.clocks.filter(name="handling").get().reason


START = Term(clock="handling", label="处置时限", minutes=60)


def begun_anew(live: list[CaseClock], **doing: Any) -> list[CaseClock]:
    """Return the clocks that a step starting ``handling`` begins an hour later, over the live ones."""
    step = replace(CASE.step("dispatch"), starts=(START,))
    found = started_clocks(Case(pk=7), step, Doing(**doing), NOON + timedelta(hours=1), list(live))
    return [one for one in found if isinstance(one, CaseClock)]


def live_clock() -> CaseClock:
    clock = clocks.started(CaseClock, "handling", ClockLimit(seconds=7200), NOON)
    assert isinstance(clock, CaseClock)
    return clock


def test_a_clock_that_runs_already_ends_where_a_new_one_begins() -> None:
    old = live_clock()
    (fresh,) = begun_anew([old])
    assert old.stopped_at == fresh.started_at == NOON + timedelta(hours=1)
    assert (fresh.limit_seconds, fresh.subject_id) == (3600, 7)


def test_a_paused_clock_that_is_to_go_on_is_not_begun_anew() -> None:
    old = live_clock()
    clocks.pause(old, NOON + timedelta(minutes=30))
    assert begun_anew([old], resume=frozenset({"handling"})) == []
    assert old.due_at == NOON + timedelta(hours=2, minutes=30)


def test_the_limit_of_the_city_comes_before_that_of_the_table() -> None:
    (fresh,) = begun_anew([], limits={"handling": ClockLimit(seconds=60, reason="0301-1")})
    assert (fresh.limit_seconds, fresh.reason) == (60, "0301-1")

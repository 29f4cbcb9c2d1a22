"""When limits end: across evenings, weekends, holidays and shifted days, through return, hold, extension and rework."""

from decimal import Decimal
from typing import Any

import pytest

from chengzhi.cases.models import Case
from chengzhi.catalogue.models import FilingStandard
from chengzhi.kernel import clock
from tests.factories.city import SINCE, City
from tests.factories.loop import act, case_after, report, step_of
from tests.factories.media import photo
from tests.factories.moves import beijing, clocks_of, take

pytestmark = pytest.mark.django_db


def standard(city: City, value: str, unit: str) -> FilingStandard:
    return FilingStandard.objects.create(
        category=city.categories["暴露垃圾"], condition_no=9, number="0301-9", condition="成片", closing_rule="清走",
        limit_value=Decimal(value), limit_unit=unit, valid_from=SINCE,
    )  # fmt: skip


def dispatched(city: City, start: str, value: str = "4", unit: str = "working_hour") -> Case:
    """Return a case that came in, was filed under a limit and dispatched all at one moment."""
    with clock.at(beijing(start)):
        case = report(city)
        for name in ("send_verify", "confirm", "accept"):
            step_of(city, case, name)
        act(case, "file", city.bob, standard=standard(city, value, unit).pk)
        step_of(city, case, "dispatch")
    return case


def then(city: City, case: Case, at: str, step: str, **values: Any) -> None:
    with clock.at(beijing(at)):
        take(city, case, step, **values)


def due(case: Case, name: str = "handling") -> str:
    return dict(one.split(" ", 1) for one in clocks_of(case).split(", "))[name]


# Office hours are 8 to 12 and 14 to 18; 1 to 7 October, 15 to 23 February and weekends are off, but Sunday 20 September,
# Saturday 10 October and the Saturdays 14 and 28 February are worked.
@pytest.mark.parametrize(
    ("start", "value", "unit", "expected"),
    [
        ("2026-11-23 09:00", "4", "working_hour", "11-23 15:00"),
        ("2026-11-23 08:00", "4", "working_hour", "11-23 12:00"),
        ("2026-11-23 08:00", "8", "working_hour", "11-23 18:00"),
        ("2026-11-23 12:30", "1", "working_hour", "11-23 15:00"),
        ("2026-11-23 17:59", "1", "working_hour", "11-24 08:59"),
        ("2026-11-20 16:00", "4", "working_hour", "11-23 10:00"),
        ("2026-11-20 20:00", "4", "working_hour", "11-23 12:00"),
        ("2026-11-21 10:00", "1", "working_day", "11-23 18:00"),
        ("2026-11-22 23:59", "1", "working_hour", "11-23 09:00"),
        ("2026-09-30 16:00", "4", "working_hour", "10-08 10:00"),
        ("2026-09-18 16:00", "4", "working_hour", "09-20 10:00"),
        ("2026-10-09 16:00", "4", "working_hour", "10-10 10:00"),
        ("2026-02-13 17:00", "3", "working_hour", "02-14 10:00"),
        ("2026-02-14 17:00", "2", "working_hour", "02-24 09:00"),
        ("2026-04-03 16:00", "1", "working_day", "04-07 16:00"),
        ("2026-11-23 09:00", "5", "working_day", "11-30 09:00"),
        ("2026-11-23 08:00", "1", "working_day", "11-23 18:00"),
        ("2026-10-01 02:00", "2", "emergency_hour", "10-01 04:00"),
        ("2026-10-01 02:00", "1", "emergency_day", "10-02 02:00"),
        ("2026-11-20 23:30", "1", "emergency_hour", "11-21 00:30"),
        ("2026-11-20 16:00", "24", "natural_hour", "11-21 16:00"),
        ("2026-11-20 16:00", "3", "natural_day", "11-23 16:00"),
        ("2026-12-31 23:45", "30", "minute", "01-01 00:15"),
        ("2026-02-28 09:00", "2", "working_hour", "02-28 11:00"),
    ],
)
def test_a_limit_ends_when_its_kind_of_time_has_run(
    city: City, start: str, value: str, unit: str, expected: str
) -> None:
    case = dispatched(city, start, value, unit)
    assert clocks_of(case) == f"handle {expected}, handling {expected}"


@pytest.mark.parametrize(
    ("start", "value", "unit", "warned"),
    [
        ("2026-11-23 08:00", "10", "working_hour", "11-23 18:00"),
        ("2026-11-23 08:00", "5", "working_hour", "11-23 12:00"),
        ("2026-11-20 16:00", "4", "working_hour", "11-23 09:12"),
        ("2026-10-01 02:00", "10", "emergency_hour", "10-01 10:00"),
    ],
)
def test_the_warning_comes_when_four_fifths_have_run(
    city: City, start: str, value: str, unit: str, warned: str
) -> None:
    case = dispatched(city, start, value, unit)
    assert case.warn_at is not None
    assert case.warn_at.astimezone(beijing(start).tzinfo).strftime("%m-%d %H:%M") == warned


@pytest.mark.parametrize(
    ("start", "unit", "asked", "granted", "hours", "expected"),
    [
        ("2026-11-20 16:00", "working_hour", "2026-11-23 09:00", "2026-11-23 09:30", 4, "11-23 16:00"),
        ("2026-11-23 09:00", "working_hour", "2026-11-23 14:50", "2026-11-23 16:00", 2, "11-23 17:00"),
        ("2026-11-23 09:00", "working_hour", "2026-11-23 14:50", "2026-11-24 10:00", 8, "11-24 15:00"),
        ("2026-11-23 09:00", "working_hour", "2026-11-23 10:00", "2026-11-23 10:00", 16, "11-25 15:00"),
        ("2026-09-30 16:00", "working_hour", "2026-09-30 17:00", "2026-09-30 17:30", 8, "10-09 10:00"),
        ("2026-10-01 02:00", "emergency_hour", "2026-10-01 03:00", "2026-10-01 03:10", 3, "10-01 09:00"),
    ],
)
def test_an_extension_adds_hours_of_the_same_kind_to_the_end(
    city: City, start: str, unit: str, asked: str, granted: str, hours: int, expected: str
) -> None:
    case = dispatched(city, start, "4", unit)
    then(city, case, asked, "take_over")
    then(city, case, asked, "ask_extension", hours=hours)
    then(city, case, granted, "grant_extension")
    assert clocks_of(case) == f"handle {expected}, handling {expected}"
    assert case.clocks.get(name="handling").limit_seconds == 4 * 3600


def test_two_extensions_add_up_and_the_first_limit_stays_on_record(city: City) -> None:
    case = dispatched(city, "2026-11-23 08:00")
    then(city, case, "2026-11-23 08:00", "take_over")
    for hours in (2, 3):
        then(city, case, "2026-11-23 09:00", "ask_extension", hours=hours)
        then(city, case, "2026-11-23 09:00", "grant_extension")
    handling = case.clocks.get(name="handling")
    assert (due(case), handling.extended_seconds, handling.total_seconds) == ("11-24 09:00", 5 * 3600, 9 * 3600)
    assert case.extension_count == 2


# Two of four hours were used when the case was put on hold at eleven.
@pytest.mark.parametrize(
    ("resumed", "expected", "stood"),
    [
        ("2026-11-23 11:00", "11-23 15:00", 0),
        ("2026-11-23 13:00", "11-23 16:00", 3600),
        ("2026-11-24 08:00", "11-24 10:00", 5 * 3600),
        ("2026-11-27 17:00", "11-30 09:00", (5 + 3 * 8 + 7) * 3600),
        ("2026-11-28 10:00", "11-30 10:00", (5 + 4 * 8) * 3600),
        ("2026-12-31 16:00", "12-31 18:00", (5 + 27 * 8 + 6) * 3600),
    ],
)
def test_after_a_hold_what_was_left_runs_on(city: City, resumed: str, expected: str, stood: int) -> None:
    case = dispatched(city, "2026-11-23 09:00")
    then(city, case, "2026-11-23 09:00", "take_over")
    then(city, case, "2026-11-23 10:00", "ask_hold", until="2027-01-10")
    then(city, case, "2026-11-23 11:00", "grant_hold")
    assert clocks_of(case) == "handle rests, handling rests"
    assert case.remaining_seconds == 2 * 3600
    then(city, case, resumed, "resume")
    handling = case.clocks.get(name="handling")
    assert (due(case), handling.paused_seconds, handling.pauses) == (expected, stood, 1)


def test_a_hold_asked_for_runs_on_until_it_is_granted(city: City) -> None:
    case = dispatched(city, "2026-11-23 09:00")
    then(city, case, "2026-11-23 09:00", "take_over")
    then(city, case, "2026-11-23 10:00", "ask_hold", until="2027-01-10")
    assert clocks_of(case) == "handle 11-23 15:00, handling 11-23 15:00"


def test_a_hold_granted_when_the_limit_has_passed_keeps_it_late(city: City) -> None:
    case = dispatched(city, "2026-11-23 09:00")
    then(city, case, "2026-11-23 09:00", "take_over")
    then(city, case, "2026-11-23 10:00", "ask_hold", until="2027-01-10")
    then(city, case, "2026-11-23 17:00", "grant_hold")
    assert case.remaining_seconds == -2 * 3600
    then(city, case, "2026-11-25 10:00", "resume")
    then(city, case, "2026-11-25 11:00", "feed_back")
    assert case.is_handled_late is True


@pytest.mark.parametrize(
    ("unit", "handle", "whole"), [("cleaning", "11-23 17:30", "11-23 17:30"), ("street", "11-24 09:30", "11-23 17:30")]
)
def test_after_a_return_the_same_unit_goes_on_and_another_begins_anew(
    city: City, unit: str, handle: str, whole: str
) -> None:
    case = dispatched(city, "2026-11-23 09:00")
    then(city, case, "2026-11-23 11:00", "ask_return")
    assert clocks_of(case) == "dispatch 11-23 11:15, handle rests, handling rests"
    then(city, case, "2026-11-23 15:30", "dispatch", unit=city.units[unit].pk, override="街道自管")
    assert (due(case, "handle"), due(case)) == (handle, whole)


def test_a_refused_return_lets_the_rest_run_on(city: City) -> None:
    case = dispatched(city, "2026-11-23 09:00")
    then(city, case, "2026-11-23 11:00", "ask_return")
    then(city, case, "2026-11-24 08:00", "refuse_return")
    assert clocks_of(case) == "handle 11-24 10:00, handling 11-24 10:00"


@pytest.mark.parametrize(
    ("step", "at", "expected"),
    [("rework", "2026-11-23 16:00", "11-24 10:00"), ("rework", "2026-11-27 17:30", "11-30 11:30")],
)
def test_rework_has_the_whole_limit_again(city: City, step: str, at: str, expected: str) -> None:
    case = dispatched(city, "2026-11-23 09:00")
    then(city, case, "2026-11-23 09:30", "take_over")
    then(city, case, "2026-11-23 14:00", "feed_back")
    then(city, case, at, step)
    assert clocks_of(case) == f"handle {expected}, handling {expected}"


@pytest.mark.parametrize(("at", "expected"), [("2026-11-27 17:00", "11-30 11:00"), ("2026-11-28 03:00", "11-30 12:00")])
def test_a_reopened_case_has_the_whole_limit_again(city: City, at: str, expected: str) -> None:
    case = dispatched(city, "2026-11-23 09:00")
    for step in ("take_over", "feed_back", "pass_inspection", "send_check", "pass_check", "close"):
        then(city, case, "2026-11-23 10:00", step)
    then(city, case, at, "reopen")
    assert clocks_of(case) == f"handle {expected}, handling {expected}"


def test_a_conference_stops_the_clock_and_its_unit_begins_anew(city: City) -> None:
    case = dispatched(city, "2026-11-23 09:00")
    then(city, case, "2026-11-23 09:00", "take_over")
    then(city, case, "2026-11-23 11:00", "call_conference")
    assert (clocks_of(case), case.is_clock_paused) == ("handle rests, handling rests", True)
    then(city, case, "2026-11-25 16:00", "agree_unit", unit=city.units["street"].pk)
    assert (due(case, "handle"), due(case)) == ("11-26 10:00", "11-25 18:00")


def test_a_second_ruling_goes_on_from_where_handling_stood(city: City) -> None:
    case = dispatched(city, "2026-11-23 09:00")
    then(city, case, "2026-11-23 10:00", "ask_return")
    then(city, case, "2026-11-24 08:00", "arbitrate")
    assert (due(case, "handle"), due(case)) == ("11-24 12:00", "11-24 11:00")


def test_the_limit_for_acceptance_rests_while_a_collector_is_out(city: City) -> None:
    with clock.at(beijing("2026-11-23 09:00")):
        case = report(city)
    then(city, case, "2026-11-23 09:05", "send_verify")
    assert clocks_of(case) == "accept rests, verify 11-23 09:35"
    then(city, case, "2026-11-23 09:25", "confirm")
    assert clocks_of(case) == "accept 11-23 09:35"


@pytest.mark.parametrize(
    ("fed_back", "used", "is_late"),
    [
        ("2026-11-23 09:00", 0, False),
        ("2026-11-23 12:00", 3 * 3600, False),
        ("2026-11-23 13:00", 3 * 3600, False),
        ("2026-11-23 15:00", 4 * 3600, False),
        ("2026-11-23 15:01", 4 * 3600 + 60, True),
        ("2026-11-24 09:00", 8 * 3600, True),
    ],
)
def test_what_an_act_used_of_its_limit_is_written_down(city: City, fed_back: str, used: int, *, is_late: bool) -> None:
    case = dispatched(city, "2026-11-23 09:00")
    then(city, case, "2026-11-23 09:00", "take_over")
    then(city, case, fed_back, "feed_back")
    row = case.steps.get(name="feed_back")
    assert (row.used_seconds, row.limit_seconds, case.is_handled_late) == (used, 4 * 3600, is_late)
    assert set(case.clocks.filter(name__in=["handle", "handling"]).values_list("is_late", flat=True)) == {is_late}


def test_late_in_one_round_is_late_for_good(city: City) -> None:
    case = dispatched(city, "2026-11-23 09:00")
    then(city, case, "2026-11-23 09:00", "take_over")
    then(city, case, "2026-11-24 09:00", "feed_back")
    then(city, case, "2026-11-24 09:10", "rework")
    then(city, case, "2026-11-24 09:20", "feed_back")
    assert case.is_handled_late is True


@pytest.mark.parametrize(("first", "wanted"), [("file", {"file": 1}), ("dispatch", {"dispatch": 1})])
def test_each_desk_has_its_own_limit_from_the_moment_it_has_the_case(
    city: City, first: str, wanted: dict[str, int]
) -> None:
    before = {"file": "accept", "dispatch": "file"}[first]
    with clock.at(beijing("2026-11-23 17:55")):
        case = case_after(city, before)
    assert clocks_of(case) == f"{first} 11-23 18:10"
    assert {one.name: 1 for one in case.clocks.filter(stopped_at=None)} == wanted


def test_a_case_that_nothing_was_filed_for_has_one_working_day(city: City) -> None:
    with clock.at(beijing("2026-11-23 09:00")):
        case = case_after(city, "file")
        Case.objects.filter(pk=case.pk).update(standard=None)
        case.refresh_from_db()
        step_of(city, case, "dispatch")
    handling = case.clocks.get(name="handling")
    assert (due(case), handling.limit_seconds, handling.reason) == ("11-24 09:00", 8 * 3600, "1 工作日")


def test_a_matter_reviewed_after_the_weekend(city: City) -> None:
    with clock.at(beijing("2026-11-20 17:00")):
        from_photo = photo().pk
        case = report(city, channel="collector", media=(from_photo,))
        take(city, case, "accept")
    assert clocks_of(case) == "file 11-20 17:15"

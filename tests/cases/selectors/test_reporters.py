from datetime import timedelta

import pytest

from chengzhi.cases.models import Channel
from chengzhi.cases.selectors.reporters import (
    desk_channels,
    earlier_reports,
    next_move,
    plain_phone,
    promise,
    taken_report,
)
from chengzhi.catalogue.models import FilingStandard
from chengzhi.kernel import clock
from tests.factories.city import SINCE, STREET, City, make_city
from tests.factories.loop import report
from tests.factories.moves import beijing

CELL = f"{STREET}001001"


@pytest.fixture
def city(db: None) -> City:
    return make_city()


def test_earlier_reports_count_thirty_days_and_all(city: City) -> None:
    with clock.at(clock.now() - timedelta(days=40)):
        report(city)
    report(city)
    found = earlier_reports(city.alice, "138-1234-6621")
    assert (found.recent, found.total, len(found.rows)) == (1, 2, 2)


def test_part_of_a_number_finds_nobody(city: City) -> None:
    report(city)
    assert earlier_reports(city.alice, "138123").total == 0
    assert earlier_reports(city.alice, "1381234662").total == 0


def test_who_takes_in_no_reports_learns_nothing_of_a_number(city: City) -> None:
    report(city)
    assert earlier_reports(city.carol, "13812346621").total == 0


def test_reports_outside_the_territory_stay_unknown(city: City) -> None:
    report(city, lon=None, lat=None)
    assert earlier_reports(city.erin, "13812346621").total == 0


def test_desk_channels_follow_scope_and_activity(city: City) -> None:
    Channel.objects.create(code="dep", name="部门转办", kind="department")
    Channel.objects.create(code="old", name="旧渠道", kind="leader", is_active=False)
    assert [one.code for one in desk_channels(city.alice)] == ["hotline", "dep"]
    assert [one.code for one in desk_channels(city.erin)] == ["dep"]
    assert desk_channels(city.bob) == []


def test_without_a_category_only_acceptance_is_promised(city: City) -> None:
    found = promise(None, condition_no=None)
    assert (found.unit_name, found.done_by) == ("", None)
    assert found.accept_by > clock.now()


def test_a_promise_names_unit_standard_and_a_round_deadline(city: City) -> None:
    found = promise(city.categories["暴露垃圾"], cell_code=CELL, grade="B", condition_no=None)
    assert (found.unit_name, found.ground) == ("环卫处", "三定方案")
    assert found.standard == city.standards["暴露垃圾"]
    assert found.done_by is not None
    assert found.done_by.minute % 5 == 0
    assert found.done_by > found.accept_by


def test_an_open_condition_promises_the_longest_limit_and_says_so(city: City) -> None:
    category = city.categories["暴露垃圾"]
    longer = FilingStandard.objects.create(
        category=category, condition_no=2, number="0301-2", condition="成堆", limit_value=2, limit_unit="working_day",
        valid_from=SINCE,
    )  # fmt: skip
    opened, answered = promise(category, condition_no=None), promise(category, condition_no=1)
    assert (opened.standard, opened.is_longest) == (longer, True)
    assert (answered.standard, answered.is_longest) == (city.standards["暴露垃圾"], False)


def test_a_taken_report_is_only_for_who_may_see_its_case(city: City) -> None:
    made = report(city).reports.get()
    assert taken_report(city.alice, made.pk) == made
    assert taken_report(city.hank, made.pk) is None


def test_the_next_move_is_the_viewers_likeliest_act(city: City) -> None:
    case = report(city)
    mine, theirs = next_move(city.alice, case), next_move(city.carol, case)
    assert mine is not None
    assert mine.step == "send_verify"
    assert theirs is not None
    assert (theirs.step, theirs.waiting) == ("", "等受理员受理")


@pytest.mark.parametrize(
    ("typed", "plain"),
    [("138-1234-6621", "13812346621"), (" 138 1234 6621 ", "13812346621"), ("+86 138", "+86138"), ("一三八", ""), ("", ""),
     ("１３８", ""), ("0513-8511 2345 转 8", "0513851123458")],
)  # fmt: skip
def test_a_telephone_is_its_digits(typed: str, plain: str) -> None:
    assert plain_phone(typed) == plain


@pytest.mark.parametrize(
    ("now", "condition", "done_by"),
    [
        ("2026-11-23 09:00", 1, "11-23 15:45"),
        ("2026-11-23 09:02", 1, "11-23 15:50"),
        ("2026-11-20 17:00", 1, "11-23 11:45"),
        ("2026-09-30 17:00", 1, "10-08 11:45"),
    ],
)
def test_a_promise_adds_the_desks_to_the_handling_and_rounds_up(
    city: City, now: str, condition: int, done_by: str
) -> None:
    with clock.at(beijing(now)):
        found = promise(city.categories["暴露垃圾"], cell_code=CELL, grade="B", condition_no=condition)
    assert found.done_by is not None
    assert f"{found.done_by.astimezone(beijing(now).tzinfo):%m-%d %H:%M}" == done_by
    assert found.done_by.minute % 5 == 0


def test_while_the_condition_is_open_the_longest_limit_is_promised(city: City) -> None:
    FilingStandard.objects.create(
        category=city.categories["暴露垃圾"], condition_no=2, number="0301-2", condition="成片", closing_rule="清走",
        limit_value=3, limit_unit="working_day", valid_from=SINCE,
    )  # fmt: skip
    both = promise(city.categories["暴露垃圾"], cell_code=CELL, condition_no=None)
    one = promise(city.categories["暴露垃圾"], cell_code=CELL, condition_no=1)
    assert (both.is_longest, one.is_longest) == (True, False)
    assert both.done_by is not None
    assert one.done_by is not None
    assert both.done_by > one.done_by


def test_what_is_not_known_is_not_promised(city: City) -> None:
    nothing = promise(None, condition_no=None)
    assert (nothing.done_by, nothing.unit_name, nothing.standard) == (None, "", None)
    FilingStandard.objects.update(valid_to="2021-01-01")
    bare = promise(city.categories["暴露垃圾"], cell_code=CELL, condition_no=None)
    assert (bare.done_by, bare.unit_name) == (None, "环卫处")

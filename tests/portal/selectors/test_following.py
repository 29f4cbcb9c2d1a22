from datetime import date

import pytest

from chengzhi.cases.enums import CaseState
from chengzhi.cases.models import Report
from chengzhi.cases.procedure import CASE
from chengzhi.cases.services import Told, report_matter
from chengzhi.kernel.access import resident
from chengzhi.kernel.errors import NotFound
from chengzhi.portal.selectors import words
from chengzhi.portal.selectors.following import happenings, progress_of, report_by_number, shown_before, whole_numbers
from tests.factories.city import City
from tests.factories.loop import act, step_of
from tests.factories.media import photo

INTERNAL = ("立案处", "派遣", "督查", "核查", "挂账", "回退", "返工", "作废")


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("20261123-0402", ["20261123-0402"]),
        ("202611230402", ["20261123-0402"]),
        (" 1123-0402 ", ["20261123-0402", "20251123-0402"]),
        ("１１２３－０４０２", ["20261123-0402", "20251123-0402"]),
        ("1123－0402", ["20261123-0402", "20251123-0402"]),
        ("11230402", ["20261123-0402", "20251123-0402"]),
        ("20261123-10402", ["20261123-10402"]),
        ("0402", []),
        ("编号", []),
        ("'; --", []),
        ("", []),
    ],
)
def test_a_number_is_read_however_it_is_typed(typed: str, numbers: list[str]) -> None:
    assert whole_numbers(typed, date(2026, 11, 24)) == numbers


def test_every_state_has_a_word_without_names_of_stages() -> None:
    assert set(words.STATE_WORDS) == set(CaseState)
    said = [str(word) for table in (words.STATE_WORDS, words.STATE_NOTES, words.STEP_WORDS) for word in table.values()]
    assert not [one for one in said if any(term in one for term in INTERNAL)]


def test_every_step_told_to_residents_exists() -> None:
    assert set(words.STEP_WORDS) <= {step.name for step in CASE.steps}


def test_a_word_is_not_said_twice_in_a_row(city: City, report: Report) -> None:
    for step in ("send_verify", "confirm", "accept", "file", "dispatch", "take_over"):
        step_of(city, report.case, step)
    act(report.case, "hand_down", city.dave, handler=city.hank.appointment_id)
    told = [one.word for one in happenings(report)]
    assert told == ["正在处理", "已交给环卫处", "已受理", "正在核实", "已提交"]


def test_a_joined_reporter_begins_with_their_own_report(city: City, report: Report) -> None:
    told = Told(channel="resident", words="我也看到", category_id=report.case.category_id, join=report.case.number)
    joined = report_matter(told, capacity=resident())
    assert happenings(joined)[-1].at == joined.received_at
    assert not progress_of(joined).may_rate


def test_photos_of_one_resident_are_not_shown_to_another(city: City, report: Report) -> None:
    mine = Told(
        channel="resident", words="我也看到", category_id=report.case.category_id, join=report.case.number,
        media=(photo().pk,),
    )  # fmt: skip
    joined = report_matter(mine, capacity=resident())
    assert [one for one in shown_before(joined) if one.item.uploaded_by_id is None] == []


def test_a_merged_matter_is_found_by_its_old_number(city: City, report: Report) -> None:
    told = Told(
        channel="resident", words="同一堆垃圾", category_id=report.case.category_id, reporter_phone="13900001234"
    )
    second = report_matter(told, capacity=resident())
    number = second.case.number
    act(second.case, "merge", city.alice, target=report.case.number)
    assert report_by_number(number, "1234") == second
    assert report_by_number(number, "1234").case == report.case


@pytest.mark.parametrize("tail", ["", "21", "0000", "%"])
def test_without_the_digits_of_the_phone_nothing_opens(city: City, report: Report, tail: str) -> None:
    with pytest.raises(NotFound):
        report_by_number(report.case.number, tail)

"""The demo district as a table."""

import pytest

from chengzhi.organisation.demo.table import DEPARTMENTS, FIXED, MERGER, SUCCESSIONS, TRADES, former_code


@pytest.mark.parametrize(
    ("code", "former"),
    [
        ("320613010", "320602010"),
        ("320613016", "320611001"),
        ("320613021", "320611006"),
        ("320613402", "320611400"),
        ("320613403", ""),
    ],
)
def test_streets_are_known_by_their_former_codes(code: str, former: str) -> None:
    assert former_code(code) == former


def test_codes_of_units_are_given_once_and_superiors_come_first() -> None:
    seen: set[str] = set()
    for row in FIXED:
        assert row.code not in seen
        assert not row.parent or row.parent in seen
        seen.add(row.code)


def test_what_ended_ended_with_the_merger() -> None:
    assert {row.until for row in FIXED if row.until} == {MERGER}
    assert {code for one in SUCCESSIONS for code in one.predecessors} == {row.code for row in FIXED if row.until}


def test_every_trade_belongs_to_a_unit_of_the_table_with_a_clerk() -> None:
    codes = {row.code for row in FIXED}
    assert set(TRADES.values()) <= codes
    assert set(DEPARTMENTS) <= codes
    assert DEPARTMENTS[0] == "hwc"
    assert len(set(DEPARTMENTS)) == len(DEPARTMENTS)


@pytest.mark.parametrize("code", [f"3206130{number:02}" for number in range(1, 11)])
def test_the_first_ten_streets_kept_their_number(code: str) -> None:
    assert former_code(code) == f"320602{code[6:]}"


@pytest.mark.parametrize("number", [16, 20, 25])
def test_the_streets_of_the_other_district_were_numbered_from_one(number: int) -> None:
    assert former_code(f"320613{number:03}") == f"320611{number - 15:03}"

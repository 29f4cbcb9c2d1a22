"""Divisions come in from lists: dated, repeatable, and with the passage of old codes."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from chengzhi.grid.demo import DATA
from chengzhi.grid.layers import LayerOptions
from chengzhi.grid.models import Cell, Division, DivisionChange
from chengzhi.grid.permissions import Permission
from chengzhi.grid.selectors import (
    division,
    division_as_of,
    divisions_in_force,
    locate,
    predecessor_codes,
    revision_mark,
    successor_code,
)
from chengzhi.grid.services import DivisionPlan, import_divisions
from chengzhi.grid.services.division_imports import checked_edition
from chengzhi.kernel.access import SYSTEM, Scope
from chengzhi.kernel.errors import BadInput, Forbidden, NotFound
from tests.factories.grid import COMMUNITY, alice, middle, square
from tests.factories.layers import write_features

DAY = date(2026, 1, 1)
EVE = DAY - timedelta(days=1)
MERGER = date(2020, 7, 3)


def run(folder: Path, *lines: str, heading: str = "代码,名称,原代码", **given: Any) -> DivisionPlan:
    path = folder / "divisions.csv"
    path.write_text("\n".join([heading, *lines]), encoding="utf-8")
    facts: dict[str, Any] = {"capacity": SYSTEM, "options": LayerOptions(), "effective_on": DAY} | given
    return import_divisions(path=path, **facts)


def counts(found: DivisionPlan) -> dict[str, int]:
    return {fate.value: count for fate, count in found.dry_run.counts.items() if count}


CITY = ("330106,西湖区,", "330106001,北山街道,", "330106001051,曙光社区居委会,", "330106001052,友谊社区居委会,")


def test_a_city_of_its_own_comes_into_an_empty_register(db: None, tmp_path: Path) -> None:
    assert counts(run(tmp_path, *CITY)) == {"new": 4}
    community = division("330106001051", DAY)
    assert (community.short_name, community.level, community.pinyin) == ("曙光社区", "community", "shuguangshequ")
    assert community.parent
    assert community.parent.parent
    assert community.parent.parent.name == "西湖区"
    assert (community.edition, community.valid_from) == ("20260101", DAY)


def test_a_second_run_finds_everything_the_same(db: None, tmp_path: Path) -> None:
    run(tmp_path, *CITY)
    for on in (DAY, DAY + timedelta(days=30)):
        assert counts(run(tmp_path, *CITY, effective_on=on)) == {"same": 4}
    assert Division.objects.count() == 4


def test_a_new_name_holds_from_its_day_and_the_old_one_stays_readable(cells: list[Cell], tmp_path: Path) -> None:
    run(tmp_path, "320613006,学田路街道,")
    assert division("320613006", EVE).name == "学田街道"
    assert division("320613006", DAY).name == "学田路街道"
    assert division(COMMUNITY, DAY).parent == division("320613006", DAY)


def test_the_map_follows_a_renamed_community(cells: list[Cell], tmp_path: Path) -> None:
    before = revision_mark()
    run(tmp_path, f"{COMMUNITY},学田北苑社区居委会,")
    found = locate(*middle(0, 1))
    assert found
    assert found.community_name == "学田北苑社区"
    assert revision_mark() != before


def test_a_name_put_right_on_its_first_day_is_no_second_row(cells: list[Cell], tmp_path: Path) -> None:
    run(tmp_path, "320613008,新街到,")
    assert counts(run(tmp_path, "320613008,新街道,")) == {"changed": 1}
    assert [one.name for one in Division.objects.filter(code="320613008")] == ["新街道"]


def test_a_name_put_right_within_an_edition_is_a_correction(cells: list[Cell], tmp_path: Path) -> None:
    run(tmp_path, "320613006,学田路街道,", edition="2023")
    assert division("320613006", MERGER).name == "学田路街道"


def test_an_old_code_ends_and_leads_to_the_new_one(cells: list[Cell], tmp_path: Path) -> None:
    run(tmp_path, f"320613006009,学田新社区居委会,{COMMUNITY}", document="民函〔2025〕9号")
    with pytest.raises(NotFound):
        division(COMMUNITY, DAY)
    assert division(COMMUNITY, EVE).name == "学田苑社区"
    assert successor_code(f"{COMMUNITY}003", DAY) == "320613006009003"
    change = DivisionChange.objects.get()
    assert (change.kind, change.on, change.document) == ("recode", DAY, "民函〔2025〕9号")


def test_the_same_change_of_codes_again_changes_nothing(cells: list[Cell], tmp_path: Path) -> None:
    line = f"320613006009,学田新社区居委会,{COMMUNITY}"
    run(tmp_path, line)
    assert counts(run(tmp_path, line)) == {"same": 1}
    assert DivisionChange.objects.count() == 1


def test_two_districts_become_one_as_they_did_in_2020(db: None, tmp_path: Path) -> None:
    old = ("320602,崇川区,", "320602006,学田街道,", "320611,港闸区,", "320611001,永兴街道,")
    run(tmp_path, *old, effective_on=date(2019, 1, 1))
    new = ("320613,崇川区,320602、320611", "320613006,学田街道,320602006", "320613016,永兴街道,320611001")
    assert counts(run(tmp_path, *new, effective_on=MERGER)) == {"new": 3}
    assert [one.code for one in divisions_in_force(MERGER)] == ["320613", "320613006", "320613016"]
    assert predecessor_codes("320613", date(2019, 6, 1)) == ("320602", "320611")
    assert division_as_of("320611001", MERGER).name == "永兴街道"
    assert dict(DivisionChange.objects.values_list("old_code", "kind"))["320611"] == "merge"


def test_codes_may_be_given_anew_on_the_day_they_end(cells: list[Cell], tmp_path: Path) -> None:
    run(tmp_path, "320613007,文峰街道,", effective_on=EVE)
    lines = ("320613007,学田街道,320613006", "320613008,文峰街道,320613007")
    assert counts(run(tmp_path, *lines)) == {"new": 2}
    assert [division(code, DAY).name for code in ("320613007", "320613008")] == ["学田街道", "文峰街道"]
    assert division("320613007", EVE).name == "文峰街道"
    assert counts(run(tmp_path, *lines)) == {"same": 2}


def test_an_import_for_a_coming_day_waits(cells: list[Cell], tmp_path: Path) -> None:
    run(tmp_path, "320613008,新街道,", effective_on=date(2099, 1, 1))
    with pytest.raises(NotFound):
        division("320613008")
    assert division("320613008", date(2099, 1, 1)).valid_to is None


def test_a_bad_row_stops_the_whole_file(cells: list[Cell], tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="什么都没有写入") as refusal:
        run(tmp_path, "320613008,新街道,", "3206,南通,")
    assert "3206" in refusal.value.errors["rows"][0]
    assert Division.objects.count() == 3


def test_the_good_rows_may_go_in_alone(cells: list[Cell], tmp_path: Path) -> None:
    found = run(tmp_path, "320613008,新街道,", "3206,南通,", good_only=True)
    assert counts(found) == {"new": 1, "refused": 1}
    assert division("320613008", DAY)


def test_boundaries_come_with_a_map_and_stay_without_one(cells: list[Cell], tmp_path: Path) -> None:
    path = write_features(tmp_path / "a.geojson", [({"code": COMMUNITY, "name": "学田苑社区"}, square(0, 0))])
    import_divisions(path=path, capacity=SYSTEM, options=LayerOptions(), effective_on=DAY)
    held = division(COMMUNITY, DAY).boundary
    assert held
    run(tmp_path, f"{COMMUNITY},学田北苑社区,")
    assert division(COMMUNITY, DAY).boundary == held


def test_nothing_to_write_leaves_the_map_alone(cells: list[Cell], tmp_path: Path) -> None:
    before = revision_mark()
    run(tmp_path, "320613,崇川区,")
    assert revision_mark() == before


def test_an_import_takes_the_right(cells: list[Cell], tmp_path: Path) -> None:
    with pytest.raises(Forbidden, match="维护网格"):
        run(tmp_path, "320613008,新街道,", capacity=alice(grants={Permission.READ: Scope.CITY}))


@pytest.mark.parametrize(("given", "named"), [("", "20260101"), (" 2023 ", "2023"), ("0123456789", "0123456789")])
def test_an_edition_is_named_by_the_day_unless_told(given: str, named: str) -> None:
    assert checked_edition(given, DAY) == named


def test_a_long_name_of_an_edition_is_refused() -> None:
    with pytest.raises(BadInput) as refusal:
        checked_edition("0123456789x", DAY)
    assert list(refusal.value.errors) == ["edition"]


def test_the_list_of_the_demo_city_can_be_read_like_any_other(db: None, tmp_path: Path) -> None:
    lines = (DATA / "divisions.csv").read_text(encoding="utf-8").splitlines()
    path = tmp_path / "list.csv"
    path.write_text("\n".join([lines[0], *(line for line in lines if line.startswith("2023,"))]), encoding="utf-8")
    found = import_divisions(path=path, capacity=SYSTEM, options=LayerOptions(), effective_on=MERGER, edition="2023")
    assert counts(found) == {"new": divisions_in_force(MERGER).count()}
    for line in lines[1:40]:
        edition, _level, code, name, short, pinyin, initials = line.split(",")
        if edition == "2023":
            one = division(code, MERGER)
            assert (one.name, one.short_name, one.pinyin, one.initials) == (name, short, pinyin, initials)

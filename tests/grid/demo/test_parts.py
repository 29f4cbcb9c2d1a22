"""The demo city by its parts: rows, names, codes, and how people are shared out over cells."""

import random
from collections import Counter
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import shapely

from chengzhi.grid import codes, demo
from chengzhi.grid.enums import ChangeKind, DutyKind, Grade, LandUse, Level, PlaceKind
from chengzhi.grid.geometry import from_geojson
from chengzhi.grid.models import Cell, Division
from chengzhi.grid.selectors.notices import SYNTHETIC

MOMENT = datetime(2026, 11, 1, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
DIVISIONS = list(demo._rows("divisions.csv"))
CHANGES = list(demo._rows("division_changes.csv"))
PLACES = list(demo._rows("places.csv.gz"))
PARTS = list(demo._rows("parts.csv.gz"))
CELLS = [feature["properties"] for feature in demo._features()]
CELL_CODES = {one["code"] for one in CELLS}
TODAY = {row["code"] for row in DIVISIONS if row["edition"] == "2023"}


@pytest.mark.parametrize("edition", ["2019", "2023"])
def test_every_division_stands_below_another_of_its_edition(edition: str) -> None:
    known = {row["code"]: row for row in DIVISIONS if row["edition"] == edition}
    assert known
    for code, row in known.items():
        assert codes.is_division_code(code)
        assert codes.LEVEL_BY_LENGTH[len(code)] == row["level"]
        assert len(code) == 6 or codes.parent_code(code) in known


def test_no_code_stands_twice_in_an_edition() -> None:
    assert max(Counter((row["code"], row["edition"]) for row in DIVISIONS).values()) == 1


def test_every_change_leads_from_the_first_edition_to_the_second() -> None:
    before = {row["code"] for row in DIVISIONS if row["edition"] == "2019"}
    for row in CHANGES:
        assert row["old_code"] in before
        assert row["new_code"] in TODAY
        assert row["kind"] in ChangeKind.values
        assert len(row["old_code"]) == len(row["new_code"])


def test_every_cell_stands_in_a_community_of_today_with_known_facts() -> None:
    for one in CELLS:
        assert codes.is_cell_code(one["code"])
        assert one["code"][:12] in TODAY
        assert one["grade"] in Grade.values
        assert one["land_use"] in LandUse.values
        assert one["area_m2"] > 0


def test_no_cell_code_is_given_twice() -> None:
    assert len(CELL_CODES) == len(CELLS)


def test_every_landmark_has_a_known_kind_a_sound_and_a_cell() -> None:
    for row in PLACES:
        assert row["kind"] in PlaceKind.values
        assert row["cell"] in CELL_CODES
        assert row["pinyin"].isascii()
        assert row["initials"].isascii()
        assert row["pinyin"][0] == row["initials"][0]


def test_every_part_is_coded_by_its_district_and_class() -> None:
    assert len({row["code"] for row in PARTS}) == len(PARTS)
    for row in PARTS:
        assert codes.is_part_code(row["code"])
        assert row["code"][:6] == row["cell"][:6]
        assert row["code"][6:8] in demo.UNITS_BY_CATEGORY
        assert row["name"]


@pytest.mark.parametrize("rows", [PLACES, PARTS], ids=["places", "parts"])
def test_everything_lies_in_the_box_of_the_district(rows: list[dict[str, str]]) -> None:
    west, south, east, north = shapely.total_bounds([from_geojson(one["geometry"]) for one in demo._features()])
    assert all(west <= float(row["lon"]) <= east and south <= float(row["lat"]) <= north for row in rows)


@pytest.mark.parametrize(
    ("edition", "begins", "ends"), [("2019", demo.FIRST_EDITION, demo.MERGER), ("2023", demo.MERGER, None)]
)
def test_an_edition_holds_until_the_merger_or_from_it(edition: str, begins: date, ends: date | None) -> None:
    row = {"code": "320613", "level": "district", "name": "崇川区", "short_name": "崇川", "edition": edition}
    one = demo._division(row, {}, {})
    assert (one.valid_from, one.valid_to, one.parent, one.boundary) == (begins, ends, None, None)


def test_a_division_finds_its_superior_and_its_outline() -> None:
    above = Division(code="320613", level=Level.DISTRICT)
    row = {"code": "320613006", "level": "street", "name": "学田街道", "short_name": "学田", "edition": "2023"}
    one = demo._division(row, {"320613": above}, {"320613006": {"type": "Polygon"}})
    assert (one.parent, one.boundary) == (above, {"type": "Polygon"})


@pytest.mark.parametrize("big_class", sorted(demo.UNITS_BY_CATEGORY))
@pytest.mark.parametrize("is_known", [True, False])
def test_a_part_belongs_to_the_units_of_its_class(big_class: str, *, is_known: bool) -> None:
    competent, maintainer = demo.UNITS_BY_CATEGORY[big_class]
    row = {"code": f"320613{big_class}01000001", "name": "某", "lon": "120.8", "lat": "32.0", "cell": "c"}
    one = demo._part(row, {"c": Cell(pk=1)}, {competent: 7, maintainer: 8} if is_known else {})
    assert (one.competent_name, one.owner_name, one.maintainer_name) == (competent, competent, maintainer)
    assert (one.owner_unit_id, one.maintainer_unit_id) == ((7, 8) if is_known else (None, None))
    assert (one.category_code, one.source) == (f"{big_class}01", SYNTHETIC)


def dice(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  drawn names are no secret


def names_of(cell: Cell, seed: int = demo.SEED) -> dict[str, Any]:
    return {one.kind: one for one in demo._held_by_names(cell, dice(seed), MOMENT)}


@pytest.fixture
def cell() -> Cell:
    return Cell(code="320613006001001", community=Division(code="320613006001", short_name="学田苑社区"))


def test_a_cell_has_four_who_answer_for_it_without_being_on_the_staff(cell: Cell) -> None:
    found = names_of(cell)
    assert set(found) == {DutyKind.CADRE, DutyKind.POLICE, DutyKind.CLEANER, DutyKind.FIRM}
    assert found[DutyKind.FIRM].name.startswith("学田苑")
    assert found[DutyKind.FIRM].name.endswith(demo.FIRMS)


def test_invented_people_have_numbers_that_are_not_in_use(cell: Cell) -> None:
    for one in names_of(cell).values():
        assert one.phone.startswith("1390000")
        assert len(one.phone) == 11
        assert one.recorded_at == MOMENT


def test_the_same_seed_invents_the_same_people(cell: Cell) -> None:
    assert [one.name for one in names_of(cell).values()] == [one.name for one in names_of(cell).values()]
    rng = dice(1)
    assert len({demo._invented(rng) for _ in range(60)}) > 30


def test_an_invented_name_is_a_surname_and_a_given_name() -> None:
    rng = dice(7)
    for _ in range(20):
        name = demo._invented(rng)
        assert name[0] in demo.SURNAMES
        assert name[1:] in demo.GIVEN.split()


@pytest.mark.parametrize(
    ("reach", "nearest"),
    [
        ({}, ()),
        ({"a": ()}, ()),
        ({"a": ("320602",)}, ()),
        ({"a": ("320613",)}, ("a",)),
        ({"a": ("320613",), "b": ("320613006",)}, ("b",)),
        ({"a": ("320613006",), "b": ("320613006",)}, ("a", "b")),
        ({"a": ("320613", "320613006001"), "b": ("320613006",)}, ("a",)),
        ({"a": ("320613007",), "b": ("320613",)}, ("b",)),
    ],
)
def test_those_with_the_narrowest_territory_are_nearest(reach: Any, nearest: tuple[str, ...]) -> None:
    assert demo._nearest_staff("320613006001001", reach) == nearest


@pytest.mark.parametrize(
    ("since", "begins"),
    [(date(2018, 1, 1), demo.CELLS_FROM), (demo.CELLS_FROM, demo.CELLS_FROM), (date(2024, 5, 1), date(2024, 5, 1))],
)
def test_a_duty_begins_when_both_the_cell_and_the_post_do(
    cell: Cell, monkeypatch: pytest.MonkeyPatch, since: date, begins: date
) -> None:
    monkeypatch.setattr(demo, "CellDuty", SimpleNamespace)
    person = SimpleNamespace(name="王芳", phone="13900000001")
    holder: Any = SimpleNamespace(person=person, post=SimpleNamespace(unit="街道"), valid_from=since)
    duty = demo._duty(cell, DutyKind.COLLECTOR, holder)
    assert (duty.valid_from, duty.name, duty.phone, duty.unit) == (begins, "王芳", "13900000001", "街道")


def test_packed_and_plain_files_are_read_alike() -> None:
    assert set(DIVISIONS[0]) >= {"code", "level", "name", "short_name", "edition"}
    assert set(PARTS[0]) >= {"code", "name", "lon", "lat", "cell"}

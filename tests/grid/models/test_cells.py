"""Cells and their versions: what the database refuses whoever writes."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from chengzhi.grid.models import Cell, CellDuty, CellVersion, GridRevision
from chengzhi.kernel import clock
from tests.factories.grid import COMMUNITY, SINCE

DAY = date(2024, 3, 1)

NEW = f"{COMMUNITY}005"


@pytest.mark.parametrize(
    "wrong", [{"code": "32"}, {"area_m2": 0}, {"grade": "D"}, {"land_use": "moon"}, {"valid_to": SINCE}]
)
def test_the_database_refuses_a_cell_that_cannot_be(cells: list[Cell], wrong: dict[str, Any]) -> None:
    facts = {"code": NEW, "community": cells[0].community, "boundary": {}, "area_m2": 1, "valid_from": SINCE}
    with pytest.raises(IntegrityError):
        Cell.objects.create(**{**facts, **wrong})


def test_the_database_refuses_two_versions_of_one_day(cells: list[Cell]) -> None:
    with pytest.raises(IntegrityError, match="cell_version_one_at_a_time"):
        CellVersion.objects.create(cell=cells[0], boundary={}, area_m2=1, valid_from=DAY)


FACTS: dict[str, Any] = {"name": "新网格", "boundary": {}, "area_m2": 1, "grade": "A", "valid_from": SINCE}


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("cell_code_shape", {"code": "32061300600100"}),
        ("cell_code_shape", {"code": "32061300600100x"}),
        ("cell_has_area", {"area_m2": 0}),
        ("cell_has_area", {"area_m2": -5}),
        ("cell_grade_known", {"grade": "Z"}),
        ("cell_land_use_known", {"land_use": "moon"}),
        ("cell_ends_after_it_begins", {"valid_to": SINCE}),
        ("grid_cell_code", {"code": f"{COMMUNITY}001"}),
    ],
)
def test_each_rule_of_a_cell_has_its_constraint(cells: list[Cell], constraint: str, changes: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Cell.objects.create(**{**FACTS, "code": NEW, "community": cells[0].community, **changes})


@pytest.mark.parametrize(("name", "shown"), [("学田一号网格", "学田一号网格"), ("", NEW)])
def test_a_cell_is_called_by_its_name_or_its_code(name: str, shown: str) -> None:
    assert str(Cell(code=NEW, name=name)) == shown


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("cell_version_has_area", {"area_m2": 0}),
        ("cell_version_ends_after_it_begins", {"valid_to": date(2001, 1, 1)}),
    ],
)
def test_each_rule_of_a_version_has_its_constraint(cells: list[Cell], constraint: str, changes: dict[str, Any]) -> None:
    facts = {**FACTS, "valid_from": date(2001, 1, 1), "valid_to": date(2002, 1, 1), **changes}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        CellVersion.objects.create(cell=cells[0], **facts)


def test_versions_may_meet_on_a_day(cells: list[Cell]) -> None:
    CellVersion.objects.create(cell=cells[0], **{**FACTS, "valid_from": date(2000, 1, 1), "valid_to": SINCE})
    assert cells[0].versions.count() == 2


def test_the_revision_is_one_row(db: None) -> None:
    GridRevision.objects.update_or_create(pk=1)
    with pytest.raises(IntegrityError, match="grid_revision_single_row"), transaction.atomic():
        GridRevision.objects.create(pk=2)


def test_two_revisions_never_bear_the_same_mark() -> None:
    assert GridRevision().mark != GridRevision().mark


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("cell_duty_kind_known", {"kind": "mayor"}),
        ("cell_duty_has_name", {"name": ""}),
        ("cell_duty_ends_after_it_begins", {"valid_to": SINCE}),
    ],
)
def test_each_rule_of_a_duty_has_its_constraint(cells: list[Cell], constraint: str, changes: dict[str, Any]) -> None:
    facts = {"cell": cells[0], "kind": "cadre", "name": "李军", "valid_from": SINCE, **changes}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        CellDuty.objects.create(**facts)


def test_somebody_has_a_duty_once_at_a_time_but_may_have_it_again(cells: list[Cell]) -> None:
    facts: dict[str, Any] = {"cell": cells[0], "kind": "cadre", "name": "李军", "valid_from": SINCE}
    CellDuty.objects.create(**facts, valid_to=DAY)
    CellDuty.objects.create(**{**facts, "valid_from": DAY})
    with pytest.raises(IntegrityError, match="cell_duty_once_at_a_time"), transaction.atomic():
        CellDuty.objects.create(**{**facts, "valid_from": DAY})


def test_a_cell_with_duties_is_not_removed(cells: list[Cell]) -> None:
    CellDuty.objects.create(cell=cells[0], kind="cadre", name="李军", valid_from=SINCE)
    with pytest.raises(ProtectedError):
        cells[0].delete()


def test_a_community_with_cells_is_not_removed(cells: list[Cell]) -> None:
    with pytest.raises(ProtectedError):
        cells[0].community.delete()


def test_a_row_tells_when_it_was_written(cells: list[Cell]) -> None:
    moment = datetime(2026, 1, 1, 8, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    with clock.at(moment):
        duty = CellDuty.objects.create(cell=cells[0], kind="police", name="周", valid_from=SINCE)
    assert (duty.recorded_at, duty.recorded_by, duty.appointment) == (moment, "", None)

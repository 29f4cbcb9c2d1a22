"""Divisions and their changes: what the database refuses whoever writes."""

from datetime import date
from typing import Any

import pytest
from django.db import DataError, IntegrityError, transaction
from django.db.models import ProtectedError

from chengzhi.grid.models import Division, DivisionChange
from chengzhi.grid.selectors import (
    division,
)
from tests.factories.grid import make_editions

BEFORE, MERGER, AFTER = date(2019, 6, 1), date(2020, 7, 3), date(2024, 1, 1)

pytestmark = pytest.mark.usefixtures("editions")


@pytest.fixture
def editions(db: None) -> None:
    make_editions()


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "32061"},
        {"level": "village"},
        {"parent": None},
        {"valid_to": date(2020, 7, 3)},
        {"edition": "2024"},
    ],
)
def test_the_database_refuses_a_division_that_cannot_be(wrong: dict[str, object]) -> None:
    street = division("320613006", AFTER)
    facts = {"code": "320613006", "level": "street", "name": "x", "short_name": "x", "parent": street.parent}
    with pytest.raises(IntegrityError):
        Division.objects.create(**{**facts, "edition": "2023", "valid_from": MERGER, **wrong})


@pytest.mark.parametrize("wrong", [{"new_code": "320602"}, {"kind": "vanish"}, {"on": MERGER}])
def test_the_database_refuses_a_change_that_cannot_be(wrong: dict[str, object]) -> None:
    facts = {"old_code": "320602", "new_code": "320613", "on": AFTER, "kind": "merge"}
    with pytest.raises(IntegrityError):
        DivisionChange.objects.create(**{**facts, **wrong})


FACTS: dict[str, Any] = {
    "code": "320699",
    "level": "district",
    "name": "某区",
    "short_name": "某",
    "edition": "x",
    "valid_from": AFTER,
}


def made(**changes: Any) -> Division:
    return Division.objects.create(**{**FACTS, **changes})


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("division_code_shape", {"code": "3206"}),
        ("division_code_shape", {"code": "3206xx"}),
        ("division_level_known", {"level": "province"}),
        ("division_only_districts_have_no_parent", {"level": "street", "code": "320699001"}),
        ("division_ends_after_it_begins", {"valid_to": AFTER}),
        ("division_code_once_at_a_time", {"code": "320613"}),
        ("division_code_once_per_edition", {"code": "320613", "edition": "2023", "valid_from": date(1990, 1, 1)}),
    ],
)
def test_each_rule_of_a_division_has_its_constraint(constraint: str, changes: dict[str, Any]) -> None:
    if changes.get("valid_from"):
        changes = {**changes, "valid_to": date(1991, 1, 1)}
    with pytest.raises((IntegrityError, DataError), match=constraint), transaction.atomic():
        made(**changes)


def test_a_district_has_no_superior_and_others_have_one() -> None:
    district = made()
    with pytest.raises(IntegrityError, match="division_only_districts_have_no_parent"), transaction.atomic():
        made(code="320698", parent=district)
    assert made(code="320699001", level="street", parent=district).parent == district


def test_a_code_may_come_back_in_a_later_edition() -> None:
    old = made(valid_to=date(2025, 1, 1))
    new = made(edition="y", valid_from=date(2025, 1, 1))
    assert {str(old), str(new)} == {"某"}
    assert Division.objects.filter(code="320699").count() == 2


def test_a_superior_is_not_removed_under_its_subordinates() -> None:
    with pytest.raises(ProtectedError):
        Division.objects.get(code="320613", valid_to=None).delete()


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("division_change_changes_code", {"new_code": "320699"}),
        ("division_change_kind_known", {"kind": "vanish"}),
    ],
)
def test_each_rule_of_a_change_has_its_constraint(constraint: str, changes: dict[str, Any]) -> None:
    facts = {"old_code": "320699", "new_code": "320613", "on": AFTER, "kind": "merge", **changes}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        DivisionChange.objects.create(**facts)


def test_the_same_change_is_recorded_once() -> None:
    facts: dict[str, Any] = {"old_code": "320699", "new_code": "320613", "on": AFTER, "kind": "merge"}
    DivisionChange.objects.create(**facts)
    with pytest.raises(IntegrityError, match="division_change_once"), transaction.atomic():
        DivisionChange.objects.create(**facts)
    DivisionChange.objects.create(**{**facts, "on": date(2025, 1, 1)})

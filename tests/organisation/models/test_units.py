"""What the rows say of themselves, and what the database refuses whoever writes."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from chengzhi.kernel.access import SYSTEM
from chengzhi.organisation.models import RegisterAct, Territory, Unit, UnitVersion
from chengzhi.organisation.services import abolish_unit
from tests.factories.organisation import make_appointment, make_person, make_post, make_unit
from tests.organisation.conftest import DOCUMENT, TODAY


def test_rows_are_named_as_people_name_them(street: Unit) -> None:
    empty = make_unit("临时专班", parent=street, short_name="专班")
    succession = abolish_unit(unit=empty, on=TODAY, document=DOCUMENT, capacity=SYSTEM)
    held = make_appointment(make_person("王敏"), make_post(street, name="办事员"))
    assert [str(empty), empty.label, street.label] == ["临时专班", "专班", "城东街道办事处"]
    assert str(succession) == "撤销 2026-11-23"
    assert str(held) == "王敏 办事员"
    assert str(Territory.objects.get(unit=street)) == "320613001"
    assert str(RegisterAct.objects.get()) == "撤销机构 2026-11-23"


@pytest.mark.parametrize(
    ("on", "exists"), [(date(2014, 12, 31), False), (date(2015, 1, 1), True), (date(2020, 1, 1), False)]
)
def test_the_day_of_the_end_is_the_first_without_the_unit(db: None, on: date, exists: bool) -> None:  # noqa: FBT001  a table column
    assert make_unit(until=date(2020, 1, 1)).exists_on(on) is exists


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("unit_code_is_plain", {"code": "城 东"}),
        ("unit_name_present", {"name": ""}),
        ("unit_kind_known", {"kind": "ministry"}),
        ("unit_dates_in_order", {"valid_to": date(2015, 1, 1)}),
        ("organisation_unit_code", {"code": "cc"}),
    ],
)
def test_the_database_refuses_a_malformed_unit(district: Unit, constraint: str, changes: dict[str, Any]) -> None:
    facts = {"code": "x", "name": "某机构", "kind": "team", "valid_from": date(2015, 1, 1)}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Unit.objects.create(**{**facts, **changes})


def test_the_database_refuses_a_unit_above_itself(district: Unit) -> None:
    district.parent = district
    with pytest.raises(IntegrityError, match="unit_is_not_its_own_parent"), transaction.atomic():
        district.save()


@pytest.mark.parametrize("change", [{"name": "改写"}, {"valid_from": date(2000, 1, 1)}, {"kind": "team"}])
def test_the_database_refuses_to_rewrite_history(office: Unit, change: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match="never rewritten"), transaction.atomic():
        UnitVersion.objects.filter(unit=office).update(**change)


def test_the_database_refuses_to_remove_history(office: Unit) -> None:
    with pytest.raises(IntegrityError, match="never rewritten"), transaction.atomic():
        office.versions.all().delete()


def test_the_database_refuses_two_versions_on_one_day(office: Unit) -> None:
    with pytest.raises(IntegrityError, match="unit_version_one_at_a_time"), transaction.atomic():
        UnitVersion.objects.create(unit=office, kind=office.kind, name="另一个", valid_from=TODAY)

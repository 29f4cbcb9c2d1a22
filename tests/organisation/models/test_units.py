"""What the rows say of themselves, and what the database refuses whoever writes."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, QuerySet

from chengzhi.kernel import clock
from chengzhi.kernel.access import SYSTEM
from chengzhi.organisation.models import RegisterAct, Territory, Unit, UnitSuccession, UnitVersion, in_force
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
def test_the_day_of_the_end_is_the_first_without_the_unit(db: None, on: date, exists: Any) -> None:
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


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("unit_version_name_present", {"name": ""}),
        ("unit_version_kind_known", {"kind": "ministry"}),
        ("unit_version_dates_in_order", {"valid_from": date(2014, 1, 1), "valid_to": date(2014, 1, 1)}),
    ],
)
def test_the_database_refuses_a_malformed_version(district: Unit, constraint: str, changes: dict[str, Any]) -> None:
    facts = {"unit": district, "name": "某区", "kind": "district", "valid_from": date(2013, 1, 1)}
    facts["valid_to"] = date(2014, 1, 1)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        UnitVersion.objects.create(**{**facts, **changes})


def test_the_database_refuses_a_version_above_itself(district: Unit) -> None:
    facts = {"name": "某区", "kind": "district", "valid_from": date(2013, 1, 1), "valid_to": date(2014, 1, 1)}
    with pytest.raises(IntegrityError, match="unit_version_not_its_own_parent"), transaction.atomic():
        UnitVersion.objects.create(unit=district, parent=district, **facts)


def test_two_versions_may_meet_but_not_overlap(district: Unit) -> None:
    before = UnitVersion(unit=district, name="老区", kind="district", valid_from=date(2010, 1, 1))
    before.valid_to = district.valid_from
    before.save()
    assert str(before) == "老区 2010-01-01"
    assert district.versions.count() == 2


def test_a_corrected_version_may_lie_over_the_one_that_holds(district: Unit) -> None:
    held = district.versions.get()
    wrong = UnitVersion(unit=district, name="错名", kind="district", valid_from=held.valid_from)
    wrong.superseded_at = clock.now()
    wrong.save()
    assert district.versions.filter(superseded_at=None).get() == held


def test_the_database_refuses_to_touch_a_corrected_version_again(district: Unit) -> None:
    held = district.versions.get()
    UnitVersion.objects.filter(pk=held.pk).update(superseded_at=clock.now())
    with pytest.raises(IntegrityError, match="never rewritten"), transaction.atomic():
        UnitVersion.objects.filter(pk=held.pk).update(superseded_at=None)


def test_a_version_may_be_closed_and_opened_again(district: Unit) -> None:
    versions = UnitVersion.objects.filter(unit=district)
    versions.update(valid_to=date(2030, 1, 1))
    versions.update(valid_to=None)
    assert versions.get().valid_to is None


def test_the_database_refuses_a_succession_of_no_kind(db: None) -> None:
    with pytest.raises(IntegrityError, match="succession_kind_known"), transaction.atomic():
        UnitSuccession.objects.create(kind="conquest", on=TODAY)


@pytest.mark.parametrize(
    ("on", "found"),
    [
        (date(2019, 12, 31), False),
        (date(2020, 1, 1), True),
        (date(2024, 12, 31), True),
        (date(2025, 1, 1), False),
    ],
)
@pytest.mark.parametrize("prefix", ["", "unit__"])
def test_the_first_day_belongs_to_a_period_and_the_last_does_not(
    db: None,
    on: date,
    found: Any,
    prefix: str,
) -> None:
    unit = make_unit(since=date(2020, 1, 1), until=date(2025, 1, 1))
    rows: QuerySet[Any] = UnitVersion.objects.all() if prefix else Unit.objects.all()
    assert rows.filter(in_force(on, prefix), **({"unit": unit} if prefix else {"pk": unit.pk})).exists() is found


def test_what_has_no_end_holds_for_ever(db: None) -> None:
    unit = make_unit(since=date(2020, 1, 1))
    assert unit.exists_on(date(2999, 12, 31))
    assert Unit.objects.filter(in_force(date(2999, 12, 31))).get() == unit


def test_units_are_listed_by_code(db: None) -> None:
    for code in ("b", "a", "C1"):
        make_unit(code, code=code)
    assert sorted(Unit.objects.values_list("code", flat=True)) == sorted(["C1", "a", "b"])
    assert list(Unit.objects.values_list("code", flat=True)) == list(
        Unit.objects.order_by("code").values_list("code", flat=True)
    )


@pytest.mark.parametrize("code", ["a b", "-a", "_a", "中队", "", "a/b", "a\n"])
def test_the_database_refuses_codes_that_are_not_plain(db: None, code: str) -> None:
    with pytest.raises(IntegrityError, match="unit_code_is_plain"), transaction.atomic():
        Unit.objects.create(code=code, name="某机构", kind="team", valid_from=TODAY)


@pytest.mark.parametrize("code", ["0320613", "3206x", "32 06", "3", ""])
def test_the_database_refuses_territories_that_are_no_codes(district: Unit, code: str) -> None:
    with pytest.raises(IntegrityError, match="territory_code_is_digits"), transaction.atomic():
        Territory.objects.create(unit=district, division_code=code, valid_from=TODAY)


def test_a_unit_with_history_is_not_removed(street: Unit) -> None:
    for spoil in (street.delete, Unit.objects.filter(pk=street.pk).delete):
        with pytest.raises((ProtectedError, IntegrityError)), transaction.atomic():
            spoil()

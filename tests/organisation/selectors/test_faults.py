"""What is wrong in the register, and what to do about it."""

from datetime import date

from chengzhi.kernel.access import SYSTEM, Scope
from chengzhi.organisation.models import Unit
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import register_faults
from chengzhi.organisation.services import bring_up_to_date, rename_unit
from tests.factories.organisation import make_appointment, make_capacity, make_person, make_post
from tests.organisation.conftest import DOCUMENT, TODAY

NEW_YEAR = date(2027, 1, 1)


def rename(unit: Unit, on: date = TODAY) -> None:
    rename_unit(unit=unit, name="新名字", on=on, document=DOCUMENT, capacity=SYSTEM)


def codes(on: date | None = None) -> list[str]:
    return [fault.code for fault in register_faults(on)]


def test_missing_administrators_are_faults_with_advice(office: Unit) -> None:
    bring_up_to_date()
    faults = register_faults()
    assert [fault.code for fault in faults] == ["no_administrator"] * 3
    assert all(fault.advice.endswith("。") for fault in faults)


def test_an_appointed_administrator_needs_an_account_too(office: Unit) -> None:
    rights = ("kernel.system.manage", Permission.MANAGE_ACCOUNTS, "kernel.audit.read")
    for number, right in enumerate(rights):
        make_capacity({right: Scope.CITY}, unit=office, username=f"admin{number}")
    bring_up_to_date()
    assert codes() == []


def test_units_and_people_left_behind_are_faults(street: Unit, office: Unit) -> None:
    make_appointment(make_person(), make_post(street))
    street.versions.update(valid_to=TODAY)
    Unit.objects.filter(pk=street.pk).update(valid_to=TODAY)
    bring_up_to_date()
    assert {"orphaned_unit", "stranded_people"} <= set(codes())


def test_values_that_were_not_brought_up_are_a_fault(office: Unit) -> None:
    bring_up_to_date()
    rename(office, NEW_YEAR)
    assert "stale_values" not in codes(TODAY)
    assert "stale_values" in codes(NEW_YEAR)
    bring_up_to_date(NEW_YEAR)
    assert "stale_values" not in codes(NEW_YEAR)

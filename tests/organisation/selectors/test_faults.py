"""What is wrong in the register, and what to do about it."""

import re
from datetime import date, timedelta

from django.utils import translation

from chengzhi.kernel.access import SYSTEM, Scope
from chengzhi.kernel.models import Account
from chengzhi.organisation.models import Unit
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import register_faults
from chengzhi.organisation.services import bring_up_to_date, rename_unit
from tests.factories.organisation import make_appointment, make_capacity, make_person, make_post, make_unit
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


def messages(on: date | None = None) -> dict[str, str]:
    return {fault.code: fault.message for fault in register_faults(on)}


def test_each_missing_administrator_is_named_by_the_right(office: Unit) -> None:
    make_capacity({Permission.MANAGE_ACCOUNTS: Scope.CITY}, unit=office, username="anquan1")
    words = [fault.message for fault in register_faults() if fault.code == "no_administrator"]
    assert words == ["没有人能以账号登录行使“系统管理”。", "没有人能以账号登录行使“审计”。"]


def test_an_administrator_whose_account_is_closed_is_missing(office: Unit) -> None:
    capacity = make_capacity({Permission.MANAGE_ACCOUNTS: Scope.CITY}, unit=office, username="anquan1")
    assert codes().count("no_administrator") == 2
    Account.objects.filter(pk=capacity.account_id).update(is_active=False)
    assert codes().count("no_administrator") == 3


def test_orphaned_units_are_named_ten_at_most(district: Unit) -> None:
    for number in range(12):
        make_unit(f"分队{number:02}", parent=district)
    district.versions.update(valid_to=TODAY)
    words = messages()["orphaned_unit"]
    assert words.startswith("上级机构已撤销：")
    assert words.count("分队") == 10


def test_people_left_behind_are_counted(street: Unit) -> None:
    for name in ("王敏", "李军"):
        make_appointment(make_person(name), make_post(street))
    Unit.objects.filter(pk=street.pk).update(valid_to=TODAY)
    assert messages()["stranded_people"] == "2 人仍在已撤销的机构任职。"
    assert "stranded_people" not in messages(TODAY - timedelta(days=1))


def test_a_register_that_was_never_brought_up_is_stale(office: Unit) -> None:
    assert "未记录" in messages()["stale_values"]
    bring_up_to_date()
    assert "stale_values" not in messages()


def test_an_empty_register_is_not_stale(db: None) -> None:
    assert "stale_values" not in messages()


def test_every_fault_is_english_on_an_english_screen(street: Unit, office: Unit) -> None:
    make_appointment(make_person(), make_post(street))
    street.versions.update(valid_to=TODAY)
    Unit.objects.filter(pk=street.pk).update(valid_to=TODAY)
    with translation.override("en"):
        found = register_faults()
    assert {fault.code for fault in found} == {"no_administrator", "orphaned_unit", "stranded_people", "stale_values"}
    assert not any(re.search(r"[\u4e00-\u9fff]", fault.advice) for fault in found)

"""Rights are declared with words and ground; unknown strings are refused."""

import re

import pytest
from django.utils import translation

from chengzhi.kernel.permissions import (
    OfficialPermission,
    Permission,
    UnknownPermissionError,
    all_permissions,
    described,
    permission,
    register,
)


class Extra(OfficialPermission):
    LOOK = "test.thing.look", "看", "看一看", "测试"


def test_a_declared_permission_is_found_by_its_value() -> None:
    register(Permission)
    assert permission("kernel.audit.read") is Permission.READ_AUDIT
    assert described("kernel.audit.read") == "审计"


def test_a_string_that_nobody_declared_is_refused() -> None:
    with pytest.raises(UnknownPermissionError, match=r"cases\.case\.fly"):
        permission("cases.case.fly")


def test_a_permission_is_its_value_with_words_beside_it() -> None:
    assert str(Extra.LOOK) == "test.thing.look"
    assert (Extra.LOOK.label, Extra.LOOK.plain, Extra.LOOK.ground) == ("看", "看一看", "测试")


def test_every_declared_permission_has_its_words_in_order() -> None:
    declared = all_permissions()
    assert [one.value for one in declared] == sorted(one.value for one in declared)
    assert all(str(one.label) and str(one.plain) for one in declared)
    assert all(one.value.count(".") == 2 for one in declared)


@pytest.mark.parametrize("value", ["", "kernel", "kernel.audit", "KERNEL.AUDIT.READ", "kernel.audit.read ", "*"])
def test_a_string_close_to_a_permission_is_none(value: str) -> None:
    with pytest.raises(UnknownPermissionError):
        permission(value)
    with pytest.raises(UnknownPermissionError):
        described(value)


def test_a_permission_works_as_its_string() -> None:
    held = {"kernel.audit.read": "city"}
    assert Permission.READ_AUDIT in held
    assert held[Permission.READ_AUDIT] == "city"
    assert f"{Permission.READ_AUDIT}" == "kernel.audit.read"


def test_registering_twice_changes_nothing() -> None:
    before = all_permissions()
    register(Permission)
    assert all_permissions() == before


def test_the_three_administrators_share_no_permission() -> None:
    assert len({one.value for one in Permission}) == 3
    assert {str(one.label) for one in Permission} == {"系统管理", "安全管理", "审计"}


def test_permissions_are_described_in_english_too() -> None:
    with translation.override("en"):
        words = [str(word) for one in all_permissions() for word in (one.label, one.plain)]
    assert not [word for word in words if re.search("[\u4e00-\u9fff]", re.sub(r"（[^）]*）|\([^)]*\)", "", word))]


def test_no_two_permissions_have_the_same_words() -> None:
    plain = [str(one.plain) for one in all_permissions()]
    assert sorted(set(plain)) == sorted(plain)

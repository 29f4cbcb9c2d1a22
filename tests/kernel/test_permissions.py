import pytest

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

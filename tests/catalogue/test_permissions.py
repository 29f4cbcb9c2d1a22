import pytest
from django.utils import translation

from chengzhi.catalogue.permissions import Permission, demand
from chengzhi.kernel.access import SYSTEM, Capacity, Scope, resident
from chengzhi.kernel.errors import Forbidden
from chengzhi.kernel.permissions import all_permissions
from tests.factories import catalogue as made


def test_rights_are_registered() -> None:
    assert set(Permission) <= set(all_permissions())


def test_holder_and_system_may() -> None:
    demand(made.manager, Permission.MANAGE)
    demand(SYSTEM, Permission.MANAGE)


@pytest.mark.parametrize("capacity", [made.reader, made.outsider, resident()])
def test_others_are_refused_in_words(capacity: Capacity) -> None:
    with pytest.raises(Forbidden, match="维护立案标准"):
        demand(capacity, Permission.MANAGE)


@pytest.mark.parametrize("right", list(Permission))
@pytest.mark.parametrize("scope", list(Scope))
def test_a_right_at_any_scope_opens_the_one_catalogue_there_is(right: Permission, scope: Scope) -> None:
    demand(Capacity(person_name="x", grants={right: scope}), right)


@pytest.mark.parametrize("right", list(Permission))
def test_a_right_is_grounded_and_worded_in_both_languages(right: Permission) -> None:
    assert right.ground.startswith("GB/T 30428")
    for words in (right.label, right.plain):
        chinese = str(words)
        with translation.override("en"):
            assert str(words) != chinese


def test_a_refusal_says_what_happened_why_and_what_to_do() -> None:
    with pytest.raises(Forbidden) as refusal:
        demand(made.reader, Permission.MANAGE)
    assert str(refusal.value.message) == (
        "没有保存：您现在的岗位没有“维护立案标准”的权限。请换一个岗位，或请安全管理员授权。"
    )

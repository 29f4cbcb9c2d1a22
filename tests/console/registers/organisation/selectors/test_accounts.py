from typing import Any

import pytest
from django.utils import translation

from chengzhi.console.registers.organisation import selectors as read
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.errors import Forbidden, NotFound
from chengzhi.kernel.models import Account, Role
from chengzhi.organisation.models import Person, Post
from chengzhi.organisation.permissions import Permission
from tests.factories.organisation import make_appointment, make_capacity, make_person, make_role

GRANTS = dict.fromkeys((Permission.READ_REGISTER, Permission.MANAGE_ACCOUNTS, Permission.MANAGE_ROLES), Scope.CITY)


@pytest.fixture
def viewer(holder: Person) -> Capacity:
    return make_capacity(GRANTS)


def change(**facts: Any) -> None:
    Account.objects.filter(username="zhangli").update(**facts)


@pytest.mark.parametrize(
    ("facts", "states"),
    [
        ({}, {"open", "never", ""}),
        ({"is_active": False}, {"closed", ""}),
        ({"must_change_password": True}, {"open", "never", "first", ""}),
        ({"is_active": False, "must_change_password": True}, {"closed", ""}),
        ({"last_login": clock.now()}, {"open", ""}),
    ],
)
def test_an_account_stands_in_each_list_of_its_state(viewer: Capacity, facts: dict[str, Any], states: set[str]) -> None:
    change(**facts)
    every = ("open", "closed", "never", "first", "")
    assert {state for state in every if read.account_rows(viewer, state=state).exists()} == states


@pytest.mark.parametrize(("text", "count"), [("zhang", 1), ("ZHANG", 1), ("张", 1), ("李", 0), (" ", 1)])
def test_accounts_answer_to_user_name_and_name(viewer: Capacity, text: str, count: int) -> None:
    assert read.account_rows(viewer, text=text).count() == count


def test_an_account_without_a_person_is_not_managed_here(viewer: Capacity) -> None:
    bare = Account.objects.create_user("bare", "a-long-passphrase")
    assert bare not in read.account_rows(viewer)
    with pytest.raises(NotFound):
        read.access_account(viewer, bare.pk)


def test_an_account_brings_the_posts_of_its_person(viewer: Capacity, holder: Person, post: Post) -> None:
    make_appointment(holder, post)
    found: Any = read.access_account(viewer, holder.account_id or 0)
    assert [held.post.name for held in found.person.current] == ["受理员"]


def test_without_the_right_accounts_are_refused(holder: Person) -> None:
    with pytest.raises(Forbidden, match="账号管理"):
        read.account_rows(make_capacity({Permission.READ_REGISTER: Scope.CITY}))


@pytest.mark.parametrize(
    ("language", "name_en", "shown"),
    [("zh-hans", "Acceptor", "受理员"), ("en", "Acceptor", "Acceptor"), ("en", "", "受理员")],
)
def test_a_role_is_shown_in_the_language_of_the_reader(
    viewer: Capacity, language: str, name_en: str, shown: str
) -> None:
    make_role("acceptor", name="受理员")
    Role.objects.filter(code="acceptor").update(name_en=name_en)
    with translation.override(language):
        assert read.access_role(viewer, "acceptor").shown == shown


def test_a_role_counts_the_people_who_have_it_today(viewer: Capacity, post: Post) -> None:
    make_appointment(make_person("王强"), post)
    make_appointment(make_person("陈红"), post)
    assert read.access_role(viewer, post.role.code).held == 2


def test_a_role_that_is_none_is_not_found(viewer: Capacity) -> None:
    with pytest.raises(NotFound):
        read.access_role(viewer, "nobody")


def test_counts_agree_with_the_lists(viewer: Capacity) -> None:
    assert read.account_count(viewer) == read.account_rows(viewer).count() == 1
    assert read.role_count(viewer) == len(read.role_rows(viewer)) == Role.objects.count()

"""Accounts belong to the security administrator, and never to oneself."""

from typing import Any

import pytest
from django.contrib.auth import authenticate

from chengzhi.kernel.access import SYSTEM, Capacity, Scope
from chengzhi.kernel.errors import BadInput, Forbidden, NotFound
from chengzhi.kernel.models import Account
from chengzhi.organisation.models import Person, RegisterAct
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import capacities_of
from chengzhi.organisation.services import (
    choose_language,
    close_account,
    note_password_changed,
    open_account,
    reopen_account,
    reset_password,
)
from tests.factories.organisation import PASSWORD, make_appointment, make_capacity, make_person, make_post, make_unit

MANAGE = {Permission.MANAGE_ACCOUNTS: Scope.CITY}


@pytest.fixture
def security(db: None) -> Capacity:
    return make_capacity(MANAGE, name="陈静", username="anquan1")


@pytest.fixture
def account(db: None) -> Account:
    person = make_person("李军", username="lijun")
    make_appointment(person, make_post(make_unit("城综办")))
    assert person.account is not None
    return person.account


def test_an_opened_account_signs_in_and_must_change_its_password(security: Capacity) -> None:
    opened = open_account(person=make_person("李军"), username="lijun", capacity=security)
    assert opened.account.must_change_password
    assert opened.account.check_password(opened.password)
    assert "password" not in repr(opened)


def test_the_book_names_the_account_but_never_the_password(security: Capacity) -> None:
    opened = open_account(person=make_person("李军"), username="lijun", capacity=security)
    act = RegisterAct.objects.get(act="open_account")
    assert (act.note, act.actor.split()[0], act.account_id) == ("lijun", "陈静", security.account_id)
    assert opened.password not in str(vars(act))


@pytest.mark.parametrize(
    ("username", "password", "words"),
    [("ANQUAN1", "", "已被使用"), (" ", "", "没有填写"), ("lijun", "short", "12"), ("lijun", "password1234", "常见")],
)
def test_a_bad_name_or_password_is_refused(security: Capacity, username: str, password: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        open_account(person=make_person("李军"), username=username, password=password, capacity=security)


def test_a_chosen_password_that_is_strong_is_taken(security: Capacity) -> None:
    secret = "three-quiet-lanes-9"
    opened = open_account(person=make_person("李军"), username="lijun", password=secret, capacity=security)
    assert opened.account.check_password(secret)


def test_a_second_account_for_one_person_is_refused(security: Capacity) -> None:
    with pytest.raises(BadInput, match="一人只用一个账号"):
        open_account(person=make_person("李军", username="lijun"), username="lijun2", capacity=security)


def test_one_does_not_manage_ones_own_account(security: Capacity) -> None:
    own = Account.objects.get(pk=security.account_id)
    person = Person.objects.get(account=own)
    for act in (
        lambda: open_account(person=person, username="x", capacity=security),
        lambda: close_account(account=own, reason="试", capacity=security),
        lambda: reset_password(account=own, capacity=security),
    ):
        with pytest.raises(BadInput, match="不能管理自己的账号"):
            act()


def test_a_closed_account_has_no_capacity_and_cannot_sign_in(security: Capacity, account: Account) -> None:
    assert len(capacities_of(account)) == 1
    closed = close_account(account=account, reason="离职", capacity=security)
    assert capacities_of(closed) == []
    assert authenticate(None, username="lijun", password=PASSWORD) is None


def test_a_reopened_account_works_again(security: Capacity, account: Account) -> None:
    close_account(account=account, reason="离职", capacity=security)
    reopened = reopen_account(account=account, reason="返岗", capacity=security)
    assert len(capacities_of(reopened)) == 1


def test_closing_twice_and_reopening_an_open_one_are_refused(security: Capacity, account: Account) -> None:
    with pytest.raises(BadInput, match="没有停用"):
        reopen_account(account=account, reason="试", capacity=security)
    close_account(account=account, reason="离职", capacity=security)
    with pytest.raises(BadInput, match="已经停用"):
        close_account(account=account, reason="离职", capacity=security)


def test_a_reset_password_is_new_random_and_to_be_changed(security: Capacity, account: Account) -> None:
    first = reset_password(account=account, capacity=security)
    second = reset_password(account=account, capacity=security)
    account.refresh_from_db()
    assert first.password != second.password
    assert account.check_password(second.password)
    assert account.must_change_password


def test_the_holder_who_changed_the_password_is_not_asked_again(security: Capacity, account: Account) -> None:
    reset_password(account=account, capacity=security)
    note_password_changed(account=account)
    account.refresh_from_db()
    assert not account.must_change_password


def test_the_last_security_administrator_is_not_closed(security: Capacity) -> None:
    last = Account.objects.get(pk=security.account_id)
    with pytest.raises(BadInput, match="最后一个能管理账号的人"):
        close_account(account=last, reason="试", capacity=SYSTEM)
    make_capacity(MANAGE, username="anquan2")
    assert not close_account(account=last, reason="轮岗", capacity=SYSTEM).is_active


def test_an_account_of_nobody_in_the_register_is_not_found(security: Capacity) -> None:
    stray = Account.objects.create_user("stray", PASSWORD)
    with pytest.raises(NotFound):
        close_account(account=stray, reason="试", capacity=security)


@pytest.mark.parametrize("act", [close_account, reopen_account])
def test_only_those_with_the_right_manage_accounts(account: Account, act: Any) -> None:
    with pytest.raises(Forbidden, match="账号管理"):
        act(account=account, reason="试", capacity=make_capacity({}))


def test_the_language_is_kept_with_the_account(account: Account) -> None:
    choose_language(account=account, language="en")
    account.refresh_from_db()
    assert account.language == "en"
    with pytest.raises(BadInput, match="没有这种语言"):
        choose_language(account=account, language="fr")

"""Accounts belong to the security administrator, and never to oneself."""

import re
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
from chengzhi.organisation.services.accounts import ALPHABET, fresh_password
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


def test_random_passwords_are_long_readable_and_different() -> None:
    found = {fresh_password() for _each in range(200)}
    assert len(found) == 200
    assert all(re.fullmatch(rf"([{ALPHABET}]{{4}}-){{3}}[{ALPHABET}]{{4}}", one) for one in found)
    assert not set("il1o0") & set(ALPHABET)


@pytest.mark.parametrize(("length", "passes"), [(1, True), (64, True), (65, False)])
def test_a_user_name_fits_its_column(security: Capacity, length: int, passes: Any) -> None:
    person = make_person("李军")
    if passes:
        opened = open_account(person=person, username="u" * length, capacity=security)
        assert opened.account.username == "u" * length
        return
    with pytest.raises(BadInput, match="最多 64 字"):
        open_account(person=person, username="u" * length, capacity=security)


def test_an_opened_account_belongs_to_its_person_and_to_nobody_else(security: Capacity) -> None:
    person, other = make_person("李军"), make_person("赵强")
    account = open_account(person=person, username="lijun", capacity=security).account
    person.refresh_from_db()
    other.refresh_from_db()
    assert (person.account, other.account) == (account, None)


def test_a_refused_account_leaves_nothing_behind(security: Capacity) -> None:
    before = Account.objects.count()
    with pytest.raises(BadInput):
        open_account(person=make_person("李军"), username="lijun", password="short", capacity=security)
    assert Account.objects.count() == before
    assert not RegisterAct.objects.exists()


@pytest.mark.parametrize("act", [close_account, reopen_account])
@pytest.mark.parametrize("reason", ["", "  ", "因" * 121])
def test_a_reason_is_given_and_fits(security: Capacity, account: Account, act: Any, reason: str) -> None:
    with pytest.raises(BadInput) as refusal:
        act(account=account, reason=reason, capacity=security)
    assert list(refusal.value.errors) == ["reason"]


def test_the_book_keeps_why_an_account_was_closed_and_reopened(security: Capacity, account: Account) -> None:
    close_account(account=account, reason="离职", capacity=security)
    reopen_account(account=account, reason="返岗", capacity=security)
    notes = RegisterAct.objects.order_by("pk").values_list("act", "note", "person__name")
    assert list(notes) == [("close_account", "lijun：离职", "李军"), ("reopen_account", "lijun：返岗", "李军")]


def test_a_reset_is_in_the_book_without_the_password(security: Capacity, account: Account) -> None:
    opened = reset_password(account=account, capacity=security)
    act = RegisterAct.objects.get()
    assert (act.act, act.note) == ("reset_password", "lijun")
    assert opened.password not in str(vars(act))


def test_an_account_that_was_never_there_is_not_found(security: Capacity) -> None:
    with pytest.raises(NotFound):
        reset_password(account=Account(pk=999_999, username="ghost"), capacity=security)


def test_closing_somebody_who_does_not_administer_is_always_possible(security: Capacity, account: Account) -> None:
    Account.objects.filter(pk=security.account_id).update(is_active=False)
    assert not close_account(account=account, reason="离职", capacity=SYSTEM).is_active


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_offered_language_can_be_chosen(account: Account, language: str) -> None:
    choose_language(account=account, language=language)
    account.refresh_from_db()
    assert account.language == language


@pytest.mark.parametrize("language", ["", "zh", "EN", "fr", "../en", "zh-hant"])
def test_no_other_language_can_be_chosen(account: Account, language: str) -> None:
    with pytest.raises(BadInput) as refusal:
        choose_language(account=account, language=language)
    assert list(refusal.value.errors) == ["language"]

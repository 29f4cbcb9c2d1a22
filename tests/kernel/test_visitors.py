"""Sessions and accounts are what Django and allauth say they are, read by prepared statements."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from chengzhi.kernel import clock
from chengzhi.kernel.models import Account
from chengzhi.kernel.visitors import AccountBackend, SessionStore

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    return Account.objects.create_user("zhangli", password="a-long-passphrase-for-tests")


def kept() -> SessionStore:
    store = SessionStore()
    store["seen"] = {"cases": [1, 2]}
    store.save()
    return store


def test_what_was_kept_is_read_back_in_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    key = kept().session_key
    with django_assert_num_queries(1):
        assert SessionStore(key)["seen"] == {"cases": [1, 2]}


def test_a_session_that_has_run_out_is_nobodys() -> None:
    key = kept().session_key
    Session.objects.update(expire_date=clock.now() - timedelta(seconds=1))
    store = SessionStore(key)
    assert (store.load(), store.session_key) == ({}, None)


@pytest.mark.parametrize("key", ["", "x" * 32, "a' OR '1'='1", "aaaaaaaa\x00", "会话会话会话会话", "../../etc/passwd"])
def test_a_key_that_was_never_given_out_opens_nothing(key: str) -> None:
    kept()
    assert SessionStore(key).load() == {}


def test_a_forged_cookie_is_a_visitor_without_a_session(account: Account) -> None:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = "aaaaaaaa\x00aaaaaaaa"
    assert client.get(reverse("console:home")).status_code == 302


def test_signing_in_by_the_form_keeps_the_account(client: Client, account: Account) -> None:
    client.post(reverse("account_login"), {"login": account.username, "password": "a-long-passphrase-for-tests"})
    assert client.session[SESSION_KEY] == str(account.pk)
    assert client.session["_auth_user_backend"] == "chengzhi.kernel.visitors.AccountBackend"


def test_an_account_is_read_in_one_statement(
    account: Account, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        assert AccountBackend().get_user(account.pk) == account


def test_an_account_without_power_or_that_is_gone_is_nobody(account: Account) -> None:
    Account.objects.filter(pk=account.pk).update(is_active=False)
    assert AccountBackend().get_user(account.pk) is None
    assert AccountBackend().get_user(0) is None

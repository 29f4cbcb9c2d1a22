from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from chengzhi.kernel.models import Account, SignInFailure
from tests.factories.city import City

PASSWORD = "a-demo-passphrase"


@pytest.fixture
def _fresh_counts() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def sign_in(account: Account) -> tuple[Client, str, str]:
    client = Client()
    answer = client.post("/accounts/login/", {"login": account.username, "password": PASSWORD})
    cookie = answer.cookies.get(settings.LANGUAGE_COOKIE_NAME)
    return client, answer.headers.get("Location", ""), cookie.value if cookie else ""


def test_after_signing_in_each_begins_at_their_own_work(city: City) -> None:
    desk, spot = (Account.objects.get(pk=one.account_id) for one in (city.alice, city.hank))
    assert sign_in(desk)[1:] == ("/console/work/", "zh-hans")
    assert sign_in(spot)[1] == "/field/"


def test_pages_come_in_the_accounts_language(city: City) -> None:
    Account.objects.filter(pk=city.alice.account_id).update(language="en")
    assert sign_in(Account.objects.get(pk=city.alice.account_id))[2] == "en"


def test_a_first_password_is_changed_before_anything(city: City) -> None:
    account = Account.objects.get(pk=city.alice.account_id)
    Account.objects.filter(pk=account.pk).update(must_change_password=True)
    client, there, _language = sign_in(account)
    assert there == "/accounts/password/change/"
    fresh = {"oldpassword": PASSWORD, "password1": "another-long-phrase-7", "password2": "another-long-phrase-7"}
    assert client.post(there, fresh).headers["Location"] == "/console/work/"
    assert Account.objects.get(pk=account.pk).must_change_password is False


def test_nobody_makes_an_account_for_themselves(db: None) -> None:
    assert "form" not in Client().get("/accounts/signup/").content.decode().split("<main")[-1].split("</main")[0]


def knock(username: str, password: str = "wrong", **extra: str) -> Client:  # noqa: S107  what a stranger tries
    client = Client(**extra)
    client.post("/accounts/login/", {"login": username, "password": password})
    return client


def failures() -> list[tuple[str, str, str]]:
    return [(one.username, one.reason, one.address) for one in SignInFailure.objects.order_by("pk")]


def test_a_wrong_password_is_written_down_without_the_password(city: City) -> None:
    account = Account.objects.get(pk=city.alice.account_id)
    knock(account.username, "guess-me-not", REMOTE_ADDR="203.0.113.7")
    assert failures() == [(account.username, "wrong", "203.0.113.7")]
    assert "guess-me-not" not in str(SignInFailure.objects.values())


def test_a_name_that_does_not_exist_is_written_down_alike(city: City) -> None:
    knock("nobody-here")
    assert failures() == [("nobody-here", "wrong", "127.0.0.1")]


def test_a_closed_account_is_written_down_as_such(city: City) -> None:
    account = Account.objects.get(pk=city.alice.account_id)
    Account.objects.filter(pk=account.pk).update(is_active=False)
    knock(account.username, PASSWORD)
    assert failures() == [(account.username, "inactive", "127.0.0.1")]


def test_who_gets_in_is_not_in_the_log(city: City) -> None:
    sign_in(Account.objects.get(pk=city.alice.account_id))
    assert failures() == []


@pytest.mark.usefixtures("_fresh_counts")
def test_a_lock_is_written_once_and_holds_also_for_the_right_password(city: City, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "2/5m/key"}
    account = Account.objects.get(pk=city.alice.account_id)
    for _time in range(4):
        knock(account.username)
    knock(account.username, PASSWORD)
    assert [reason for _name, reason, _address in failures()] == ["wrong", "wrong", "locked"]


@pytest.mark.parametrize("name", ["", "a\x00b", "<b>王</b>", "长" * 300])
def test_whatever_is_tried_as_a_name_ends_in_the_form(city: City, name: str) -> None:
    assert Client().post("/accounts/login/", {"login": name, "password": "x"}).status_code == 200

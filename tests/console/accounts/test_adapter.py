from django.conf import settings
from django.test import Client

from chengzhi.kernel.models import Account
from tests.factories.city import City

PASSWORD = "a-demo-passphrase"


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

from types import SimpleNamespace

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from chengzhi.console.accounts.middleware import FirstPasswordMiddleware
from chengzhi.kernel.models import Account
from tests.console.accounts.conftest import SignIn
from tests.factories.city import City


def through(path: str, *, must_change: bool, **headers: str) -> HttpResponse:
    request: HttpRequest = RequestFactory().get(path, headers=headers)
    request.user = SimpleNamespace(must_change_password=must_change)  # type: ignore[assignment]  # only this is read
    return FirstPasswordMiddleware(lambda _request: HttpResponse("in"))(request)


@pytest.mark.parametrize("path", ["/accounts/password/change/", "/static/cz/cz.css", "/i18n/setlang/"])
def test_the_way_to_the_new_password_is_free(path: str) -> None:
    assert through(path, must_change=True).content == b"in"


def test_everything_else_waits_for_the_new_password() -> None:
    assert through("/console/work/", must_change=True).headers["Location"] == "/accounts/password/change/"
    told = through("/console/work/", must_change=True, **{"HX-Request": "true"})
    assert (told.status_code, told.headers["HX-Redirect"]) == (204, "/accounts/password/change/")


def test_whoever_has_a_password_of_their_own_passes() -> None:
    assert through("/console/work/", must_change=False).content == b"in"


def test_a_first_password_is_changed_before_anything_is_seen(city: City, signed_in: SignIn) -> None:
    client = signed_in(city.alice)
    Account.objects.filter(pk=city.alice.account_id).update(must_change_password=True)
    assert client.get(reverse("console:work")).headers["Location"] == reverse("account_change_password")
    assert client.get(reverse("account_change_password")).status_code == 200

from types import SimpleNamespace

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from chengzhi.console.accounts.middleware import FirstPasswordMiddleware


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

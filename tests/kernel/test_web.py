"""The guards of routes: who is let in, who is sent to sign in, and who hears that there is nothing."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation
from pytest_django.fixtures import Settings

from chengzhi.kernel import web
from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.models import Account
from chengzhi.kernel.permissions import Permission
from chengzhi.kernel.web import StaffRequest, guarded, public

AUDITOR = Capacity(grants={Permission.READ_AUDIT.value: Scope.CITY})


@guarded(Permission.READ_AUDIT)
def logs(request: StaffRequest) -> HttpResponse:
    return HttpResponse("logs")


@guarded()
def profile(request: StaffRequest) -> HttpResponse:
    return HttpResponse("me")


def request_of(capacity: Capacity | None, *, is_signed_in: bool = True, htmx: bool = False) -> HttpRequest:
    headers = {"HX-Request": "true"} if htmx else {}
    request = RequestFactory().get("/console/logs/?day=1", headers=headers)
    request.user = Account(username="shenji1") if is_signed_in else AnonymousUser()
    request.capacity = capacity  # type: ignore[attr-defined]  # the middleware sets it
    return request


def test_who_holds_the_permission_is_let_in() -> None:
    assert logs(request_of(AUDITOR)).content == b"logs"


def test_any_capacity_will_do_where_no_permission_is_named() -> None:
    assert profile(request_of(Capacity())).content == b"me"


def test_a_visitor_is_sent_to_sign_in_and_back() -> None:
    response = logs(request_of(None, is_signed_in=False))
    assert response.status_code == 302
    assert response["Location"].endswith("?next=/console/logs/%3Fday%3D1")


def test_a_part_of_a_page_sends_the_whole_page_to_sign_in() -> None:
    response = logs(request_of(None, is_signed_in=False, htmx=True))
    assert response.status_code == 204
    assert "login" in response["HX-Redirect"]


def test_a_person_without_a_capacity_chooses_one_first() -> None:
    response = logs(request_of(None))
    assert response["Location"].startswith("/console/capacity/?next=")


@pytest.mark.django_db
def test_who_lacks_the_permission_hears_that_there_is_nothing() -> None:
    response = logs(request_of(Capacity()))
    assert response.status_code == 404
    assert "没有找到" in response.content.decode()


@pytest.mark.parametrize(("status", "words"), [(403, "不能办"), (404, "没有找到"), (500, "没有办成")])
@pytest.mark.django_db
def test_an_error_page_says_what_happened(status: int, words: str) -> None:
    response = web.error_page(request_of(AUDITOR), status)
    assert response.status_code == status
    assert words in response.content.decode()


@pytest.mark.django_db
def test_a_rejected_form_is_explained() -> None:
    response = web.csrf_failure(request_of(AUDITOR))
    assert response.status_code == 403
    assert "页面放得太久" in response.content.decode()


def test_a_public_view_says_why() -> None:
    view = public("a probe")(lambda _request: HttpResponse("ok"))
    assert view.cz_guard == "public: a probe"  # type: ignore[attr-defined]  # what the test of the routes reads
    assert web.healthz(request_of(None, is_signed_in=False)).content == b"ok"


MANAGER = Capacity(grants={Permission.MANAGE_SYSTEM.value: Scope.OWN, Permission.MANAGE_ACCESS.value: Scope.CITY})


@guarded(Permission.READ_AUDIT, Permission.MANAGE_SYSTEM)
def either(request: StaffRequest, pk: int, *, name: str = "") -> HttpResponse:
    return HttpResponse(f"{pk} {name}")


@pytest.mark.parametrize("capacity", [AUDITOR, MANAGER])
def test_one_of_several_permissions_is_enough_whatever_its_scope(capacity: Capacity) -> None:
    assert either(request_of(capacity), 7, name="x").content == b"7 x"


@pytest.mark.parametrize(
    ("view", "guard"),
    [(logs, "kernel.audit.read"), (either, "kernel.audit.read,kernel.system.manage"), (profile, "any capacity")],
)
def test_a_guard_says_what_it_asks_for(view: Any, guard: str) -> None:
    assert view.cz_guard == guard


@pytest.mark.parametrize(("view", "name"), [(logs, "logs"), (either, "either"), (web.healthz, "healthz")])
def test_a_guarded_view_keeps_its_name(view: Any, name: str) -> None:
    assert view.__name__ == name


def test_a_request_that_no_middleware_has_seen_chooses_a_capacity_first() -> None:
    request = RequestFactory().get("/console/logs/")
    request.user = Account(username="shenji1")
    assert logs(request)["Location"] == "/console/capacity/?next=/console/logs/"


@pytest.mark.parametrize(
    ("address", "quoted"),
    [
        ("/console/logs/?q=a%20b&page=2", "/console/logs/%3Fq%3Da%2520b%26page%3D2"),
        ("/console/logs/?next=//evil.example", "/console/logs/%3Fnext%3D//evil.example"),
    ],
)
def test_the_way_back_is_one_value_and_stays_on_this_site(address: str, quoted: str) -> None:
    request = RequestFactory().get(address)
    request.user = AnonymousUser()
    location = logs(request)["Location"]
    assert location.startswith("/")
    assert location.split("?next=")[1] == quoted


def test_the_page_to_sign_in_may_be_named_or_given_as_an_address(settings: Settings) -> None:
    settings.LOGIN_URL = "/sso/start/"
    assert web.to_sign_in(request_of(None, is_signed_in=False))["Location"].startswith("/sso/start/?next=")
    settings.LOGIN_URL = "account_login"
    assert web.to_sign_in(request_of(None, is_signed_in=False))["Location"].startswith("/accounts/login/?next=")


@pytest.mark.django_db
def test_words_of_its_own_come_before_those_of_the_house() -> None:
    page = web.error_page(request_of(AUDITOR), 404, "这一批已经办完了。").content.decode()
    assert "这一批已经办完了。" in page
    assert "没有找到。编号可能有误" not in page


@pytest.mark.django_db
def test_words_of_a_fault_stay_text() -> None:
    assert "<script>" not in web.error_page(request_of(AUDITOR), 422, "<script>alert(1)</script>").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("status", [403, 404, 500])
def test_errors_are_told_in_english_too(status: int) -> None:
    with translation.override("en"):
        page = web.error_page(request_of(AUDITOR), status).content.decode()
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    assert heading
    assert re.search(r"[a-z]{3}", heading[1])


def test_the_probe_answers_without_a_database(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, b"ok", "text/plain")

"""The guards of routes: who is let in, who is sent to sign in, and who hears that there is nothing."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

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

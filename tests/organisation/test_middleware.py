"""The middleware puts the right capacity and language on every request, and asks little of the database."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import translation

from chengzhi.kernel import clock
from chengzhi.kernel.access import SYSTEM
from chengzhi.kernel.errors import NotFound
from chengzhi.kernel.models import Account
from chengzhi.organisation.middleware import CapacityMiddleware
from chengzhi.organisation.models import Appointment, Unit
from chengzhi.organisation.services import choose_capacity, close_account, end_appointment
from tests.factories.organisation import make_appointment, make_capacity, make_person, make_post
from tests.organisation.conftest import DOCUMENT, TODAY


@pytest.fixture
def account(office: Unit) -> Account:
    person = make_person("张丽", username="zhangli")
    make_appointment(person, make_post(office, name="办事员"))
    assert person.account is not None
    return person.account


def lend(account: Account, street: Unit) -> Appointment:
    post = make_post(street, name="专班成员")
    return make_appointment(account.person, post, kind="secondment", since=date(2026, 1, 1), until=date(2027, 1, 1))


def ask(user: Any, session: SessionStore | None = None, **cookies: str) -> Any:
    """Return the request as the view gets it."""
    seen: list[HttpRequest] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request)
        return HttpResponse(translation.get_language())

    request = RequestFactory().get("/console/")
    request.user = user
    request.session = session or SessionStore()
    request.COOKIES.update(cookies)
    with translation.override("zh-hans"):
        response = CapacityMiddleware(view)(request)
    seen[0].language_of_page = response.content.decode()  # type: ignore[attr-defined]  # handed to the test
    return seen[0]


def test_a_visitor_has_no_capacity_and_costs_no_query(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert ask(AnonymousUser()).capacity is None


def test_the_only_capacity_is_chosen_by_itself(account: Account) -> None:
    request = ask(account)
    assert request.capacity.post_name == "办事员"
    assert request.session["appointment_id"] == request.capacity.appointment_id


def test_with_several_nothing_is_chosen(account: Account, street: Unit) -> None:
    lend(account, street)
    assert ask(account).capacity is None


def test_the_chosen_one_stays_chosen(account: Account, street: Unit) -> None:
    lent = lend(account, street)
    request = ask(account)
    assert choose_capacity(request, lent.pk).post_name == "专班成员"
    assert request.capacity.appointment_id == lent.pk
    assert ask(account, request.session).capacity.post_name == "专班成员"


def test_a_request_costs_one_query_once_the_capacity_is_held(account: Account, django_assert_num_queries: Any) -> None:
    session = ask(account).session
    with django_assert_num_queries(1):
        assert ask(account, session).capacity is not None


def test_somebody_elses_capacity_cannot_be_chosen(account: Account, office: Unit) -> None:
    other = make_capacity({}, unit=office)
    with pytest.raises(NotFound):
        choose_capacity(ask(account), other.appointment_id or 0)


def test_somebody_elses_capacity_in_the_session_is_worth_nothing(account: Account, office: Unit) -> None:
    session = SessionStore()
    session["appointment_id"] = make_capacity({}, unit=office).appointment_id
    assert ask(account, session).capacity.post_name == "办事员"


def test_an_appointment_that_ended_loses_power_at_the_next_request(account: Account, street: Unit) -> None:
    lent = lend(account, street)
    request = ask(account)
    choose_capacity(request, lent.pk)
    end_appointment(appointment=lent, on=TODAY, document=DOCUMENT, capacity=SYSTEM)
    assert ask(account, request.session).capacity.post_name == "办事员"


def test_an_appointment_loses_power_when_its_last_day_is_over(account: Account, street: Unit) -> None:
    lent = lend(account, street)
    request = ask(account)
    choose_capacity(request, lent.pk)
    with clock.at(clock.now() + timedelta(days=60)):
        assert ask(account, request.session).capacity.post_name == "办事员"


def test_a_session_without_any_power_left_forgets_its_choice(account: Account) -> None:
    session = ask(account).session
    Appointment.objects.update(valid_to=TODAY)
    request = ask(account, session)
    assert request.capacity is None
    assert "appointment_id" not in request.session


def test_a_closed_account_has_no_capacity(account: Account) -> None:
    session = ask(account).session
    account = close_account(account=account, reason="离职", capacity=SYSTEM)
    assert ask(account, session).capacity is None


def test_pages_come_in_the_language_of_the_account(account: Account) -> None:
    account.language = "en"
    request = ask(account)
    assert (request.language_of_page, request.LANGUAGE_CODE) == ("en", "en")


def test_a_language_chosen_on_this_device_wins(account: Account) -> None:
    account.language = "en"
    assert ask(account, django_language="zh-hans").language_of_page == "zh-hans"

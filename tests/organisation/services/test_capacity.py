"""In which capacity a signed-in person acts: theirs alone, with power today, and chosen by themselves."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory

from chengzhi.kernel.errors import NotFound
from chengzhi.kernel.models import Account
from chengzhi.organisation.models import Appointment, Unit
from chengzhi.organisation.services import choose_capacity, present_capacity
from chengzhi.organisation.services.capacity import SESSION_KEY
from tests.factories.organisation import make_appointment, make_capacity, make_person, make_post
from tests.organisation.conftest import TODAY


@pytest.fixture
def account(office: Unit, street: Unit) -> Account:
    """Somebody with a regular post and one on loan."""
    person = make_person("张丽", username="zhangli")
    make_appointment(person, make_post(office, name="办事员"))
    lent = make_post(street, name="专班成员")
    make_appointment(person, lent, kind="secondment", since=date(2026, 1, 1), until=date(2027, 1, 1))
    assert person.account is not None
    return person.account


def request_of(user: Any, **session: Any) -> Any:
    request = RequestFactory().get("/")
    request.user = user
    request.session = SessionStore()
    request.session.update(session)
    return request


def held(account: Account, name: str) -> Appointment:
    return Appointment.objects.get(person__account=account, post__name=name)


@pytest.mark.parametrize("name", ["办事员", "专班成员"])
def test_any_of_the_own_posts_can_be_chosen_and_stays(account: Account, name: str) -> None:
    request = request_of(account)
    assert choose_capacity(request, held(account, name).pk).post_name == name
    assert request.capacity.post_name == name
    later = request_of(account, **{SESSION_KEY: request.session[SESSION_KEY]})
    chosen = present_capacity(later)
    assert chosen is not None
    assert chosen.post_name == name


@pytest.mark.parametrize("wrong", [0, -1, 999_999])
def test_what_nobody_holds_cannot_be_chosen(account: Account, wrong: int) -> None:
    request = request_of(account)
    with pytest.raises(NotFound):
        choose_capacity(request, wrong)
    assert SESSION_KEY not in request.session


def test_the_post_of_another_cannot_be_chosen(account: Account, office: Unit) -> None:
    foreign = make_capacity({}, unit=office, username="lijun")
    with pytest.raises(NotFound):
        choose_capacity(request_of(account), foreign.appointment_id or 0)


def test_a_post_that_is_over_cannot_be_chosen(account: Account) -> None:
    lent = held(account, "专班成员")
    Appointment.objects.filter(pk=lent.pk).update(valid_to=TODAY)
    with pytest.raises(NotFound):
        choose_capacity(request_of(account), lent.pk)


@pytest.mark.parametrize("rubbish", ["x", None, 1.5, [], {}])
def test_rubbish_in_the_session_is_no_choice(account: Account, rubbish: Any) -> None:
    Appointment.objects.filter(kind="secondment").delete()
    capacity = present_capacity(request_of(account, **{SESSION_KEY: rubbish}))
    assert capacity is not None
    assert capacity.post_name == "办事员"


def test_a_visitor_has_none(db: None) -> None:
    assert present_capacity(request_of(AnonymousUser())) is None


def test_somebody_without_a_post_has_none(db: None) -> None:
    account = Account.objects.create_user("stray", "a-long-passphrase")
    request = request_of(account, **{SESSION_KEY: 5})
    assert present_capacity(request) is None
    assert SESSION_KEY not in request.session


def test_nobody_is_put_into_one_of_several_without_having_chosen(account: Account) -> None:
    assert present_capacity(request_of(account)) is None


def test_a_new_session_begins_with_the_capacity_of_last_time(account: Account) -> None:
    choose_capacity(request_of(account), held(account, "专班成员").pk)
    capacity = present_capacity(request_of(account))
    assert capacity is not None
    assert capacity.post_name == "专班成员"


def test_the_last_capacity_without_power_today_is_not_taken_up_again(account: Account) -> None:
    lent = held(account, "专班成员")
    choose_capacity(request_of(account), lent.pk)
    Appointment.objects.filter(pk=lent.pk).update(valid_to=TODAY)
    capacity = present_capacity(request_of(account))
    assert capacity is not None
    assert capacity.post_name == "办事员"

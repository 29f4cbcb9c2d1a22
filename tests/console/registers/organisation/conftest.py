from collections.abc import Callable, Mapping
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.models import Account
from chengzhi.kernel.permissions import Permission as Kernel
from chengzhi.organisation.models import Person, Post, Unit
from chengzhi.organisation.permissions import Permission
from tests.factories.organisation import make_capacity, make_person, make_post, make_unit

SignIn = Callable[..., Client]
CITY = Scope.CITY
READER = {Permission.READ_REGISTER: CITY}
PERSONNEL = {
    **READER, Permission.MANAGE_UNITS: CITY, Permission.MANAGE_POSTS: CITY, Permission.MANAGE_PEOPLE: CITY,
    Permission.MANAGE_APPOINTMENTS: CITY,
}  # fmt: skip
SECURITY = {**READER, Permission.MANAGE_ACCOUNTS: CITY, Permission.MANAGE_ROLES: CITY}
AUDIT = {**READER, Permission.READ_ACTS: CITY, Kernel.READ_AUDIT: CITY}
ROLES: dict[str, Mapping[str, Scope]] = {
    "nobody": {}, "reader": READER, "personnel": PERSONNEL, "security": SECURITY, "audit": AUDIT,
}  # fmt: skip
DAY, DOCUMENT = "2035-03-01", "崇编〔2035〕3号"
GROUND = {"on": DAY, "document": DOCUMENT}


@pytest.fixture
def office(db: None) -> Unit:
    return make_unit("城东街道城综办", code="czb-east", short_name="城东城综办", codes=("320613001",))


@pytest.fixture
def capacity_of_role(office: Unit) -> Callable[[str], Capacity]:
    """Return a capacity that holds the rights of a named role."""

    def make(role: str) -> Capacity:
        return make_capacity(ROLES[role], username=f"user-{role}", name="刘书琴")

    return make


@pytest.fixture
def browser_of(capacity_of_role: Callable[[str], Capacity]) -> SignIn:
    """Return a browser of somebody with the rights of a named role."""

    def sign_in(role: str) -> Client:
        client = Client()
        client.force_login(Account.objects.get(pk=capacity_of_role(role).account_id))
        return client

    return sign_in


LATER = date(2035, 3, 1)


def act_url(unit: Unit, name: str) -> str:
    return reverse("console:unit_act", args=[unit.pk, name])


@pytest.fixture
def post(office: Unit) -> Post:
    return make_post(office, name="受理员", headcount=1)


@pytest.fixture
def person(office: Unit) -> Person:
    return make_person("张丽", phone="13812346621", pinyin="zhangli zl")


def person_url(person: Person, act: str) -> str:
    return reverse("console:person_act", args=[person.pk, act])


@pytest.fixture
def holder(office: Unit) -> Person:
    """Return somebody with an account."""
    return make_person("张丽", username="zhangli")


def account_url(person: Person, act: str) -> str:
    return reverse("console:account_act", args=[person.account_id, act])

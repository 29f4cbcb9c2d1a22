import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from chengzhi.catalogue.models import Category, Edition
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.models import Account
from tests.factories.city import City, make_city, make_person, make_role

SignIn = Callable[[Capacity], Client]
RIGHTS = ("organisation.register.read", "catalogue.standard.read", "catalogue.standard.manage")


@pytest.fixture
def city(db: None) -> City:
    return make_city()


@pytest.fixture
def keeper(city: City) -> Capacity:
    """Return who keeps the catalogue."""
    return make_person("黄爱华", city.units["centre"], make_role("keeper", dict.fromkeys(RIGHTS, Scope.CITY)))


@pytest.fixture
def signed_in() -> SignIn:
    """Return a browser of the person who holds a capacity."""

    def sign_in(capacity: Capacity) -> Client:
        client = Client()
        client.force_login(Account.objects.get(pk=capacity.account_id))
        return client

    return sign_in


@pytest.fixture
def client(keeper: Capacity, signed_in: SignIn) -> Client:
    return signed_in(keeper)


FACTS = {
    "closing_rule": "清走",
    "limit_value": "2",
    "limit_unit": "emergency_hour",
    "limit_note": "",
    "source": "市标准",
}


def url(name: str, *args: Any) -> str:
    return reverse(f"console:{name}", args=args)


def post(client: Client, name: str, /, *args: Any, **values: Any) -> Any:
    return client.post(url(name, *args), values)


def today() -> dt.date:
    return clock.now().date()


@pytest.fixture
def older(city: City) -> Category:
    """Return what 占道经营 is called in an edition that has the classes the other way round."""
    edition = Edition.objects.create(
        code="old", name="旧版", valid_from=dt.date(2010, 1, 1), valid_to=dt.date(2020, 1, 1)
    )
    return Category.objects.create(
        edition=edition, kind="event", big_code="04", big_name="突发事件", code="0402", name="占道摆摊", key="占道摆摊"
    )

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.models import Account
from tests.factories.city import City, make_city, make_person, make_role

SignIn = Callable[[Capacity], Client]
RIGHTS = ("organisation.register.read", "cases.rules.manage", "kernel.system.manage")


@pytest.fixture
def city(db: None) -> City:
    return make_city()


@pytest.fixture
def keeper(city: City) -> Capacity:
    """Return who keeps rules and calendar."""
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


def url(name: str, *args: Any) -> str:
    return reverse(f"console:{name}", args=args)


def post(client: Client, name: str, /, *args: Any, **values: Any) -> Any:
    return client.post(url(name, *args), values)


def day(offset: int = 0) -> date:
    return clock.now().date() + timedelta(days=offset)

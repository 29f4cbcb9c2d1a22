import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from chengzhi.grid.models import Part
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.models import Account
from tests.factories.city import LAT, LON, STREET, City, make_city, make_person, make_role
from tests.factories.grid import polygon

SignIn = Callable[[Capacity], Client]
RIGHTS = (
    "organisation.register.read", "grid.register.read", "grid.cell.manage", "grid.part.manage", "grid.duty.manage",
)  # fmt: skip


@pytest.fixture
def city(db: None) -> City:
    return make_city()


@pytest.fixture
def keeper(city: City) -> Capacity:
    """Return who keeps the grid."""
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


CODE = f"{STREET}001001"


PART = "3206130101000001"


def url(name: str, *args: Any) -> str:
    return reverse(f"console:{name}", args=args)


def post(client: Client, name: str, /, *args: Any, **values: Any) -> Any:
    return client.post(url(name, *args), values)


def day(offset: int = 0) -> str:
    return (clock.now().date() + timedelta(days=offset)).isoformat()


def boundary(edge: float = 0.02, *, west: float = LON - 0.02) -> str:
    return json.dumps(
        polygon((west, LAT - edge), (LON + edge, LAT - edge), (LON + edge, LAT + edge), (west, LAT + edge))
    )


@pytest.fixture
def part(client: Client) -> Part:
    values = {
        "code": PART, "lon": str(LON), "lat": str(LAT), "datum": "cgcs2000", "name": "雨水井盖", "state": "intact",
        "competent_name": "排水处", "owner_name": "", "maintainer_name": "", "note": "", "on": "2026-01-01",
    }  # fmt: skip
    assert post(client, "part_act", "new", "register", **values).status_code == 302
    return Part.objects.get(code=PART)

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from chengzhi.cases.models import Channel
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.models import Account
from tests.factories.city import LAT, LON, City, make_city

SignIn = Callable[[Capacity], Client]


@pytest.fixture
def city(db: None) -> City:
    city = make_city()
    Channel.objects.create(code="leader", name="领导交办", name_en="Leader", kind="leader")
    return city


@pytest.fixture
def signed_in() -> SignIn:
    """Return a browser of the person who holds a capacity."""

    def sign_in(capacity: Capacity) -> Client:
        client = Client()
        client.force_login(Account.objects.get(pk=capacity.account_id))
        return client

    return sign_in


@pytest.fixture
def call(city: City) -> dict[str, Any]:
    """Return what a clerk has filled in when the call is over."""
    return {
        "channel": "hotline", "words": "菜场西门外面垃圾堆了两天，很臭", "place": "学田菜场西门", "lon": str(LON), "lat": str(LAT),
        "datum": "cgcs2000", "category": str(city.categories["暴露垃圾"].pk), "by_hand": "1", "callback": "sms",
        "phone": "138 1234 6621", "reporter": "王女士", "idempotency_key": "call-1",
    }  # fmt: skip

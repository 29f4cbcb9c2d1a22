from collections.abc import Callable

import pytest
from django.test import Client

from chengzhi.kernel.access import Capacity
from chengzhi.kernel.models import Account
from tests.factories.city import City, make_city

SignIn = Callable[[Capacity], Client]


@pytest.fixture
def city(db: None) -> City:
    return make_city()


@pytest.fixture
def signed_in() -> SignIn:
    """Return a browser of the person who holds a capacity."""

    def sign_in(capacity: Capacity) -> Client:
        client = Client()
        client.force_login(Account.objects.get(pk=capacity.account_id))
        return client

    return sign_in

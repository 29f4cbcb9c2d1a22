from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from chengzhi.evidence.selectors import ready_store
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.models import Account
from tests.factories.city import City, make_city
from tests.factories.evidence import jpeg

SignIn = Callable[[Capacity], Client]


@pytest.fixture
def city(db: None) -> City:
    ready_store()  # marked before rows without bytes could make it look like the wrong disk
    return make_city()


@pytest.fixture
def shot() -> SimpleUploadedFile:
    return SimpleUploadedFile("现场.jpg", jpeg(), "image/jpeg")


@pytest.fixture
def phone_of() -> SignIn:
    """Return the phone of the person who holds a capacity, signed in."""

    def sign_in(capacity: Capacity) -> Client:
        client = Client()
        client.force_login(Account.objects.get(pk=capacity.account_id or 0))
        return client

    return sign_in

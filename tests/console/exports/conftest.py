from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from chengzhi.console.exports import store
from chengzhi.console.exports.store import Export
from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.models import Account
from tests.factories.city import City, make_city, make_person, make_role

SignIn = Callable[[Capacity], Client]
Ask = Callable[..., Export]
RIGHTS = {"cases.case.read": Scope.CITY, "cases.case.export": Scope.CITY}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: object) -> Path:
    """Have a media folder of one's own."""
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]  # pytest-django's wrapper
    return tmp_path


@pytest.fixture
def city(db: None) -> City:
    """Return the miniature with ella, who reads everything and may export, and a colleague with the same rights."""
    found = make_city()
    role = make_role("exporter", RIGHTS)
    for name in ("ella", "emil"):
        found.people[name] = make_person(name, found.units["centre"], role)
    return found


@pytest.fixture
def signed_in() -> SignIn:
    def sign_in(capacity: Capacity) -> Client:
        client = Client()
        client.force_login(Account.objects.get(pk=capacity.account_id))
        return client

    return sign_in


@pytest.fixture
def client(city: City, signed_in: SignIn) -> Client:
    return signed_in(city.ella)


@pytest.fixture
def asked(city: City) -> Ask:
    """Return an export that stands in the queue."""

    def ask(name: str = "doing", viewer: Capacity | None = None, **params: str) -> Export:
        found, _is_new = store.ask(
            viewer=viewer or city.ella, list_name=name, title="在办", params=params, conditions=[], expected=2
        )
        return found

    return ask

"""A miniature city with programs in it: tokens for its people, and a client that speaks JSON."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from chengzhi.api.access import forget_all
from chengzhi.cases.selectors.registers import forget_channels
from chengzhi.evidence.models import Item
from chengzhi.evidence.store import current_store
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.models import Role, RoleGrant
from chengzhi.kernel.token_scopes import scopes_within
from chengzhi.organisation.selectors import capacity_of
from chengzhi.organisation.services import Wish, issue_token
from tests.factories.city import City, make_city
from tests.factories.media import photo


@dataclass
class Program:
    """A program with a token: asks, and reads what it is told."""

    secret: str

    def __post_init__(self) -> None:
        self.client = Client(raise_request_exception=False)

    def get(self, address: str, **headers: str) -> Any:
        return self.client.get(f"/api/v1{address}", headers=self._headers(headers))

    def post(self, address: str, body: Any = None, *, key: str | None = "", **headers: str) -> Any:
        given = self._headers(headers)
        if key is not None:
            given["Idempotency-Key"] = key or uuid4().hex
        text = body if isinstance(body, str | bytes) else json.dumps(body)
        return self.client.post(f"/api/v1{address}", text, content_type="application/json", headers=given)

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        named = {name.replace("_", "-"): value for name, value in more.items()}
        return {"Authorization": f"Bearer {self.secret}", **named}


MakeProgram = Callable[..., Program]


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    """Begin with nothing held in memory: each test has its own tokens and channels."""
    forget_all()
    forget_channels()
    yield
    forget_all()


@pytest.fixture
def city(db: None) -> City:
    return make_city()


@pytest.fixture
def store() -> None:
    """Have a media store that is known to be the right one, although some test photos have no bytes in it."""
    current_store().mark()


def make_program(capacity: Capacity, *scopes: str, territory: str = "", days: int = 30) -> Program:
    """Return a program acting for somebody, with the scopes named or all that are of use to them."""
    wish = Wish(
        label="对接测试",
        scopes=scopes or tuple(scopes_within(capacity.grants)),
        expires_at=clock.now() + timedelta(days=days),
        territory=territory,
    )
    return Program(issue_token(wish, capacity=capacity).secret)


@pytest.fixture
def program() -> MakeProgram:
    return make_program


def photo_of(capacity: Capacity) -> Item:
    """Return a photo that somebody has handed in and not yet tied to anything."""
    facts = {"blob": photo().blob, "filename": "现场.jpg", "source": "camera", "uploaded_at": clock.now()}
    return Item.objects.create(uploaded_by_id=capacity.account_id, **facts)


REGISTERS = ("organisation.register.read", "grid.register.read", "catalogue.standard.read")


def register_reader(city: City) -> Capacity:
    """Return alice with the right to read every register."""
    role = Role.objects.get(code="acceptor")
    RoleGrant.objects.bulk_create([RoleGrant(role=role, permission=right, scope="city") for right in REGISTERS])
    capacity = capacity_of(city.alice.appointment_id or 0)
    assert capacity is not None
    return capacity


@pytest.fixture
def librarian(city: City) -> Capacity:
    return register_reader(city)


@pytest.fixture
def reader(librarian: Capacity) -> Program:
    """Return a program of somebody who may read every register."""
    return make_program(librarian)


def items(program: Program, address: str) -> list[dict[str, Any]]:
    """Return what a list holds."""
    answer = program.get(address)
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["items"]
    return found

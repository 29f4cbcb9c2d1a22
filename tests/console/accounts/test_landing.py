from types import SimpleNamespace

import pytest
from django.test import RequestFactory

from chengzhi.console.accounts.landing import home_of, is_field_only, landing
from chengzhi.kernel.access import Capacity, Scope
from tests.factories.city import ROLES

OWN, UNIT, CITY = Scope.OWN, Scope.UNIT, Scope.CITY


def holding(**grants: Scope) -> Capacity:
    return Capacity(grants={name.replace("__", "."): scope for name, scope in grants.items()})


@pytest.mark.parametrize(
    ("role", "is_field"),
    [
        ("acceptor", False),
        ("duty", False),
        ("department", False),
        ("handler", True),
        ("collector", True),
        ("leader", False),
    ],
)
def test_only_own_work_on_the_spot_begins_in_the_field(role: str, is_field: bool) -> None:  # noqa: FBT001  a table
    capacity = Capacity(grants=ROLES[role])
    assert is_field_only(capacity) is is_field
    assert home_of(capacity) == ("/field/" if is_field else "/console/work/")


def test_whoever_has_nothing_in_the_loop_begins_elsewhere() -> None:
    assert home_of(Capacity(grants={"kernel.audit.read": CITY})) in {"/console/registers/", "/console/me/"}
    assert not is_field_only(Capacity(grants={"cases.case.read": CITY}))


def request_of(capacity: Capacity | None, *, must_change: bool = False) -> object:
    request = RequestFactory().get("/")
    request.user = SimpleNamespace(must_change_password=must_change)  # type: ignore[assignment]  # only this is read
    request.capacity = capacity  # type: ignore[attr-defined]  # set by middleware elsewhere
    return request


def test_a_first_password_is_changed_before_anything() -> None:
    assert landing(request_of(Capacity(), must_change=True)) == "/accounts/password/change/"  # type: ignore[arg-type]


def test_several_capacities_are_asked_for_and_the_way_kept() -> None:
    assert landing(request_of(None), "/console/work/?a=1") == "/console/capacity/?next=/console/work/%3Fa%3D1"  # type: ignore[arg-type]
    assert landing(request_of(Capacity()), "/console/me/") == "/console/me/"  # type: ignore[arg-type]

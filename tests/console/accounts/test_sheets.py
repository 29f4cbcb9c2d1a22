"""Tokens as workbooks: one's own, or everybody's for the security administrator; never a secret."""

import pytest
from django.urls import reverse

from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity, Scope
from chengzhi.organisation.models import ApiToken
from tests.console.accounts.conftest import SignIn
from tests.factories.city import City, make_person, make_role
from tests.support.pages import rows_of

OWN, ALL = (reverse("console:export_list", args=[name]) for name in ("tokens", "tokens_all"))
DIGESTS = {"alice": "a" * 64, "bob": "b" * 64}


def token(holder: Capacity) -> None:
    ApiToken.objects.create(
        digest=DIGESTS[holder.person_name], prefix="cz_abcd", label=f"对接-{holder.person_name}", kind="standing",
        account_id=holder.account_id, appointment_id=holder.appointment_id, scopes=["cases:read", "reports:write"],
        issued_at=clock.now(), issued_by_id=holder.account_id, expires_at=clock.now(),
    )  # fmt: skip


@pytest.fixture(autouse=True)
def _issued(city: City) -> None:
    token(city.alice)
    token(city.bob)


def test_ones_own_are_told_and_nobody_elses(city: City, signed_in: SignIn) -> None:
    heads, row = rows_of(signed_in(city.alice).get(OWN))
    told = dict(zip(heads, row, strict=True))
    assert (told["用途"], told["开头"], told["范围"]) == ("对接-alice", "cz_abcd", "cases:read reports:write")


def test_everybodys_are_told_with_the_account_and_without_the_digest(city: City, signed_in: SignIn) -> None:
    keeper = make_person("safe", city.units["centre"], make_role("safety", {"organisation.account.manage": Scope.CITY}))
    _heads, *rows = rows_of(signed_in(keeper).get(ALL))
    assert {row[1] for row in rows} == {"对接-alice", "对接-bob"}
    assert not set(DIGESTS.values()) & {str(cell) for row in rows for cell in row}


def test_everybodys_are_closed_to_others(city: City, signed_in: SignIn) -> None:
    assert signed_in(city.alice).get(ALL).status_code == 404

"""From a token to a capacity: held for two seconds, never wider than the post, gone when it is withdrawn."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from chengzhi.api import access
from chengzhi.api.access import access_of
from chengzhi.api.problems import Problem
from chengzhi.kernel import clock
from chengzhi.kernel.access import Scope
from chengzhi.kernel.models import Account, Role, RoleGrant
from chengzhi.organisation.models import ApiToken, Appointment
from chengzhi.organisation.services import revoke_token
from tests.api.conftest import MakeProgram
from tests.factories.city import City

pytestmark = pytest.mark.django_db


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let time pass for what is held in memory."""
    passed = [0.0]
    real = access.time.monotonic
    monkeypatch.setattr(access.time, "monotonic", lambda: real() + passed[0])

    def wait(seconds: float = access.RECHECK_SECONDS + 0.1) -> None:
        passed[0] += seconds

    return wait


def test_a_token_acts_for_its_post_within_its_scopes(city: City, program: MakeProgram) -> None:
    found = access_of(program(city.alice, "cases:read").secret).capacity
    assert (found.person_name, dict(found.grants)) == ("alice", {"cases.case.read": Scope.CITY})
    assert (found.appointment_id, found.account_id) == (city.alice.appointment_id, city.alice.account_id)


def test_a_token_is_looked_up_once_in_two_seconds(
    city: City, program: MakeProgram, django_assert_num_queries: Any, later: Any
) -> None:
    secret = program(city.alice).secret
    access_of(secret)
    with django_assert_num_queries(0):
        access_of(secret)
    later()
    with django_assert_num_queries(1):
        access_of(secret)


def test_the_same_access_is_kept_while_nothing_changes(city: City, program: MakeProgram, later: Any) -> None:
    secret = program(city.alice).secret
    first = access_of(secret)
    later()
    assert access_of(secret) is first


@pytest.mark.parametrize("act", ["revoke", "close", "expire", "reset", "end"])
def test_what_is_withdrawn_stops_within_five_seconds(city: City, program: MakeProgram, later: Any, act: str) -> None:
    alice = program(city.alice)
    assert alice.get("/cases").status_code == 200
    token = ApiToken.objects.get()
    account = Account.objects.filter(pk=city.alice.account_id)
    {
        "revoke": lambda: revoke_token(token_id=token.pk, capacity=city.alice),
        "close": lambda: account.update(is_active=False),
        "expire": lambda: ApiToken.objects.update(
            issued_at=timezone.now() - timedelta(days=2), expires_at=timezone.now() - timedelta(days=1)
        ),
        "reset": lambda: account.update(must_change_password=True),
        "end": lambda: Appointment.objects.filter(pk=city.alice.appointment_id).update(valid_to="2020-02-01"),
    }[act]()
    later(5.0)
    assert alice.get("/cases").status_code == 401


def test_a_right_that_is_withdrawn_is_gone(city: City, program: MakeProgram, later: Any) -> None:
    alice = program(city.alice)
    assert alice.get("/cases").status_code == 200
    RoleGrant.objects.filter(role=Role.objects.get(code="acceptor"), permission="cases.case.read").delete()
    later()
    assert alice.get("/cases").status_code == 403


def test_a_token_is_not_held_beyond_its_last_moment(city: City, program: MakeProgram, later: Any) -> None:
    secret = program(city.alice).secret
    now = clock.now()
    ApiToken.objects.update(issued_at=now - timedelta(days=1), expires_at=now + timedelta(seconds=0.5))
    access_of(secret)
    assert access._held[secret].until - access.time.monotonic() <= 0.5


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Basic YTpi", "Bearer nonsense", "Bearer " + "x" * 9000, "bearer\tcz_x", "Token cz_x"],
)
def test_what_is_no_token_opens_nothing(db: None, header: str) -> None:
    answer = Client().get("/api/v1/cases", headers={"Authorization": header} if header else {})
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_the_day_of_use_is_noted_once(city: City, program: MakeProgram, later: Any) -> None:
    alice = program(city.alice)
    alice.get("/cases")
    assert ApiToken.objects.get().last_used_on == clock.now().date()


def test_the_register_is_brought_up_on_a_new_day(city: City, program: MakeProgram) -> None:
    tomorrow = clock.now() + timedelta(days=1)
    secret = program(city.alice).secret
    with clock.at(tomorrow):
        assert access_of(secret).capacity.person_name == "alice"


def test_memory_stays_bounded(city: City, program: MakeProgram, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "KEPT", 1)
    for capacity in (city.alice, city.bob):
        access_of(program(capacity).secret)
    assert len(access._held) == 1


def test_a_secret_is_kept_nowhere(city: City, program: MakeProgram) -> None:
    secret = program(city.alice).secret
    row = ApiToken.objects.values().get()
    assert secret not in str(row)
    assert secret.startswith(row["prefix"])


def test_an_appointment_that_moved_to_another_account_is_not_followed(
    city: City, program: MakeProgram, later: Any
) -> None:
    secret = program(city.alice).secret
    ApiToken.objects.update(account=city.bob.account_id)
    with pytest.raises(Problem):
        access_of(secret)

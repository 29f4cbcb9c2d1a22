"""Signing in through the API, and what a token says of itself."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.test import Client

from chengzhi.kernel.access import Capacity
from chengzhi.kernel.models import Account
from chengzhi.organisation.models import ApiToken, Appointment
from tests.api.conftest import MakeProgram, Program
from tests.factories.city import City

PASSWORD = "a-demo-passphrase"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_attempts() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def sign_in(capacity: Capacity, **facts: Any) -> Any:
    username = Account.objects.get(pk=capacity.account_id).username
    body = {"username": username, "password": PASSWORD, **facts}
    return Client().post("/api/v1/token", json.dumps(body), content_type="application/json")


def test_account_and_password_give_a_token_for_an_hour(city: City) -> None:
    answer = sign_in(city.alice)
    assert answer.status_code == 201, answer.content
    found = answer.json()
    assert (found["person_name"], found["post_name"], answer["Cache-Control"]) == ("alice", "acceptor", "no-store")
    token = ApiToken.objects.get()
    assert (token.kind, round((token.expires_at - token.issued_at).total_seconds())) == ("signed_in", 3600)
    assert Program(found["token"]).get("/cases").status_code == 200


@pytest.mark.parametrize("facts", [{"password": "wrong"}, {"username": "nobody"}])
def test_a_wrong_password_and_an_unknown_account_sound_the_same(city: City, facts: dict[str, str]) -> None:
    answer = sign_in(city.alice, **facts)
    assert (answer.status_code, answer.json()["detail"]) == (
        401,
        "账号或口令不对。请核对大小写，忘了口令请找安全管理员重置。",
    )
    assert not ApiToken.objects.exists()


def test_who_must_change_the_password_does_so_first(city: City) -> None:
    Account.objects.filter(pk=city.alice.account_id).update(must_change_password=True)
    answer = sign_in(city.alice)
    assert answer.status_code == 403
    assert "先改密码" in answer.json()["detail"]


def test_a_closed_account_gets_no_token(city: City) -> None:
    Account.objects.filter(pk=city.alice.account_id).update(is_active=False)
    assert sign_in(city.alice).status_code == 401


def test_too_many_wrong_passwords_pause_the_sign_in(city: City, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/5m/key"}
    found = [sign_in(city.alice, password="wrong").status_code for _each in range(4)]
    last = sign_in(city.alice)
    assert (found, last.status_code, last["Retry-After"]) == ([401, 401, 401, 429], 429, "300")


def test_whoever_holds_several_posts_names_one(city: City) -> None:
    held = Appointment.objects.get(pk=city.alice.appointment_id)
    bob = Appointment.objects.get(pk=city.bob.appointment_id)
    other = Appointment.objects.create(person=held.person, post=bob.post, kind="cross", valid_from=held.valid_from)
    unclear = sign_in(city.alice)
    assert (unclear.status_code, len(unclear.json()["choices"])) == (422, 2)
    assert sign_in(city.alice, appointment=other.pk).json()["post_name"] == "duty"
    assert sign_in(city.alice, appointment=city.carol.appointment_id).status_code == 422


def test_who_holds_no_post_gets_no_token(city: City) -> None:
    Appointment.objects.filter(pk=city.alice.appointment_id).update(valid_to="2020-02-01")
    answer = sign_in(city.alice)
    assert (answer.status_code, answer.json()["choices"]) == (422, [])


def test_a_sign_in_may_ask_for_less(city: City) -> None:
    assert sign_in(city.alice, scopes=["cases:read"]).json()["scopes"] == ["cases:read"]
    assert sign_in(city.alice, scopes=["cases:everything"]).status_code == 422
    assert list(sign_in(city.bob, scopes=["reports:write"]).json()["errors"]) == ["scopes"]


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_a_second_factor_is_asked_for_where_there_is_one(city: City) -> None:
    secret = generate_totp_secret()
    TOTP.activate(Account.objects.get(pk=city.alice.account_id), secret)
    assert sign_in(city.alice).status_code == 401
    assert sign_in(city.alice, code="000000").status_code == 401
    assert sign_in(city.alice, code=code_for(secret)).status_code == 201


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"username": 1, "password": "x"}', '{"username":"a","password":"b","x":1}']
)
def test_what_is_no_sign_in_is_refused(city: City, body: str) -> None:
    answer = Client().post("/api/v1/token", body, content_type="application/json")
    assert answer.status_code in {400, 422}


def test_a_token_tells_for_whom_it_acts(city: City, program: MakeProgram) -> None:
    found = program(city.erin, "cases:read", "reports:write", territory="320613006001").get("/token").json()
    assert (found["person_name"], found["scopes"]) == ("erin", ["cases:read", "reports:write"])
    assert found["rights"] == {"cases.case.read": "territory", "cases.case.report": "territory"}
    assert found["territory"] == ["320613006001"]


def test_nothing_is_told_without_a_token(city: City) -> None:
    answer = Client().get("/api/v1/token")
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="chengzhi"')

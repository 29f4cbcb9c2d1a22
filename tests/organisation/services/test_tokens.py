"""API tokens: issued within one's own post, revoked by their holder or the administrator, recorded either way."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chengzhi.kernel import clock
from chengzhi.kernel.access import SYSTEM, Capacity, Scope
from chengzhi.kernel.errors import BadInput, NotFound
from chengzhi.kernel.token_scopes import TokenScope
from chengzhi.organisation.models import ApiAnswer, ApiToken, RegisterAct
from chengzhi.organisation.selectors.tokens import answer_given, digest_of, present_token
from chengzhi.organisation.services import tokens
from chengzhi.organisation.services.tokens import (
    Wish,
    forget_ended_tokens,
    issue_token,
    keep_answer,
    note_token_used,
    revoke_token,
    sign_in_token,
)
from tests.factories.organisation import make_capacity, make_unit

READ = {"cases.case.read": Scope.TERRITORY, "cases.case.report": Scope.TERRITORY}
YESTERDAY = datetime(2026, 11, 22, 8, tzinfo=UTC)  # the day before the fixed one of these tests
pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> Capacity:
    unit = make_unit("学田街道", codes=("320613006",))
    return make_capacity(READ, unit=unit, name="李强", username="liqiang")


def wish(**facts: Any) -> Wish:
    given = {"label": "热线对接", "scopes": ("cases:read",), "expires_at": clock.now() + timedelta(days=30)}
    return Wish(**{**given, **facts})


def test_a_token_is_issued_for_the_post_and_recorded(clerk: Capacity) -> None:
    issued = issue_token(wish(), capacity=clerk)
    token = ApiToken.objects.get()
    assert (token.account_id, token.appointment_id, token.scopes) == (
        clerk.account_id,
        clerk.appointment_id,
        ["cases:read"],
    )
    assert token.digest == digest_of(issued.secret)
    act = RegisterAct.objects.get()
    assert (act.act, act.person_id, act.account_id) == ("issue_token", clerk.person_id, clerk.account_id)
    assert "热线对接" in act.note
    assert issued.secret not in act.note


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"label": "  "}, "label"), ({"label": "字" * 61}, "label"), ({"scopes": ()}, "scopes"),
        ({"scopes": ("organisation:read",)}, "scopes"), ({"scopes": ("cases:read", "root")}, "scopes"),
        ({"expires_at": YESTERDAY}, "expires_at"),
        ({"expires_at": YESTERDAY + timedelta(days=400)}, "expires_at"), ({"territory": "32061"}, "territory"),
        ({"territory": "3206130060"}, "territory"), ({"territory": "x"}, "territory"), ({"territory": "320614"}, "territory"),
    ],
)  # fmt: skip
def test_a_wish_beyond_the_post_is_refused_by_field(clerk: Capacity, facts: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as caught:
        issue_token(wish(**facts), capacity=clerk)
    assert list(caught.value.errors) == [field]
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize("territory", ["", "320613006", "320613006001", "320613006001002"])
def test_a_token_may_be_narrower(clerk: Capacity, territory: str) -> None:
    assert issue_token(wish(territory=territory), capacity=clerk).token.territory == territory


def test_nobody_holds_more_than_twenty_live_tokens(clerk: Capacity, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "MOST_TOKENS", 1)
    first = issue_token(wish(), capacity=clerk).token
    with pytest.raises(BadInput, match="先吊销"):
        issue_token(wish(), capacity=clerk)
    revoke_token(token_id=first.pk, capacity=clerk)
    assert issue_token(wish(), capacity=clerk).token.pk != first.pk


@pytest.mark.parametrize("capacity", [SYSTEM, Capacity(account_id=999999, person_id=1, appointment_id=1)])
def test_only_somebody_with_an_account_and_a_post_gets_a_token(capacity: Capacity) -> None:
    with pytest.raises(NotFound):
        issue_token(wish(), capacity=capacity)


def test_signing_in_without_an_account_is_not_found() -> None:
    with pytest.raises(NotFound):
        sign_in_token(capacity=Capacity(grants=READ))


def test_a_sign_in_holds_an_hour_with_all_that_is_of_use(clerk: Capacity) -> None:
    token = sign_in_token(capacity=clerk).token
    assert set(token.scopes) == {TokenScope.CASES_READ, TokenScope.REPORTS_WRITE, TokenScope.MEDIA_WRITE}
    assert not RegisterAct.objects.exists()


def test_a_revoked_token_is_not_present_and_the_act_is_recorded_once(clerk: Capacity) -> None:
    issued = issue_token(wish(), capacity=clerk)
    for _each in range(2):
        revoke_token(token_id=issued.token.pk, capacity=clerk)
    assert present_token(issued.secret) is None
    assert RegisterAct.objects.filter(act="revoke_token").count() == 1


def test_the_administrator_and_the_system_revoke_anybodys(clerk: Capacity) -> None:
    manager = make_capacity({"organisation.account.manage": Scope.CITY}, name="安全", username="anquan")
    for capacity in (manager, SYSTEM):
        token = issue_token(wish(), capacity=clerk).token
        assert revoke_token(token_id=token.pk, capacity=capacity).revoked_at is not None


def test_somebody_elses_token_does_not_exist(clerk: Capacity) -> None:
    token = issue_token(wish(), capacity=clerk).token
    for capacity in (make_capacity(READ, name="别人", username="bieren"), Capacity()):
        with pytest.raises(NotFound):
            revoke_token(token_id=token.pk, capacity=capacity)


def test_the_day_of_use_is_noted(clerk: Capacity) -> None:
    token = issue_token(wish(), capacity=clerk).token
    note_token_used(token.pk)
    assert ApiToken.objects.get().last_used_on == clock.now().date()


def test_an_answer_is_kept_once_and_forgotten_after_a_week(clerk: Capacity) -> None:
    account = clerk.account_id or 0
    facts: dict[str, Any] = {"account_id": account, "fingerprint": "f", "status": 201, "body": {"id": 1}}
    kept = keep_answer(key="k", **facts)
    assert answer_given(account, "k") == kept
    assert answer_given(account, "other") is None
    assert forget_ended_tokens() == 0
    with clock.at(clock.now() + timedelta(days=8)):
        assert forget_ended_tokens() == 1
    assert not ApiAnswer.objects.exists()


def test_ended_sign_ins_are_forgotten_but_issued_tokens_stay(clerk: Capacity) -> None:
    sign_in_token(capacity=clerk)
    issue_token(wish(), capacity=clerk)
    with clock.at(clock.now() + timedelta(days=400)):
        assert forget_ended_tokens() == 1
    assert ApiToken.objects.get().kind == "standing"

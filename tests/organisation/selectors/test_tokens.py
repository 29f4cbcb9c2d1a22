"""Finding a token by its secret, and whose tokens one may see."""

from datetime import timedelta
from typing import Any

import pytest

from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.errors import Forbidden
from chengzhi.kernel.models import Account
from chengzhi.organisation.selectors.tokens import all_tokens, digest_of, own_tokens, present_token
from chengzhi.organisation.services.tokens import Wish, issue_token, sign_in_token
from tests.factories.organisation import make_capacity

READ = {"cases.case.read": Scope.CITY}
pytestmark = pytest.mark.django_db


def issued(capacity: Capacity) -> str:
    wish = Wish(label="对接", scopes=("cases:read",), expires_at=clock.now() + timedelta(days=1))
    return issue_token(wish, capacity=capacity).secret


def test_a_token_is_found_in_one_statement_with_the_state_of_the_register(django_assert_num_queries: Any) -> None:
    capacity = make_capacity(READ, username="a")
    secret = issued(capacity)
    with django_assert_num_queries(1):
        found = present_token(secret)
    assert found is not None
    assert (found.account_id, found.appointment_id, found.scopes) == (
        capacity.account_id,
        capacity.appointment_id,
        ("cases:read",),
    )
    assert found.number > 0


@pytest.mark.parametrize("secret", ["", "x", "cz_", "cz_' OR 1=1 --", "\x00" * 3, "字"])
def test_what_is_no_secret_finds_nothing(secret: str) -> None:
    assert present_token(secret) is None


def test_the_token_of_a_closed_account_is_not_present() -> None:
    capacity = make_capacity(READ, username="a")
    secret = issued(capacity)
    Account.objects.filter(pk=capacity.account_id).update(is_active=False)
    assert present_token(secret) is None


def test_one_sees_ones_own_issued_tokens_only() -> None:
    mine, other = make_capacity(READ, username="a"), make_capacity(READ, username="b")
    issued(mine)
    issued(other)
    sign_in_token(capacity=mine)
    assert [one.account_id for one in own_tokens(mine)] == [mine.account_id]


def test_only_who_manages_accounts_sees_all() -> None:
    manager = make_capacity({"organisation.account.manage": Scope.CITY}, username="m")
    mine = make_capacity(READ, username="a")
    issued(mine)
    assert all_tokens(manager).count() == 1
    with pytest.raises(Forbidden):
        all_tokens(mine)


def test_a_digest_is_sha_256() -> None:
    assert digest_of("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

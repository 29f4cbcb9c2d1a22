"""Tokens from the command line."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from chengzhi.kernel.access import Scope
from chengzhi.organisation.models import ApiToken
from chengzhi.organisation.selectors.tokens import present_token
from tests.factories.organisation import make_capacity

READ = {"cases.case.read": Scope.CITY}
pytestmark = pytest.mark.django_db


def run(*words: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("api_token", *words, stdout=out, stderr=err)
    return out.getvalue().strip(), err.getvalue().strip()


def test_a_token_is_issued_listed_and_revoked() -> None:
    make_capacity(READ, username="alice")
    secret, told = run("issue", "alice", "--label", "对接", "--days", "5")
    assert present_token(secret) is not None
    assert "cases:read" in told
    listed, _err = run("list")
    assert "alice" in listed
    assert "有效到" in listed
    run("revoke", str(ApiToken.objects.get().pk))
    assert present_token(secret) is None
    assert "已吊销" in run("list")[0]


def test_a_scope_and_a_post_may_be_named() -> None:
    capacity = make_capacity({**READ, "cases.case.report": Scope.CITY}, username="alice")
    run("issue", "alice", "--label", "x", "--scope", "cases:read", "--appointment", str(capacity.appointment_id))
    assert ApiToken.objects.get().scopes == ["cases:read"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("issue", "nobody", "--label", "x"), "没有账号"), (("issue", "alice", "--label", "x", "--appointment", "9"), "没有账号"),
        (("issue", "alice", "--label", "x", "--days", "900"), "一年之内"), (("revoke", "99"), "没有找到"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said(words: tuple[str, ...], told: str) -> None:
    make_capacity(READ, username="alice")
    with pytest.raises(CommandError, match=told):
        run(*words)

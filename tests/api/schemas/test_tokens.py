"""What signing in takes."""

from typing import Any

import pytest
from pydantic import ValidationError

from chengzhi.api.schemas.tokens import SignIn
from chengzhi.kernel.token_scopes import TokenScope

LEAST = {"username": "shouli1", "password": "x"}


@pytest.mark.parametrize("scope", list(TokenScope))
def test_every_scope_may_be_asked_for(scope: TokenScope) -> None:
    assert SignIn(**LEAST, scopes=[scope.value]).scopes == [scope]


@pytest.mark.parametrize(
    "given",
    [
        {"username": ""}, {"username": "x" * 65}, {"password": ""}, {"password": "x" * 201}, {"code": "1" * 17},
        {"appointment": 0}, {"scopes": ["everything"]}, {"scopes": ["cases:read"] * 21}, {"remember": True},
    ],
    ids=lambda one: str(one)[:40],
)  # fmt: skip
def test_what_cannot_be_given_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        SignIn(**{**LEAST, **given})

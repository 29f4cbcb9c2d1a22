"""Idempotency keys: what will do as one, and what is kept of it."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation

from chengzhi.api import keys
from chengzhi.api.problems import Problem


def kept(given: str, account: int | None = 1) -> str:
    return keys.idempotency_key(RequestFactory().post("/", headers={"Idempotency-Key": given}), account)


def test_the_same_key_of_the_same_account_is_kept_alike() -> None:
    assert kept("once") == kept(" once ") == kept("once", 1)


def test_keys_of_two_accounts_never_meet() -> None:
    assert len({kept("once", 1), kept("once", 2), kept("once", None), kept("1:once", 1)}) == 4


def test_what_is_kept_has_one_length_and_does_not_show_the_key() -> None:
    assert {len(kept(one)) for one in ("a", "x" * keys.LONGEST)} == {64}
    assert "secret-order-7" not in kept("secret-order-7")


@pytest.mark.parametrize("given", ["x", "a b", "~!@#$%^&*()", "x" * 128, "0" * 36])
def test_printable_ascii_will_do(given: str) -> None:
    assert kept(given)


@pytest.mark.parametrize("given", ["x" * 129, "钥匙", "a\x00b", "a\tb", "é"])
def test_what_is_too_long_or_not_printable_will_not(given: str) -> None:
    with pytest.raises(Problem) as refused:
        kept(given)
    assert (refused.value.status, refused.value.kind) == (400, "key")
    assert "128" in refused.value.detail


@pytest.mark.parametrize("given", ["", "   "])
def test_a_request_without_a_key_hears_what_one_is(given: str) -> None:
    with pytest.raises(Problem) as refused:
        kept(given)
    assert "UUID" in refused.value.detail


def test_english_readers_hear_it_in_english() -> None:
    with translation.override("en"), pytest.raises(Problem) as refused:
        kept("")
    assert refused.value.detail.isascii()


def test_a_key_used_for_something_else_cannot_be_processed() -> None:
    problem = keys.told_otherwise()
    assert (problem.status, problem.kind) == (422, "key")
    assert "换一个新的" in problem.detail


def test_a_replayed_answer_is_marked_and_otherwise_the_same() -> None:
    found = keys.replayed(HttpResponse(b"{}", status=201))
    assert (found.status_code, found.content, found["Idempotent-Replayed"]) == (201, b"{}", "true")

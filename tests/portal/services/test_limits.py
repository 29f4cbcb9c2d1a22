"""How often one address may act, and that one act does not use up another's share."""

import pytest
from django.core.cache import cache
from django.http import HttpRequest
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from chengzhi.portal.services import limits
from chengzhi.portal.services.limits import RATES, Rate, TooOften, spend, spend_on


def visitor(address: str = "203.0.113.7") -> HttpRequest:
    return RequestFactory().get("/", REMOTE_ADDR=address)


@pytest.fixture(autouse=True)
def _narrow(settings: Settings) -> None:
    settings.PORTAL_RATES = {"report": Rate(2, 600), "lookup": Rate(1, 60), "number": Rate(1, 3600)}


def test_acts_within_the_limit_pass_and_the_next_is_stopped() -> None:
    for _time in range(2):
        spend(visitor(), "report")
    with pytest.raises(TooOften, match="请过 10 分钟再试") as refusal:
        spend(visitor(), "report")
    assert refusal.value.status == 429


def test_whoever_is_stopped_hears_where_to_call() -> None:
    spend(visitor(), "lookup")
    with pytest.raises(TooOften, match=r"12345.*110"):
        spend(visitor(), "lookup")


def test_every_act_is_counted_by_itself() -> None:
    spend(visitor(), "lookup")
    spend(visitor(), "report")


def test_every_address_is_counted_by_itself() -> None:
    spend(visitor(), "lookup")
    spend(visitor("203.0.113.8"), "lookup")


def test_a_number_is_guarded_whoever_asks() -> None:
    spend_on("number", "20261123-0402")
    with pytest.raises(TooOften):
        spend_on("number", "20261123-0402")
    spend_on("number", "20261123-0403")


def test_acts_without_a_setting_have_the_limit_of_the_house() -> None:
    for _time in range(RATES["answer"].most):
        spend(visitor(), "answer")
    with pytest.raises(TooOften):
        spend(visitor(), "answer")


def test_no_address_stands_in_the_cache() -> None:
    seen: list[str] = []
    before = cache.add
    try:
        cache.add = lambda key, *rest: seen.append(key) or before(key, *rest)  # type: ignore[method-assign,func-returns-value]
        spend(visitor(), "report")
    finally:
        cache.add = before  # type: ignore[method-assign]
    assert seen
    assert "203.0.113.7" not in seen[0]


def test_a_count_that_runs_out_while_it_is_taken_stops_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_key: str) -> int:
        raise ValueError

    monkeypatch.setattr(limits.cache, "incr", gone)
    for _time in range(5):
        spend(visitor(), "lookup")


def test_limits_are_wide_enough_for_a_mobile_network() -> None:
    assert all(rate.most >= 10 and rate.seconds >= 600 for rate in RATES.values())

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from chengzhi.cases.models import Case
from tests.console.work.conftest import SignIn
from tests.factories.city import City
from tests.factories.loop import act, case_after, report


def plan(client: Client, step: str, cases: list[Case]) -> Any:
    return client.post(reverse("console:batch"), {"step": step, "case": [one.number for one in cases]})


def take(client: Client, step: str, cases: list[Case], **more: Any) -> Any:
    seen = {f"seen-{one.number}": one.step_seq for one in cases}
    given = {"step": step, "case": [one.number for one in cases], "idempotency_key": "b1", **seen, **more}
    return client.post(reverse("console:batch_take"), given, follow=True)


def states(*cases: Case) -> list[str]:
    return [Case.objects.get(pk=one.pk).state for one in cases]


def test_the_plan_says_what_would_happen_to_each(city: City, signed_in: SignIn) -> None:
    good, bad = report(city, is_urgent=True), report(city)
    page = plan(signed_in(city.alice), "accept", [good, bad]).content.decode()
    assert "公众诉求还没有核实，也没有照片。" in page
    assert "受理 1 件" in page
    assert states(good, bad) == ["reported", "reported"]


def test_each_is_taken_by_itself_and_both_counts_are_told(city: City, signed_in: SignIn) -> None:
    good, bad = report(city, is_urgent=True), report(city)
    page = take(signed_in(city.alice), "accept", [good, bad]).content.decode()
    assert "办好 1 件，1 件没办成" in page
    assert bad.short_number in page
    assert states(good, bad) == ["accepted", "reported"]


def test_dispatch_goes_to_the_unit_the_rules_propose(city: City, signed_in: SignIn) -> None:
    case = case_after(city, "file")
    assert "派给环卫处（三定方案）" in plan(signed_in(city.carol), "dispatch", [case]).content.decode()
    assert "办好 1 件。" in take(signed_in(city.carol), "dispatch", [case]).content.decode()
    assert Case.objects.get().handling_unit == city.units["cleaning"]


def test_without_a_rule_a_case_is_left_for_its_own_decision(city: City, signed_in: SignIn) -> None:
    case = case_after(city, "file")
    Case.objects.update(category=city.categories["占道经营"], standard=None, cell_code="999999001")
    page = take(signed_in(city.carol), "dispatch", [case]).content.decode()
    assert "要单独选单位派遣" in page
    assert states(case) == ["filed"]


def test_closing_asks_once_for_all(city: City, signed_in: SignIn) -> None:
    case, client = case_after(city, "pass_check"), signed_in(city.bob)
    assert "先确认" in take(client, "close", [case]).content.decode()
    assert "办好 1 件。" in take(client, "close", [case], closing_rule="on").content.decode()
    assert states(case) == ["closed"]


def test_a_case_that_moved_on_is_left_and_the_others_are_done(city: City, signed_in: SignIn) -> None:
    first, second = report(city, is_urgent=True), report(city, is_urgent=True)
    act(Case.objects.get(pk=first.pk), "urge", city.bob)
    page = take(signed_in(city.alice), "accept", [first, second]).content.decode()
    assert "情况变了" in page
    assert states(first, second) == ["reported", "accepted"]


def test_a_repeated_batch_acts_once(city: City, signed_in: SignIn) -> None:
    case, client = report(city, is_urgent=True), signed_in(city.alice)
    for _again in range(2):
        take(client, "accept", [case])
    assert case.steps.filter(name="accept").count() == 1


@pytest.mark.parametrize(("step", "status"), [("refuse", 404), ("explode", 404)])
def test_what_needs_its_own_reason_is_no_batch(city: City, signed_in: SignIn, step: str, status: int) -> None:
    assert plan(signed_in(city.alice), step, [report(city)]).status_code == status


def test_nothing_chosen_too_much_chosen_or_not_ones_own_is_refused(city: City, signed_in: SignIn) -> None:
    client = signed_in(city.alice)
    assert plan(client, "accept", []).status_code == 422
    many = {"step": "accept", "case": [f"20260101-{n:04d}" for n in range(51)]}
    assert client.post(reverse("console:batch"), many).status_code == 422
    assert plan(signed_in(city.hank), "accept", [report(city)]).status_code == 404


@pytest.mark.parametrize("seen", ["²", "9" * 5000, "-1"])
def test_a_mark_that_is_no_number_is_never_a_fault(city: City, signed_in: SignIn, seen: str) -> None:
    case = report(city, is_urgent=True)
    given = {"step": "accept", "case": [case.number], f"seen-{case.number}": seen}
    assert signed_in(city.alice).post(reverse("console:batch_take"), given).status_code == 302

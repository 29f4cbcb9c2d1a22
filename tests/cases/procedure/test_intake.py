"""From report to filing: where each act leads, which limits it starts, stops and rests, and what it will not do."""

import pytest
from django.db import IntegrityError

from chengzhi.cases.models import Case
from chengzhi.kernel.access import resident
from chengzhi.kernel.errors import StepRefused
from chengzhi.kernel.procedures import verify_chain
from tests.factories.city import City
from tests.factories.loop import act, case_after, report
from tests.factories.media import photo
from tests.factories.moves import actor, case_in, clocks_of, ready_for, said_against, self_handled, take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

# Step, state before, state after, limits that run or rest afterwards: everything happens on Monday at nine.
MOVES = [
    ("accept", "reported", "accepted", "file 11-23 09:15"),
    ("send_verify", "reported", "verifying", "accept rests, verify 11-23 09:30"),
    ("confirm", "verifying", "reported", "accept 11-23 09:15"),
    ("deny", "verifying", "reported", "accept 11-23 09:15"),
    ("withdraw_verify", "verifying", "reported", "accept 11-23 09:15"),
    ("refuse", "reported", "refused", ""),
    ("merge", "reported", "merged", ""),
    ("merge", "accepted", "merged", ""),
    ("correct_facts", "reported", "reported", "accept 11-23 09:15"),
    ("correct_facts", "accepted", "accepted", "file 11-23 09:15"),
    ("correct_facts", "filed", "filed", "dispatch 11-23 09:15"),
    ("correct_facts", "returned", "returned", "dispatch 11-23 09:15, handle rests, handling rests"),
    ("file", "accepted", "filed", "dispatch 11-23 09:15"),
    ("decline_filing", "accepted", "not_filed", ""),
    ("send_back", "accepted", "reported", "accept 11-23 09:15"),
    ("send_back", "filed", "reported", "accept 11-23 09:15"),
    ("approve_self_handled", "self_handled", "closed", ""),
    ("reject_self_handled", "self_handled", "invalid", ""),
]
NEEDS = [
    ("deny", "理由"), ("withdraw_verify", "理由"), ("refuse", "理由"), ("merge", "并入的案卷编号"), ("correct_facts", "理由"),
    ("file", "立案条件"), ("decline_filing", "理由"), ("send_back", "理由"), ("reject_self_handled", "理由"),
]  # fmt: skip
STATE_OF = {name: before for name, before, _after, _clocks in MOVES}


@pytest.mark.parametrize(("step", "before", "after", "clocks"), MOVES)
def test_an_act_leads_on_and_moves_its_limits(city: City, step: str, before: str, after: str, clocks: str) -> None:
    case = ready_for(city, step, before)
    row = take(city, case, step)
    assert (row.from_state, row.to_state, case.state, clocks_of(case)) == (before, after, after, clocks)
    assert row.seq == case.step_seq
    assert verify_chain(case).is_whole


@pytest.mark.parametrize(("step", "label"), NEEDS)
def test_what_must_be_filled_in_is_named(city: City, step: str, label: str) -> None:
    case = ready_for(city, step, STATE_OF[step])
    assert f"没有填“{label}”。" in said_against(case, step, actor(city, step))


@pytest.mark.parametrize("blank", [None, "", [], ()])
def test_an_empty_value_counts_as_not_filled_in(city: City, blank: object) -> None:
    assert "没有填“理由”。" in said_against(report(city), "refuse", city.alice, reason=blank)


def test_a_report_begins_the_limit_for_acceptance(city: City) -> None:
    case = report(city)
    first = case.steps.get()
    assert (first.name, first.from_state, first.to_state, first.prev_hash) == ("report", "", "reported", "")
    assert clocks_of(case) == "accept 11-23 09:15"


def test_a_self_handled_matter_begins_the_limit_for_its_review(city: City) -> None:
    case = self_handled(city)
    assert (case.state, case.steps.get().name) == ("self_handled", "report_self_handled")
    assert clocks_of(case) == "review 11-24 09:00"


def test_every_reason_against_an_acceptance_is_told_at_once(city: City) -> None:
    case = report(city, lon=None, lat=None)
    with pytest.raises(StepRefused) as refused:
        act(case, "accept", city.bob)
    assert [str(one.reason) for one in refused.value.refusals] == [
        "您现在的身份没有“受理”的权限，或案件不在您的范围。",
        "公众诉求还没有核实，也没有照片。",
        "还没有落到网格，不知道归哪里管。",
    ]


def test_a_refusal_says_who_can_help_and_by_which_act(city: City) -> None:
    with pytest.raises(StepRefused) as refused:
        act(report(city), "accept", city.alice)
    (one,) = refused.value.refusals
    assert (str(one.helper), one.action, str(one.action_label)) == ("辖区采集员", "send_verify", "发核实")
    assert str(one.basis) == "CJJ/T 106-2010"


@pytest.mark.parametrize("channel", ["collector"])
def test_what_does_not_come_from_the_public_needs_no_look(city: City, channel: str) -> None:
    case = report(city, channel=channel)
    take(city, case, "accept")
    assert case.state == "accepted"


def test_after_the_confirmation_the_rest_of_the_limit_for_acceptance_runs_on(city: City) -> None:
    case = case_after(city, "confirm")
    (accept,) = case.clocks.filter(name="accept")
    assert (accept.pauses, accept.remaining_seconds, accept.paused_at) == (1, None, None)


@pytest.mark.parametrize("step", ["confirm", "deny"])
def test_nobody_judges_from_the_desk(city: City, step: str) -> None:
    case = case_in(city, "verifying")
    found = said_against(case, step, city.erin, reason="没有发现")
    assert found == ["没有现场照片。核实、核查要到现场拍一张。"]
    assert said_against(case, step, city.erin, reason="没有发现", media=[photo().pk]) == []


def test_only_the_collector_says_what_was_seen(city: City) -> None:
    case = case_in(city, "verifying")
    for who in ("alice", "bob", "carol", "dave", "frank"):
        assert "没有“核实核查”的权限" in said_against(case, "confirm", city.people[who], media=[1])[0]


def test_a_second_collector_is_not_sent_while_the_first_is_out(city: City) -> None:
    case = case_in(city, "verifying")
    assert said_against(case, "send_verify", city.alice) == ["现在是“核实中”，不能“发核实”。"]
    case.state = "reported"  # the door keeps the stored one as it is
    assert "erin 正在现场核实。" in said_against(case, "send_verify", city.alice)
    assert "erin 正在现场核实。" in said_against(case, "merge", city.alice, target="x")


@pytest.mark.parametrize("step", ["report", "report_self_handled"])
@pytest.mark.parametrize("state", ["reported", "handling", "closed"])
def test_a_case_that_stands_does_not_begin_again(city: City, step: str, state: str) -> None:
    case = case_in(city, state)
    before = (case.state, case.step_seq, case.step_hash)
    with pytest.raises((StepRefused, IntegrityError)):
        act(case, step, city.alice)
    case.refresh_from_db()
    assert (case.state, case.step_seq, case.step_hash) == before


def test_a_resident_neither_accepts_nor_refuses(city: City) -> None:
    for step in ("accept", "refuse", "merge", "correct_facts"):
        found = said_against(report(city), step, resident(), reason="算了", target="x")
        assert "的权限，或案件不在您的范围。" in found[0]


def test_a_case_sent_back_is_accepted_anew_without_a_second_look(city: City) -> None:
    case = case_after(city, "file")
    take(city, case, "send_back")
    act(case, "accept", city.alice)
    assert (case.state, case.is_verified, case.steps.filter(name="accept").count()) == ("accepted", True, 2)


def test_a_filed_case_sent_back_has_ended_its_limits_for_filing_and_dispatch(city: City) -> None:
    case = case_after(city, "file")
    take(city, case, "send_back")
    ended = case.clocks.exclude(stopped_at=None).values_list("name", "is_late")
    assert sorted(ended) == [("accept", False), ("dispatch", False), ("file", False), ("verify", False)]


def test_the_collector_who_reported_does_not_matter_to_the_review_but_the_handler_does(city: City) -> None:
    case = self_handled(city)
    Case.objects.filter(pk=case.pk).update(handler=city.alice.appointment_id)
    case.refresh_from_db()
    assert said_against(case, "approve_self_handled", city.alice) == ["您是这件案卷的处置员，不能自己验收。"]

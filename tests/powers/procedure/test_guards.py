"""Each guard of a list, on what it refuses and on what it lets pass, with the article it names."""

from datetime import date
from typing import Any

import pytest

from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.law import law
from chengzhi.kernel.procedures import Act, Doing, begin
from chengzhi.kernel.procedures.table import Guard, Refusal
from chengzhi.organisation.models import Unit
from chengzhi.powers.models import DiscretionBenchmark, Exercise, PowerItem, PowerList, Statute, StatuteVersion
from chengzhi.powers.procedure import guards as g
from chengzhi.powers.procedure.lists import POWER_LIST

CODE = "320217112000"
DAY = date(2026, 3, 1)
pytestmark = pytest.mark.django_db


def statute(name: str = "江苏省城市市容和环境卫生管理条例", rank: str = "local_regulation") -> Statute:
    return Statute.objects.create(name=name, rank=rank)


def version(of: Statute, begins: date | None = DAY, ends: date | None = None, label: str = "2026") -> StatuteVersion:
    return StatuteVersion.objects.create(
        statute=of, label=label, in_force_from=begins, in_force_to=ends, needs_confirmation=begins is None
    )


def item(held: PowerList, code: str = CODE, **facts: Any) -> PowerItem:
    whole = {"name": "占道经营", "statutory_body": "城管局", "supervision_channel": "12345", "remedy": "复议、诉讼"}
    return PowerItem.objects.create(power_list=held, code=code, **{**whole, **facts})


def lawful(held: PowerList, code: str = CODE, **facts: Any) -> PowerItem:
    found = Statute.objects.filter(name__startswith="江苏省").first() or statute()
    return item(held, code, **{"penalty_statute": found, "penalty_article": "第五十条", **facts})


def judged(guard: Guard, held: PowerList, capacity: Capacity | None = None, **data: Any) -> Refusal | None:
    step = POWER_LIST.step("submit")
    return guard(Act(subject=held, step=step, capacity=capacity or Capacity(), now=clock.now(), data=data))


def refused(guard: Guard, held: PowerList, capacity: Capacity | None = None, **data: Any) -> Refusal:
    found = judged(guard, held, capacity, **data)
    assert found is not None
    return found


def test_an_empty_list_is_not_reviewed(power_list: PowerList) -> None:
    assert refused(g.list_has_items, power_list).action == "import_items"
    item(power_list)
    assert judged(g.list_has_items, power_list) is None


@pytest.mark.parametrize("facts", [{"penalty_article": ""}, {"penalty_statute": None}])
def test_a_penalty_names_the_law_and_the_clause_that_punish(power_list: PowerList, facts: dict[str, Any]) -> None:
    lawful(power_list)
    assert judged(g.clauses_stand_apart, power_list) is None
    lawful(power_list, "320217113000", **facts)
    found = refused(g.clauses_stand_apart, power_list)
    assert "320217113000" in str(found.reason)
    assert CODE not in str(found.reason)
    assert found.basis == law("CF-038-1")


def test_what_is_no_penalty_needs_no_penalty_clause(power_list: PowerList) -> None:
    item(power_list, kind="inspection")
    assert judged(g.clauses_stand_apart, power_list) is None


def test_no_penalty_rests_on_a_normative_document(power_list: PowerList) -> None:
    lawful(power_list)
    assert judged(g.penalties_rest_on_law, power_list) is None
    order = statute("南通市某某通知", rank="normative")
    lawful(power_list, "320217113000", penalty_statute=order)
    found = refused(g.penalties_rest_on_law, power_list)
    assert "320217113000" in str(found.reason)
    assert found.basis == law("CF-016-1")


def test_many_faults_are_named_by_the_first_and_counted(power_list: PowerList) -> None:
    for number in range(7):
        item(power_list, f"3202171{number}")
    words = str(refused(g.clauses_stand_apart, power_list).reason)
    assert "32021710、32021711、32021712、32021713、32021714 等 7 项" in words
    assert "32021715" not in words


def test_five_faults_are_all_named(power_list: PowerList) -> None:
    for number in range(5):
        item(power_list, f"3202171{number}")
    words = str(refused(g.clauses_stand_apart, power_list).reason)
    assert "32021714" in words
    assert "等" not in words


@pytest.mark.parametrize(
    ("ends", "applies_to", "given", "is_refused"),
    [
        (None, None, None, False),
        (date(2026, 11, 23), None, None, True),
        (date(2026, 11, 24), None, None, False),
        (date(2026, 11, 24), None, "2026-11-24", True),
        (date(2026, 11, 23), date(2026, 11, 23), None, False),
    ],
)
def test_a_repealed_law_is_cited_only_for_acts_before_its_end(
    power_list: PowerList, ends: date | None, applies_to: date | None, given: str | None, *, is_refused: bool
) -> None:
    cited = lawful(power_list, applies_to=applies_to).penalty_statute
    assert cited is not None
    version(cited, ends=ends)
    found = judged(g.laws_are_in_force, power_list, **({"valid_from": given} if given else {}))
    assert (found is not None) is is_refused
    if found:
        assert (found.basis, found.action) == (law("ECO-1242-1"), "stale_report")


def test_a_law_whose_next_version_is_in_force_is_not_stale(power_list: PowerList) -> None:
    cited = lawful(power_list).penalty_statute
    assert cited is not None
    version(cited, begins=date(2020, 1, 1), ends=DAY, label="2020")
    version(cited)
    assert judged(g.laws_are_in_force, power_list) is None


def test_the_forbidding_law_is_looked_at_like_the_punishing_one(power_list: PowerList) -> None:
    gone = statute("已废止的条例")
    version(gone, ends=date(2026, 8, 1))
    lawful(power_list, violated_statute=gone)
    assert CODE in str(refused(g.laws_are_in_force, power_list).reason)


def test_nobody_reviews_the_own_draft(power_list: PowerList, drafter: Capacity, reviewer: Capacity) -> None:
    assert refused(g.reviewer_did_not_draft, power_list, drafter).helper == "其他法制审核人员"
    assert judged(g.reviewer_did_not_draft, power_list, reviewer) is None
    assert judged(g.reviewer_did_not_draft, power_list, Capacity()) is None


@pytest.mark.parametrize("missing", ["statutory_body", "supervision_channel", "remedy"])
def test_what_is_published_says_who_acts_and_where_to_complain(power_list: PowerList, missing: str) -> None:
    lawful(power_list)
    assert judged(g.public_entries_are_whole, power_list) is None
    lawful(power_list, "320217113000", **{missing: ""})
    found = refused(g.public_entries_are_whole, power_list)
    assert "320217113000" in str(found.reason)
    assert found.basis == law("CF-039-1")


def test_a_street_punishes_only_by_a_published_decision_of_the_province(power_list: PowerList, bureau: Unit) -> None:
    lawful(power_list, level="street")
    found = refused(g.delegations_are_documented, power_list)
    assert (found.basis, found.action) == (law("CF-024-1"), "grant_exercise")
    Exercise.objects.create(
        item_code=CODE, unit=bureau, level="street", ground="delegated", document="苏政发〔2026〕1号", published_on=DAY,
        evaluate_by=date(2027, 3, 1), valid_from=DAY,
    )  # fmt: skip
    assert judged(g.delegations_are_documented, power_list) is None


def test_a_district_penalty_needs_no_delegation(power_list: PowerList) -> None:
    lawful(power_list)
    assert judged(g.delegations_are_documented, power_list) is None


def test_a_benchmark_that_was_made_is_published_with_the_list(power_list: PowerList) -> None:
    lawful(power_list)
    made = DiscretionBenchmark.objects.create(
        item_code=CODE, tier="slight", circumstances="首次", fine_min=50, fine_max=100, valid_from=DAY
    )
    assert refused(g.benchmarks_are_published, power_list).basis == law("CF-034-1")
    DiscretionBenchmark.objects.filter(pk=made.pk).update(published_on=DAY, document="通城管规〔2026〕1号")
    assert judged(g.benchmarks_are_published, power_list) is None


def test_a_benchmark_that_ends_before_the_list_begins_is_no_hindrance(power_list: PowerList) -> None:
    lawful(power_list)
    DiscretionBenchmark.objects.create(
        item_code=CODE, tier="slight", circumstances="首次", fine_min=50, fine_max=100, valid_from=DAY,
        valid_to=date(2026, 12, 1),
    )  # fmt: skip
    assert judged(g.benchmarks_are_published, power_list) is not None
    assert judged(g.benchmarks_are_published, power_list, valid_from="2026-12-01") is None


@pytest.mark.parametrize(("given", "is_refused"), [("2026-03-01", True), ("2026-03-02", False), ("", False)])
def test_a_version_begins_after_the_one_it_amends(power_list: PowerList, given: str, *, is_refused: bool) -> None:
    later = PowerList(amends=PowerList(valid_from=DAY))
    assert (judged(g.begins_after_what_it_amends, later, valid_from=given) is not None) is is_refused
    assert judged(g.begins_after_what_it_amends, power_list, valid_from=given) is None


@pytest.mark.parametrize(("given", "is_refused"), [("2026-02-28", True), ("2026-03-01", False), ("", False)])
def test_a_list_does_not_end_before_it_began(given: str, *, is_refused: bool) -> None:
    assert (judged(g.ends_after_its_start, PowerList(valid_from=DAY), valid_to=given) is not None) is is_refused
    assert judged(g.ends_after_its_start, PowerList(), valid_to=given) is None


def test_a_list_with_an_open_revision_is_left_alone(power_list: PowerList, drafter: Capacity) -> None:
    assert judged(g.no_revision_is_open, power_list) is None
    revision = PowerList(number="Q2", title="新版", unit_id=power_list.unit_id, version=2, amends=power_list)
    begin(revision, "draft", capacity=drafter, doing=Doing())
    found = refused(g.no_revision_is_open, power_list)
    assert "第 2 版正在办理（草案）" in str(found.reason)
    assert found.action == "open_revision"

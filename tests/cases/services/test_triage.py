"""From the inbox to filing: who is sent, what is merged, corrected, filed and refused."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection

from chengzhi.cases.models import Case, FieldTask
from chengzhi.cases.procedure import CASE
from chengzhi.cases.selectors.choices import hints_for
from chengzhi.catalogue.models import FilingStandard
from chengzhi.grid.models import CellDuty
from chengzhi.kernel.access import Scope
from chengzhi.kernel.errors import BadInput, StepRefused
from chengzhi.organisation.models import Appointment
from tests.factories.city import LAT, LON, City, make_city
from tests.factories.loop import act, case_after, report
from tests.factories.media import photo
from tests.factories.moves import case_in, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return make_city()


def test_the_collector_of_the_cell_is_sent(city: City) -> None:
    case = report(city)
    act(case, "send_verify", city.alice, note="看看西门")
    task = case.tasks.get()
    assert (task.assignee.person.name, task.note, task.kind) == ("erin", "看看西门", "verify")
    assert case.patroller_id == city.erin.appointment_id


def test_another_collector_may_be_chosen(city: City) -> None:
    case = report(city)
    act(case, "send_verify", city.alice, collector=city.grace.appointment_id)
    assert case.tasks.get().assignee_id == city.grace.appointment_id


def test_somebody_who_is_not_on_post_cannot_be_sent(city: City) -> None:
    Appointment.objects.filter(person_id=city.grace.person_id or 0).update(valid_to="2021-01-01")
    for chosen in (city.grace.appointment_id, 10**9):
        with pytest.raises(BadInput, match="今天不在岗"):
            act(report(city), "send_verify", city.alice, collector=chosen)


def test_a_cell_without_a_collector_asks_for_one(city: City) -> None:
    CellDuty.objects.all().delete()
    with pytest.raises(BadInput, match="没有在岗的采集员"):
        act(report(city), "send_verify", city.alice)


@pytest.mark.parametrize("chosen", [None, "erin"])
def test_nobody_is_sent_to_a_place_that_is_not_known(city: City, chosen: str | None) -> None:
    case = report(city, lon=None, lat=None, place="菜场附近")
    collector = city.people[chosen].appointment_id if chosen else None
    with pytest.raises(StepRefused, match="还没有落到网格，不知道归哪里管"):
        act(case, "send_verify", city.alice, collector=collector)
    assert (case.state, case.tasks.count()) == ("reported", 0)


def test_whoever_keeps_the_cell_without_the_power_to_patrol_is_not_sent(city: City) -> None:
    CellDuty.objects.update(person_id=city.hank.person_id)
    with pytest.raises(BadInput, match="没有在岗的采集员，请选一位"):
        act(report(city), "send_verify", city.alice)


def test_what_the_collector_saw_is_recorded(city: City) -> None:
    true, untrue = case_after(city, "confirm"), case_after(city, "send_verify")
    act(untrue, "deny", city.erin, reason="没有发现", media=[photo().pk])
    assert (true.is_verified, untrue.is_verified) == (True, False)
    assert [one.is_positive for one in FieldTask.objects.order_by("id")] == [True, False]
    assert [one.stage for one in untrue.media.all()] == ["verify"]


def test_a_word_too_many_does_not_make_a_true_report_untrue(city: City) -> None:
    case = case_after(city, "send_verify")
    act(case, "confirm", city.erin, reason="确有其事", media=[photo().pk])
    assert case.is_verified is True


def test_a_collector_called_back_leaves_the_question_open(city: City) -> None:
    case = case_after(city, "send_verify")
    act(case, "withdraw_verify", city.alice, reason="诉求人来电说已解决")
    assert (case.state, case.is_verified, case.tasks.get().is_positive) == ("reported", None, None)


def test_a_refusal_is_answered_with_where_to_go(city: City) -> None:
    case = report(city)
    act(case, "refuse", city.alice, reason="不属于城市管理", direction="请拨打燃气公司 96777")
    answer = case.reports.get()
    assert answer.answer == "不属于城市管理 请拨打燃气公司 96777"
    assert answer.answered_at
    assert not case.is_open


def test_a_refusal_needs_its_reason(city: City) -> None:
    with pytest.raises(StepRefused, match="没有填“理由”"):
        act(report(city), "refuse", city.alice)


def test_merged_reports_follow_the_other_case(city: City) -> None:
    case, target = report(city), report(city)
    act(case, "merge", city.alice, target=target.number)
    target.refresh_from_db()
    assert (case.state, case.merged_into_id, target.joined_reports) == ("merged", target.pk, 2)
    assert sorted(target.reports.values_list("is_joined", flat=True)) == [False, True]


def test_nothing_is_merged_into_what_is_not_there(city: City) -> None:
    with pytest.raises(StepRefused, match="没有找到要并入的案卷"):
        act(report(city), "merge", city.alice, target="20260101-9999")


def test_a_corrected_place_finds_its_cell_and_keeps_what_was_said(city: City) -> None:
    case = report(city, lon=None, lat=None, place="菜场")
    row = act(case, "correct_facts", city.alice, reason="问清了", place="学田菜场西门", lon=str(LON), lat=str(LAT))
    assert (case.place, case.cell_code) == ("学田菜场西门", "320613006001001")
    assert row.data["before"]["place"] == "菜场"
    assert found_by(case, "学田菜场西门")


def found_by(case: Case, words: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT vector::text FROM cases_casewords WHERE case_id = %s", [case.pk])
        row = cursor.fetchone()
    return row is not None and words[:2] in row[0]


def test_a_corrected_category_must_exist(city: City) -> None:
    case = report(city)
    act(case, "correct_facts", city.alice, reason="是占道", category=city.categories["占道经营"].pk)
    assert case.category.name == "占道经营"
    with pytest.raises(BadInput, match="没有这个小类"):
        act(case, "correct_facts", city.alice, reason="错", category=10**9)


def test_a_category_corrected_after_filing_keeps_the_condition_and_says_so(city: City) -> None:
    case = case_after(city, "file")
    held = case.standard
    assert held is not None
    other = city.categories["占道经营"]
    step = CASE.step("correct_facts")
    assert "回退给受理员" in hints_for(case, step)["category"]
    row = act(case, "correct_facts", city.alice, reason="是占道", category=other.pk)
    assert (case.standard, row.data["standard_kept"]) == (held, held.number)


def test_after_a_return_to_the_desk_the_condition_of_the_new_category_is_filed(city: City) -> None:
    case = case_after(city, "file")
    act(case, "return_to_desk", city.carol, reason="小类不对")
    assert "重新立案" in hints_for(case, CASE.step("correct_facts"))["category"]
    act(case, "correct_facts", city.alice, reason="是占道", category=city.categories["占道经营"].pk)
    act(case, "accept", city.alice)
    act(case, "file", city.bob, standard=city.standards["占道经营"].pk)
    assert case.standard == city.standards["占道经营"]


def test_a_category_corrected_before_filing_keeps_nothing(city: City) -> None:
    case = report(city)
    assert hints_for(case, CASE.step("correct_facts")) == {}
    row = act(case, "correct_facts", city.alice, reason="是占道", category=city.categories["占道经营"].pk)
    assert "standard_kept" not in row.data


def test_a_correction_that_changes_nothing_is_refused(city: City) -> None:
    with pytest.raises(BadInput, match="没有要改的内容"):
        act(report(city), "correct_facts", city.alice, reason="看看")


def test_the_condition_belongs_to_the_category(city: City) -> None:
    case = case_after(city, "accept")
    with pytest.raises(BadInput, match="不属于案卷的小类"):
        act(case, "file", city.bob, standard=city.standards["占道经营"].pk)
    with pytest.raises(StepRefused, match="没有填“立案条件”"):
        act(case, "file", city.bob)


@pytest.mark.parametrize(("since", "until"), [("2090-01-01", None), ("2020-01-01", "2021-01-01")])
def test_the_condition_is_in_force_today(city: City, since: str, until: str | None) -> None:
    case = case_after(city, "accept")
    standard = FilingStandard.objects.create(
        category=case.category, condition_no=7, number="0301-7", condition="成片", closing_rule="清走", limit_value=4,
        limit_unit="working_hour", valid_from=since, valid_to=until,
    )  # fmt: skip
    with pytest.raises(BadInput, match="今天不在有效期内"):
        act(case, "file", city.bob, standard=standard.pk)


def test_a_declined_filing_answers_too(city: City) -> None:
    case = case_after(city, "accept")
    act(case, "decline_filing", city.bob, reason="不够立案条件")
    assert (case.state, case.reports.get().answer) == ("not_filed", "不够立案条件")


@pytest.mark.parametrize("given", [{"lon": "120.89"}, {"lat": "32.01"}, {"lon": " ", "lat": "32.01"}])
def test_half_a_position_is_no_correction(city: City, given: dict[str, str]) -> None:
    with pytest.raises(BadInput, match="经纬度只有一个，请补全或都留空"):
        act(report(city), "correct_facts", city.alice, reason="问清了", **given)


@pytest.mark.parametrize(
    ("given", "words"),
    [({"lon": "东经", "lat": "32"}, "经纬度要写成小数"), ({"lon": "32", "lat": "120"}, "请检查是否写反")],
)
def test_a_position_that_is_none_is_refused(city: City, given: dict[str, str], words: str) -> None:
    with pytest.raises(BadInput, match=words):
        act(report(city), "correct_facts", city.alice, reason="问清了", **given)


def test_a_place_moved_off_the_grid_belongs_to_nobody_until_it_is_moved_back(city: City) -> None:
    case = report(city)
    act(case, "correct_facts", city.alice, reason="说错了", lon="121.5", lat="31.2")
    assert (case.cell_code, case.area_name) == ("", "")
    act(case, "correct_facts", city.alice, reason="没说错", lon=str(LON), lat=str(LAT))
    assert case.cell_code == "320613006001001"


def test_what_stood_before_is_kept_for_what_was_changed_only(city: City) -> None:
    case = report(city, place="菜场")
    row = act(case, "correct_facts", city.alice, reason="问清了", place="菜场西门")
    assert row.data["before"] == {"place": "菜场"}
    row = act(case, "correct_facts", city.alice, reason="是占道", category=city.categories["占道经营"].pk)
    assert row.data["before"] == {"category": str(city.categories["暴露垃圾"])}


@pytest.mark.parametrize(
    ("step", "state", "kind"), [("send_verify", "reported", "verify"), ("send_check", "inspected", "check")]
)
def test_each_look_on_the_spot_is_a_task_with_its_step(city: City, step: str, state: str, kind: str) -> None:
    case = case_in(city, state)
    row = act(case, step, city.alice, note="看" * 300)
    task = case.tasks.get(answered_at=None)
    assert (task.kind, task.asked_seq, task.asked_at, len(task.note)) == (kind, row.seq, row.taken_at, 200)
    assert (row.data["collector"], row.data["collector_name"]) == (city.erin.appointment_id, "erin")


def test_one_look_after_another_never_two_at_once(city: City) -> None:
    case = case_in(city, "verifying")
    for _time in range(2):
        take(city, case, "withdraw_verify")
        take(city, case, "send_verify")
    assert case.tasks.filter(answered_at=None).count() == 1
    assert case.tasks.count() == 3


@pytest.mark.parametrize(
    ("step", "state", "given", "answer"),
    [
        ("refuse", "reported", {"reason": "不属于城管", "direction": ""}, "不属于城管"),
        ("refuse", "reported", {"reason": "不属于城管", "direction": "打 96777"}, "不属于城管 打 96777"),
        ("decline_filing", "accepted", {"reason": "不够条件", "direction": "找物业"}, "不够条件 找物业"),
        ("refuse", "reported", {"reason": "长" * 500}, "长" * 400),
    ],
)  # fmt: skip
def test_who_reported_reads_why_and_where_to_go(
    city: City, step: str, state: str, given: dict[str, Any], answer: str
) -> None:
    case = case_in(city, state)
    take(city, case, step, **{"direction": "", **given})
    assert case.reports.get().answer == answer


def test_everybody_who_joined_is_answered(city: City) -> None:
    case, other = report(city), report(city)
    act(other, "merge", city.alice, target=case.number)
    act(case, "refuse", city.alice, reason="不归城管")
    assert list(case.reports.values_list("answer", flat=True)) == ["不归城管", "不归城管"]


def test_a_case_with_many_reports_brings_them_all_along(city: City) -> None:
    first, second, third = report(city), report(city), report(city)
    act(first, "merge", city.alice, target=second.number)
    act(second, "merge", city.alice, target=third.number)
    third.refresh_from_db()
    assert (third.joined_reports, third.reports.count(), second.reports.count()) == (3, 3, 0)


@pytest.mark.parametrize("state", ["refused", "closed", "merged"])
def test_nothing_is_merged_into_what_is_over(city: City, state: str) -> None:
    target, case = case_in(city, state), report(city)
    with pytest.raises(StepRefused, match="已办结"):
        act(case, "merge", city.alice, target=target.number)
    case.refresh_from_db()
    assert (case.state, case.merged_into_id, case.reports.count()) == ("reported", None, 1)


def test_the_step_of_filing_keeps_condition_and_limit_in_words(city: City) -> None:
    case = case_after(city, "file")
    row = case.steps.get(name="file")
    kept = {name: row.data[name] for name in ("standard_number", "standard_name", "limit")}
    assert kept == {
        "standard_number": "0301-1", "standard_name": "暴露垃圾影响市容", "limit": "立案条件 0301-1 · 4 工作时",
    }  # fmt: skip


def test_a_condition_nobody_wrote_is_refused(city: City) -> None:
    with pytest.raises(BadInput, match="不属于案卷的小类"):
        act(case_after(city, "accept"), "file", city.bob, standard=10**9)


def test_nobody_learns_by_merging_what_they_may_not_see(city: City) -> None:
    case, target = report(city), report(city, lon=None, lat=None)
    rights = {"cases.case.read": Scope.TERRITORY, "cases.case.accept": Scope.TERRITORY}
    near = replace(city.erin, grants=rights)
    with pytest.raises(StepRefused) as refused:
        act(case, "merge", near, target=target.number)
    assert [str(one.reason) for one in refused.value.refusals] == ["没有找到要并入的案卷，请核对编号。"]
    act(case, "merge", near, target=report(city).number)
    assert case.state == "merged"

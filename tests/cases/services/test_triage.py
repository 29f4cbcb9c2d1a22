"""From the inbox to filing: who is sent, what is merged, corrected, filed and refused."""

import pytest
from django.db import connection

from chengzhi.cases.models import Case, FieldTask
from chengzhi.catalogue.models import FilingStandard
from chengzhi.grid.models import CellDuty
from chengzhi.kernel.errors import BadInput, StepRefused
from chengzhi.organisation.models import Appointment
from tests.factories.city import LAT, LON, City, make_city
from tests.factories.loop import act, case_after, report
from tests.factories.media import photo

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

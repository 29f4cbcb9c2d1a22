"""Feedback, check, closing, rating, reopening."""

from datetime import timedelta

import pytest
from django.utils import translation

from chengzhi.cases.models import Case
from chengzhi.cases.services import Told, report_matter, report_self_handled
from chengzhi.kernel import clock
from chengzhi.kernel.access import resident
from chengzhi.kernel.errors import BadInput, StepRefused
from chengzhi.kernel.models import OutboxEvent
from tests.factories.city import LAT, LON, City, make_city
from tests.factories.loop import WAY, act, case_after, report, step_of, told
from tests.factories.media import photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return make_city()


def self_handled(city: City) -> Case:
    told = Told(
        channel="collector", words="捡走三个纸箱", category_id=city.categories["暴露垃圾"].pk, lon=LON, lat=LAT,
        media=(photo().pk,), after_media=(photo().pk,),
    )  # fmt: skip
    return report_self_handled(told, capacity=city.erin).case


def test_lateness_is_judged_when_handling_ends(city: City) -> None:
    in_time, late = case_after(city, "take_over"), case_after(city, "take_over")
    act(in_time, "feed_back", city.dave, result="已清运", media=[photo().pk])
    with clock.at(clock.now() + timedelta(days=20)):
        act(late, "feed_back", city.dave, result="已清运", media=[photo().pk])
    assert (in_time.is_handled_late, late.is_handled_late) == (False, True)


def test_who_feeds_back_is_the_handler_where_nobody_was_named(city: City) -> None:
    case = case_after(city, "take_over")
    Case.objects.filter(pk=case.pk).update(handler=None, handler_name="")
    act(case, "feed_back", city.dave, result="已清运", media=[photo().pk])
    assert (case.handler_id, case.handler_name) == (city.dave.appointment_id, "dave")


def test_a_check_that_fails_leads_to_rework_with_a_new_limit(city: City) -> None:
    case = case_after(city, "send_check")
    act(case, "fail_check", city.erin, reason="还剩一半", media=[photo().pk])
    act(case, "rework", city.carol, reason="请清完")
    assert (case.state, case.rework_count) == ("handling", 1)
    assert case.clocks.filter(name="handling").count() == 2


def test_a_check_needs_a_photo_from_the_spot(city: City) -> None:
    with pytest.raises(StepRefused, match="没有现场照片"):
        act(case_after(city, "send_check"), "pass_check", city.erin)


def test_closing_confirms_the_written_rule_and_answers(city: City) -> None:
    case = case_after(city, "pass_check")
    with pytest.raises(StepRefused, match="结案条件"):
        act(case, "close", city.bob)
    row = act(case, "close", city.bob, closing_rule=True, note="垃圾已清走，谢谢您")
    assert (case.closure, row.data["closing_rule"]) == ("normal", "现场清理干净")
    assert case.reports.get().answer == "垃圾已清走，谢谢您"


def test_a_forced_closing_is_named_so(city: City) -> None:
    case = case_after(city, "take_over")
    act(case, "force_close", city.frank, reason="整体拆迁，不再办理")
    assert (case.closure, case.reports.get().answer) == ("forced", "整体拆迁，不再办理")
    assert not case.clocks.filter(stopped_at=None).exists()


def test_a_small_matter_put_right_on_the_spot_is_approved_or_judged_invalid(city: City) -> None:
    good, bad = self_handled(city), self_handled(city)
    act(good, "approve_self_handled", city.alice)
    act(bad, "reject_self_handled", city.alice, reason="照片不是同一处")
    assert (good.state, good.closure, bad.state) == ("closed", "self", "invalid")


def test_a_rating_stands_on_case_and_report(city: City) -> None:
    case = case_after(city, "close")
    act(case, "rate", resident(), satisfaction="basically", note="慢了一点")
    report = case.reports.get()
    assert (case.satisfaction, report.satisfaction, report.opinion) == ("basically", "basically", "慢了一点")


@pytest.mark.parametrize("given", ["delighted", "满意"])
def test_a_rating_nobody_offered_is_refused(city: City, given: str) -> None:
    with pytest.raises(BadInput, match="请选满意"):
        act(case_after(city, "close"), "rate", resident(), satisfaction=given)


def test_a_reopened_case_goes_back_to_its_unit_at_once(city: City) -> None:
    case = case_after(city, "close")
    act(case, "rate", resident(), satisfaction="dissatisfied")
    act(case, "reopen", city.alice, reason="又堆起来了")
    assert (case.state, case.is_open, case.reopen_count, case.closure, case.satisfaction) == (
        "handling",
        True,
        1,
        "",
        "",
    )
    assert case.closed_at is None
    assert case.clocks.filter(name="handling", stopped_at=None).exists()


def test_a_case_sent_back_is_checked_again(city: City) -> None:
    case = case_after(city, "pass_check")
    act(case, "check_again", city.bob, reason="照片看不清")
    assert case.state == "inspected"


@pytest.mark.parametrize(
    ("note", "answer"), [("", "已处理完毕。"), ("  ", "已处理完毕。"), ("已清走", "已清走"), ("长" * 500, "长" * 400)]
)
def test_the_answer_is_the_note_or_else_that_it_is_done(city: City, note: str, answer: str) -> None:
    case = case_after(city, "pass_check")
    act(case, "close", city.bob, closing_rule=True, note=note)
    assert case.reports.get().answer == answer


def test_the_answer_is_in_the_language_of_record_whoever_closes(city: City) -> None:
    case = case_after(city, "pass_check")
    with translation.override("en"):
        act(case, "close", city.bob, closing_rule=True)
    assert (case.reports.get().answer, case.steps.get(name="close").ground) == ("已处理完毕。", "GB/T 30428.8")


def test_every_joined_reporter_is_answered_with_an_event_each(city: City) -> None:
    case = report(city)
    for _time in range(2):
        report_matter(told(city, join=case.number), capacity=city.alice)
    for name in WAY:
        step_of(city, case, name)
    events = OutboxEvent.objects.filter(name="cases.report_answered").values_list("payload__outcome", flat=True)
    assert list(events) == ["close"] * 3
    assert case.reports.filter(answered_at=None).count() == 0


@pytest.mark.parametrize("given", ["satisfied", "basically", "dissatisfied"])
@pytest.mark.parametrize("step", ["rate", "call_back"])
def test_what_the_reporter_says_is_kept_as_said(city: City, step: str, given: str) -> None:
    case = case_after(city, "close")
    act(case, step, resident() if step == "rate" else city.alice, satisfaction=given, note="话" * 500)
    kept = case.reports.get()
    assert (case.satisfaction, kept.satisfaction, len(kept.opinion)) == (given, given, 400)


def test_the_word_of_one_reporter_is_not_put_into_the_mouth_of_another(city: City) -> None:
    case = report(city)
    report_matter(told(city, join=case.number), capacity=city.alice)
    for name in WAY:
        step_of(city, case, name)
    act(case, "rate", resident(), satisfaction="satisfied", note="很快")
    assert dict(case.reports.values_list("is_joined", "satisfaction")) == {False: "satisfied", True: ""}


def test_a_reopened_case_forgets_its_closing_and_remembers_its_history(city: City) -> None:
    case = case_after(city, "close")
    act(case, "reopen", resident(), reason="又来了", media=[photo().pk])
    assert (case.closed_at, case.closure, case.is_open) == (None, "", True)
    assert case.media.filter(stage="before").count() == 2
    assert case.steps.filter(name="close").count() == 1


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_case_may_come_back_more_than_once(city: City, times: int) -> None:
    case = case_after(city, "close")
    for _time in range(times):
        act(case, "reopen", resident(), reason="又来了")
        for name in WAY[WAY.index("feed_back") :]:
            step_of(city, case, name)
    assert (case.reopen_count, case.state, case.closure) == (times, "closed", "normal")


def test_a_check_that_fails_keeps_photo_and_verdict(city: City) -> None:
    case = case_after(city, "send_check")
    act(case, "fail_check", city.erin, reason="还剩一半", media=[photo().pk])
    task = case.tasks.get(kind="check")
    assert (task.is_positive, task.answered_seq, case.media.filter(stage="check").count()) == (False, case.step_seq, 1)


def test_who_handled_in_another_post_is_still_told_apart_by_post(city: City) -> None:
    case = case_after(city, "dispatch")
    act(case, "hand_down", city.dave, handler=city.hank.appointment_id)
    act(case, "feed_back", city.hank, result="已清运", media=[photo().pk])
    assert (case.handler_id, case.handler_name, case.is_handled_late) == (city.hank.appointment_id, "hank", False)


def test_a_small_matter_is_closed_in_time_and_answers_nobody(city: City) -> None:
    case = self_handled(city)
    act(case, "approve_self_handled", city.alice, note="照片清楚")
    assert (case.closure, case.is_handled_late, case.closed_at == case.moved_at) == ("self", False, True)
    assert case.reports.get().answered_at is None

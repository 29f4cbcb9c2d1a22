"""The machine's clock is set back by two hours: the record still goes forward, and nothing is told twice."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from chengzhi.cases.models import Case
from chengzhi.cases.services import report_matter, watch_deadlines
from chengzhi.kernel import clock
from chengzhi.kernel.procedures import verify_chain
from chengzhi.operations import time_probes
from chengzhi.operations.probes import Level
from chengzhi.organisation.services.tokens import sign_in_token
from tests.factories.city import City
from tests.factories.loop import act, case_after, report, step_of, told
from tests.faults.conftest import SignIn

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
BACK = timedelta(hours=2)


def times(case: Case) -> list[datetime]:
    return list(case.steps.order_by("seq").values_list("taken_at", flat=True))


def test_times_of_steps_never_go_backwards(city: City) -> None:
    with clock.at(MONDAY):
        case = report(city, is_urgent=True)
    with clock.at(MONDAY - BACK):
        for name in ("accept", "file", "dispatch"):
            step_of(city, case, name)
    with clock.at(MONDAY + timedelta(minutes=5)):
        step_of(city, case, "take_over")
    assert times(case) == [MONDAY] * 4 + [MONDAY + timedelta(minutes=5)]
    assert case.moved_at == times(case)[-1]
    assert verify_chain(case).is_whole


def test_no_limit_uses_less_than_nothing(city: City) -> None:
    with clock.at(MONDAY):
        case = report(city, is_urgent=True)
    with clock.at(MONDAY - BACK):
        step_of(city, case, "accept")
    stopped = case.clocks.get(name="accept")
    assert (stopped.used_seconds, stopped.is_late) == (0, False)
    assert case.due_at is not None
    assert case.due_at > MONDAY


def test_limits_are_told_once_though_their_moment_comes_twice(city: City) -> None:
    with clock.at(MONDAY):
        case = report(city, is_urgent=True)
    late = MONDAY + timedelta(hours=1)
    with clock.at(late):
        assert watch_deadlines() == 1
    for moment in (late - BACK, late - timedelta(minutes=46), late, late + BACK):
        with clock.at(moment):
            assert watch_deadlines() == 0
    assert case.steps.filter(name="escalate").count() == 1
    case.refresh_from_db()
    assert verify_chain(case).is_whole


def test_a_limit_that_was_not_told_waits_for_its_moment_to_come_again(city: City) -> None:
    with clock.at(MONDAY):
        case = report(city, is_urgent=True)
    with clock.at(MONDAY - BACK):
        assert watch_deadlines() == 0
    with clock.at(MONDAY + timedelta(minutes=16)):
        assert watch_deadlines() == 1
    assert case.steps.filter(name="escalate").exists()


@pytest.mark.parametrize("moment", [MONDAY, MONDAY.replace(hour=0, minute=30)])
def test_numbers_stay_single_also_across_midnight(city: City, moment: datetime) -> None:
    numbers = []
    for now in (moment, moment - BACK, moment, moment - BACK):
        with clock.at(now):
            numbers.append(report_matter(told(city), capacity=city.alice).case.number)
    assert len(set(numbers)) == 4


def test_whoever_is_signed_in_stays_so_and_a_token_goes_on(city: City, signed_in: SignIn) -> None:
    now = timezone.localtime()
    browser = signed_in(city.alice)
    with clock.at(now):
        secret = sign_in_token(capacity=city.alice).secret
    with clock.at(now - BACK):
        assert browser.get(reverse("console:work")).status_code == 200
        sent = {"Authorization": f"Bearer {secret}"}
        assert browser.get("/api/v1/cases", headers=sent).status_code == 200


def test_a_page_opened_before_and_sent_after_is_served(city: City, signed_in: SignIn) -> None:
    now = timezone.localtime()
    browser = signed_in(city.alice)
    with clock.at(now):
        case = report(city)
    with clock.at(now - BACK):
        form = {"seen": case.step_seq, "idempotency_key": "k1"}
        assert browser.post(reverse("console:act", args=[case.number, "send_verify"]), form).status_code == 302
        assert browser.get(reverse("console:case", args=[case.number])).status_code == 200
    case.refresh_from_db()
    assert case.moved_at == now


def test_doctor_names_the_clock(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    act(report(city), "urge", city.frank)
    assert time_probes.clock_goes_forward().level is Level.OK
    behind = timezone.now() - BACK
    monkeypatch.setattr(time_probes.timezone, "now", lambda: behind)
    found = time_probes.clock_goes_forward()
    assert found.level is Level.FAULT
    assert "本机时间被调慢" in found.remedy


def test_a_whole_case_survives_a_clock_that_jumps_about(city: City) -> None:
    with clock.at(MONDAY):
        case = case_after(city, "dispatch", is_urgent=True)
    for hours, name in (
        (3, "take_over"),
        (-2, "feed_back"),
        (1, "pass_inspection"),
        (-5, "send_check"),
        (4, "pass_check"),
    ):
        with clock.at(MONDAY + timedelta(hours=hours)):
            step_of(city, case, name)
    assert times(case) == sorted(times(case))
    assert verify_chain(case).is_whole

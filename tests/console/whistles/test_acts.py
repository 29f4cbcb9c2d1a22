from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from chengzhi.cases.models import Summons, Whistle
from chengzhi.cases.services import take_summons_step
from chengzhi.kernel import clock
from tests.console.whistles.conftest import SignIn
from tests.factories.city import LAT, LON, City


def photo() -> SimpleUploadedFile:
    file = BytesIO()
    Image.new("RGB", (64, 48), (20, 90, 60)).save(file, "JPEG")
    return SimpleUploadedFile("现场.jpg", file.getvalue(), "image/jpeg")


@pytest.fixture
def summons(blown: Whistle) -> Summons:
    return blown.summonses.get()


@pytest.fixture
def officer(city: City, signed_in: SignIn) -> Client:
    return signed_in(city.peter)


@pytest.fixture
def chief(city: City, signed_in: SignIn) -> Client:
    return signed_in(city.olga)


def take(client: Client, subject: Summons | Whistle, step: str, **given: Any) -> Any:
    name = "summons_act" if isinstance(subject, Summons) else "whistle_act"
    return client.post(reverse(f"console:{name}", args=[subject.number, step]), given)


def state(subject: Summons | Whistle) -> str:
    subject.refresh_from_db()
    return subject.state


def test_the_form_of_the_answer_proposes_oneself(officer: Client, summons: Summons) -> None:
    page = officer.get(reverse("console:summons_act", args=[summons.number, "answer"])).content.decode()
    assert 'value="peter"' in page


def test_a_department_answers_signs_in_and_reports(officer: Client, summons: Summons) -> None:
    assert take(officer, summons, "answer", coming="王强").status_code == 302
    given = {"media": photo(), "lon": str(LON + 0.0005), "lat": str(LAT)}
    assert take(officer, summons, "sign_in", **given).status_code == 302
    assert take(officer, summons, "report_result", result="已清走摊位").status_code == 302
    assert state(summons) == "reported"
    assert summons.signed_metres == pytest.approx(47, abs=3)
    assert summons.signed_photo_id is not None


def test_signing_in_without_a_photo_says_so_and_keeps_the_position(officer: Client, summons: Summons) -> None:
    answer = take(officer, summons, "sign_in", lon="120.8905", lat="32.01")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "没有填“现场照片”" in page
    assert "120.8905" in page


def test_a_photo_handed_in_before_is_not_asked_for_again(officer: Client, summons: Summons) -> None:
    first = take(officer, summons, "sign_in", media=photo(), lon="东边", lat="32.01")
    assert first.status_code == 422
    assert 'name="kept"' in first.content.decode()


def test_the_photo_of_the_sign_in_is_sent_to_street_and_department_only(
    city: City, signed_in: SignIn, officer: Client, chief: Client, summons: Summons
) -> None:
    take(officer, summons, "sign_in", media=photo())
    summons.refresh_from_db()
    url = reverse("console:whistle_photo", args=[summons.whistle.number, summons.signed_photo_id])
    assert url in chief.get(reverse("console:whistle", args=[summons.whistle.number])).content.decode()
    answers = [client.get(url) for client in (chief, officer, signed_in(city.hank))]
    assert [one.status_code for one in answers] == [200, 200, 404]
    assert all(one.getvalue()[:2] == b"\xff\xd8" for one in answers[:2])


def test_a_department_says_that_it_is_not_concerned_and_the_street_insists(
    officer: Client, chief: Client, summons: Summons
) -> None:
    assert take(officer, summons, "dispute", reason="属园林处").status_code == 302
    assert state(summons) == "disputed"
    assert take(chief, summons, "insist", reason="路段归你们").status_code == 302
    assert state(summons) == "called"


def test_a_department_may_be_excused(chief: Client, summons: Summons) -> None:
    assert take(chief, summons, "excuse", reason="已电话商定").status_code == 302
    assert state(summons) == "excused"


def test_absence_is_not_recorded_before_its_time(chief: Client, summons: Summons) -> None:
    answer = take(chief, summons, "mark_absent")
    assert answer.status_code == 422
    assert "过了集合时间 30 分钟才能记为未到" in answer.content.decode()


def test_absence_is_recorded_after_its_time(chief: Client, summons: Summons) -> None:
    with clock.at(summons.whistle.gather_at + timedelta(minutes=31)):
        assert take(chief, summons, "mark_absent").status_code == 302
    assert state(summons) == "absent"


def test_nobody_else_signs_for_a_department(chief: Client, summons: Summons) -> None:
    answer = take(chief, summons, "answer", coming="王强")
    assert answer.status_code == 422
    assert "只有被召集的部门自己能报到" in answer.content.decode()


def test_a_whistle_is_not_concluded_while_a_department_is_due(chief: Client, blown: Whistle) -> None:
    answer = take(chief, blown, "conclude", result="已定办法")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "还有部门没有反馈" in page
    assert "已定办法" in page


def test_a_whistle_is_concluded_when_all_are_settled(chief: Client, city: City, summons: Summons) -> None:
    take_summons_step(summons, "excuse", capacity=city.olga, values={"reason": "已电话商定"})
    assert take(chief, summons.whistle, "conclude", result="摊位入市经营").status_code == 302
    assert state(summons.whistle) == "concluded"


def test_a_whistle_is_handed_over_to_a_department(chief: Client, city: City, blown: Whistle) -> None:
    assert take(chief, blown, "hand_over", unit=city.units["cleaning"].pk).status_code == 302
    assert state(blown) == "handed_over"


def test_withdrawing_a_whistle_releases_its_summonses(chief: Client, summons: Summons) -> None:
    assert take(chief, summons.whistle, "withdraw", reason="问题已解决").status_code == 302
    assert (state(summons.whistle), state(summons)) == ("withdrawn", "excused")


def test_an_act_after_somebody_elses_tells_what_happened(officer: Client, city: City, summons: Summons) -> None:
    seen = summons.step_seq
    take_summons_step(summons, "answer", capacity=city.peter, values={"coming": "王强"})
    answer = take(officer, summons, "dispute", reason="属园林处", seen=seen)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "情况变了，没有提交" in page
    assert "属园林处" in page


def test_a_repeated_answer_is_harmless(officer: Client, summons: Summons) -> None:
    for _time in range(2):
        assert take(officer, summons, "answer", coming="王强", idempotency_key="once").status_code == 302
    assert summons.steps.filter(name="answer").count() == 1


@pytest.mark.parametrize("step", ["call", "warn", "invented"])
def test_steps_that_nobody_takes_by_hand_are_not_found(chief: Client, summons: Summons, step: str) -> None:
    assert take(chief, summons, step).status_code == 404


def test_the_history_holds_both_procedures(officer: Client, chief: Client, summons: Summons) -> None:
    take(officer, summons, "sign_in", media=photo(), lon=str(LON), lat=str(LAT))
    page = chief.get(reverse("console:whistle", args=[summons.whistle.number])).content.decode()
    assert page.index("已签到") < page.index("已吹哨", page.index("办理记录"))
    assert "距集合地点 0 米" in page


def test_somebody_faster_is_a_conflict_and_what_was_typed_stays(city: City, officer: Client, summons: Summons) -> None:
    take_summons_step(summons, "answer", capacity=city.peter, values={"coming": "王强"})
    answer = take(officer, summons, "sign_in", media=photo(), seen="1", lon=str(LON), lat=str(LAT))
    assert answer.status_code == 409
    assert "情况变了" in answer.content.decode()
    assert state(summons) == "answered"


def test_what_the_service_refuses_stands_beside_the_field(officer: Client, summons: Summons) -> None:
    answer = take(officer, summons, "sign_in", media=photo(), lon="999", lat="999")
    assert answer.status_code == 422
    assert "999" in answer.content.decode()
    assert state(summons) == "called"


def test_a_repeated_answer_counts_once(officer: Client, summons: Summons) -> None:
    for _again in range(2):
        assert take(officer, summons, "answer", coming="王强", idempotency_key="k1").status_code == 302
    assert summons.steps.filter(name="answer").count() == 1


@pytest.mark.parametrize("step", ["call", "explode", "blow"])
def test_what_is_no_act_of_a_person_is_not_found(officer: Client, summons: Summons, step: str) -> None:
    assert officer.get(reverse("console:summons_act", args=[summons.number, step])).status_code == 404


@pytest.mark.parametrize("kept", ["9" * 30, "-1", "x", "1.5"])
def test_a_photo_number_that_cannot_be_is_passed_over(officer: Client, summons: Summons, kept: str) -> None:
    answer = take(officer, summons, "sign_in", kept=kept)
    assert answer.status_code == 422
    assert "没有填“现场照片”" in answer.content.decode()

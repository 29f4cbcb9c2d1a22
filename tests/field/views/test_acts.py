from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from chengzhi.cases.models import Case
from chengzhi.evidence.models import Item
from tests.factories.city import LAT, LON, City
from tests.factories.loop import act, case_after
from tests.factories.media import photo
from tests.field.conftest import SignIn


def address(case: Case, step: str) -> str:
    return f"/field/task/{case.number}/{step}/"


def given(case: Case, **values: object) -> dict[str, object]:
    """Return what a form posts: the values, a fresh key, and the last step that was read."""
    case.refresh_from_db()
    return {"idempotency_key": str(uuid4()), "seen": case.step_seq, **values}


def state(case: Case) -> str:
    case.refresh_from_db()
    return case.state


def test_a_collector_confirms_with_a_photo_taken_there(city: City, phone_of: SignIn, shot: SimpleUploadedFile) -> None:
    case = case_after(city, "send_verify")
    answer = phone_of(city.erin).post(address(case, "confirm"), given(case, media=shot, lon=LON, lat=LAT))
    assert answer.status_code == 302
    assert state(case) == "reported"
    assert case.is_verified is True
    assert case.media.get().item.lon == pytest.approx(LON)


def test_confirming_without_a_photo_is_refused_with_the_reason(city: City, phone_of: SignIn) -> None:
    case = case_after(city, "send_verify")
    answer = phone_of(city.erin).post(address(case, "confirm"), given(case, note="看过了，属实"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "没有现场照片" in page
    assert "看过了，属实" in page
    assert state(case) == "verifying"


def test_a_refused_attempt_keeps_its_photo(city: City, phone_of: SignIn, shot: SimpleUploadedFile) -> None:
    case = case_after(city, "send_verify")
    phone = phone_of(city.erin)
    page = phone.post(address(case, "deny"), given(case, media=shot))
    assert page.status_code == 422
    assert "已收下 1 张照片" in page.content.decode()
    kept = Item.objects.latest("pk").pk
    assert phone.post(address(case, "deny"), given(case, reason="现场没有", kept=kept)).status_code == 302
    assert state(case) == "reported"
    assert case.is_verified is False


def test_nobody_attaches_a_photo_of_another(city: City, phone_of: SignIn) -> None:
    case = case_after(city, "send_verify")
    answer = phone_of(city.erin).post(address(case, "confirm"), given(case, kept=photo().pk))
    assert answer.status_code == 422
    assert state(case) == "verifying"


def test_a_double_tap_acts_once(city: City, phone_of: SignIn, shot: SimpleUploadedFile) -> None:
    case = case_after(city, "send_check")
    posted = given(case)
    phone = phone_of(city.erin)
    first = phone.post(address(case, "pass_check"), {**posted, "media": shot})
    shot.seek(0)
    again = phone.post(address(case, "pass_check"), {**posted, "media": shot})
    assert (first.status_code, again.status_code) == (302, 302)
    assert state(case) == "checked"
    assert case.steps.filter(name="pass_check").count() == 1


def test_a_failed_check_says_why(city: City, phone_of: SignIn, shot: SimpleUploadedFile) -> None:
    case = case_after(city, "send_check")
    phone_of(city.erin).post(address(case, "fail_check"), given(case, reason="只清了一半", media=shot))
    assert state(case) == "check_failed"


def test_a_unit_takes_over_with_one_tap(city: City, phone_of: SignIn) -> None:
    case = case_after(city, "dispatch")
    phone = phone_of(city.dave)
    assert 'action="' + address(case, "take_over") in phone.get(f"/field/task/{case.number}/").content.decode()
    phone.post(address(case, "take_over"), given(case))
    assert state(case) == "handling"


def test_a_handler_feeds_back(city: City, phone_of: SignIn, shot: SimpleUploadedFile) -> None:
    case = case_after(city, "take_over")
    act(case, "hand_down", city.dave, handler=city.hank.appointment_id)
    phone_of(city.hank).post(address(case, "feed_back"), given(case, result="已清运", media=shot))
    assert state(case) == "handled"
    assert case.media.filter(stage="after").count() == 1


def test_feedback_waits_for_an_open_request_and_says_so(city: City, phone_of: SignIn, shot: SimpleUploadedFile) -> None:
    case = case_after(city, "take_over")
    act(case, "ask_extension", city.dave, hours=8, reason="等配件")
    page = phone_of(city.dave).get(f"/field/task/{case.number}/").content.decode()
    assert "现在不能“反馈结果”" in page
    assert "延期申请没审完" in page
    answer = phone_of(city.dave).post(address(case, "feed_back"), given(case, result="已清运", media=shot))
    assert answer.status_code == 422
    assert state(case) == "handling"


def test_every_wrong_value_is_named(city: City, phone_of: SignIn) -> None:
    case = case_after(city, "take_over")
    page = phone_of(city.dave).post(address(case, "ask_extension"), given(case, hours="很久", reason=""))
    assert page.status_code == 422
    assert "小时数要写" in page.content.decode()
    assert "没有填“理由”" in page.content.decode()


def test_who_comes_second_keeps_what_was_typed(city: City, phone_of: SignIn, shot: SimpleUploadedFile) -> None:
    case = case_after(city, "take_over")
    posted = given(case, result="已清运，冲洗过", media=shot)
    act(case, "supervise", city.frank, level="ordinary", opinion="今天办完")
    answer = phone_of(city.dave).post(address(case, "feed_back"), posted)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "frank" in page
    assert "已清运，冲洗过" in page
    assert "已收下 1 张照片" in page


def test_an_act_that_is_no_longer_possible_shows_what_was_typed(city: City, phone_of: SignIn) -> None:
    case = case_after(city, "confirm")
    answer = phone_of(city.erin).post(address(case, "deny"), {"reason": "我写的理由", "seen": "1"})
    assert answer.status_code == 409
    assert "我写的理由" in answer.content.decode()


def test_hostile_photos_are_refused(city: City, phone_of: SignIn) -> None:
    case = case_after(city, "send_verify")
    bad = SimpleUploadedFile("坏.jpg", b"<html><script>alert(1)</script>")
    answer = phone_of(city.erin).post(address(case, "confirm"), given(case, media=bad))
    assert answer.status_code == 422
    assert "没有收下“坏.jpg”" in answer.content.decode()
    assert state(case) == "verifying"


@pytest.mark.parametrize("junk", [{"seen": "abc"}, {"kept": "9" * 40}, {"idempotency_key": "\x00" * 9}, {"lon": "nan"}])
def test_junk_in_hidden_fields_does_no_harm(
    city: City, phone_of: SignIn, shot: SimpleUploadedFile, junk: dict[str, str]
) -> None:
    case = case_after(city, "send_verify")
    answer = phone_of(city.erin).post(address(case, "confirm"), {**given(case, media=shot), **junk})
    assert answer.status_code == 302

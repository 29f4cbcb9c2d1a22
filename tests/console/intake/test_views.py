from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from chengzhi.cases.models import Case, Report
from chengzhi.catalogue.models import CategoryQuestion, FilingStandard, QuestionOption
from tests.console.intake.conftest import SignIn
from tests.factories.city import SINCE, City
from tests.factories.evidence import jpeg

Call = dict[str, Any]


def submit(client: Client, call: Call, **changed: Any) -> Any:
    return client.post(reverse("console:hotline"), {**call, **changed})


def helped(client: Client, part: str, **given: Any) -> str:
    answer = client.post(reverse("console:hotline_help", args=[part]), given)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_call_becomes_a_case_and_a_fresh_form_says_so(city: City, signed_in: SignIn, call: Call) -> None:
    client = signed_in(city.alice)
    answer = submit(client, call)
    report = Report.objects.get()
    assert (report.reporter_phone, report.callback, report.words) == ("13812346621", "sms", call["words"])
    assert (report.case.cell_code, report.case.category) == ("320613006001001", city.categories["暴露垃圾"])
    page = client.get(answer["Location"]).content.decode()
    assert report.case.short_number in page
    assert reverse("portal:follow", args=[report.token]) in page
    assert call["words"] not in page.replace(report.case.summary, "")


def test_sending_the_form_twice_makes_one_report(city: City, signed_in: SignIn, call: Call) -> None:
    client = signed_in(city.alice)
    first, second = submit(client, call), submit(client, call)
    assert first["Location"] == second["Location"]
    assert (Case.objects.count(), Report.objects.count()) == (1, 1)


def test_a_call_joins_a_case_that_runs_already(city: City, signed_in: SignIn, call: Call) -> None:
    client = signed_in(city.alice)
    submit(client, call)
    case = Case.objects.get()
    submit(client, call, idempotency_key="call-2", category="", by_hand="", join=case.number)
    case.refresh_from_db()
    assert (case.joined_reports, Case.objects.count(), Report.objects.filter(is_joined=True).count()) == (2, 1, 1)


def test_joining_a_case_out_of_reach_is_not_found(city: City, signed_in: SignIn, call: Call) -> None:
    assert submit(signed_in(city.alice), call, join="19990101-0001").status_code == 404


def test_likely_doubles_are_shown_until_they_are_said_to_be_another_matter(
    city: City, signed_in: SignIn, call: Call
) -> None:
    client = signed_in(city.alice)
    submit(client, call)
    number = Case.objects.get().number
    assert f'value="{number}">并入' in helped(client, "advice", **call)
    assert f'value="{number}">并入' not in helped(client, "advice", **call, parted=number)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"words": "  "}, "没有写诉求"),
        ({"phone": "1381234662"}, "手机号少 1 位"),
        ({"phone": "138123466211"}, "手机号多 1 位"),
        ({"phone": "12"}, "电话认不出来"),
        ({"phone": ""}, "要回访就得有电话"),
        ({"category": "", "by_hand": "", "words": "有件事"}, "请选小类"),
        ({"category": "999999999999999999999"}, "请选小类"),
        ({"lon": "120,9"}, "经纬度要写成小数"),
        ({"lon": "nan"}, "经度应在"),
        ({"channel": "collector"}, "这个来源已停用"),
        ({"datum": "mars"}, "mars"),
        ({"words": "x" * 4001}, "最多 4000 个字"),
    ],
)
def test_bad_input_says_what_to_do_and_keeps_what_was_typed(
    city: City, signed_in: SignIn, call: Call, changed: Call, words: str
) -> None:
    answer = submit(signed_in(city.alice), {**call, "words": "不相干的一件事", **changed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert 'value="王女士"' in page
    assert not Report.objects.exists()


def test_danger_is_handed_on_before_it_is_registered(city: City, signed_in: SignIn, call: Call) -> None:
    client = signed_in(city.alice)
    held = submit(client, call, words="垃圾堆着火了，有人受伤")
    assert (held.status_code, Report.objects.exists()) == (422, False)
    assert "119" in held.content.decode()
    submit(client, call, words="垃圾堆着火了，有人受伤", is_handed_on="on", is_urgent="on")
    report = Report.objects.get()
    assert report.words.endswith("已转 119、120。")
    assert report.case.is_urgent


def test_the_answer_to_a_follow_up_question_goes_with_the_words(city: City, signed_in: SignIn, call: Call) -> None:
    category = city.categories["暴露垃圾"]
    question = CategoryQuestion.objects.create(category=category, order=1, text="堆了多大？")
    option = QuestionOption.objects.create(question=question, order=1, label="1 立方米以上", condition_no=2)
    FilingStandard.objects.create(
        category=category, condition_no=2, number="0301-2", condition="成堆", limit_value=2, limit_unit="working_day",
        valid_from=SINCE,
    )  # fmt: skip
    client = signed_in(city.alice)
    answered = {**call, f"answer_{question.pk}": str(option.pk)}
    assert "堆了多大？" in helped(client, "category", **call)
    assert "0301-2" in helped(client, "advice", **answered)
    submit(client, answered)
    assert Report.objects.get().words.endswith("堆了多大？1 立方米以上")


def test_the_promise_names_unit_and_deadline(city: City, signed_in: SignIn, call: Call) -> None:
    page = helped(signed_in(city.alice), "advice", **call)
    assert "由环卫处办理" in page
    assert "前办结" in page


def test_clear_words_choose_the_category_unasked(city: City, signed_in: SignIn) -> None:
    category = city.categories["暴露垃圾"]
    page = helped(signed_in(city.alice), "category", words="路边暴露垃圾很多")
    assert f'value="{category.pk}" checked' in page


def test_categories_are_found_by_the_initials_of_their_pinyin(city: City, signed_in: SignIn) -> None:
    category = city.categories["占道经营"]
    category.initials = "zdjy"
    category.save()
    assert "占道经营" in helped(signed_in(city.alice), "category", find="zdjy")
    assert "没有叫" in helped(signed_in(city.alice), "category", find="zzzz", words="路边暴露垃圾很多")


def test_the_whole_list_is_there_to_choose_from(city: City, signed_in: SignIn) -> None:
    page = helped(signed_in(city.alice), "category", all="1")
    assert {"暴露垃圾" in page, "占道经营" in page} == {True}


@pytest.mark.parametrize("typed", ["120.89, 32.01", "北纬32.01 东经120.89", "32.01 120.89"])
def test_typed_coordinates_are_put_onto_the_grid(city: City, signed_in: SignIn, typed: str) -> None:
    assert 'data-lon="120.890000" data-lat="32.010000"' in helped(signed_in(city.alice), "place", place=typed)


def test_the_spot_says_street_community_and_cell(city: City, signed_in: SignIn, call: Call) -> None:
    client = signed_in(city.alice)
    assert "学田街道 · 学田社区居委会 · 学田一号网格" in helped(client, "spot", **call)
    assert "不在本区网格内" in helped(client, "spot", lon="116.4", lat="39.9")
    assert "还没有定到网格" in helped(client, "spot", lon="abc", lat="39.9")


def test_the_datum_of_typed_numbers_is_kept(city: City, signed_in: SignIn, call: Call) -> None:
    submit(signed_in(city.alice), call, datum="gcj02")
    case = Case.objects.get()
    assert case.datum == "gcj02"
    assert case.lon != pytest.approx(float(call["lon"]), abs=1e-4)


def test_photos_survive_a_refused_form(city: City, signed_in: SignIn, call: Call) -> None:
    client = signed_in(city.alice)
    photo = SimpleUploadedFile("a.jpg", jpeg(), "image/jpeg")
    refused = submit(client, call, words="", attachments=photo)
    kept = refused.context["kept"][0]["id"]
    submit(client, call, kept=str(kept))
    assert Case.objects.get().media.get().item_id == kept


def test_a_file_in_disguise_is_named_and_the_form_kept(city: City, signed_in: SignIn, call: Call) -> None:
    fake = SimpleUploadedFile("a.jpg", b"<script>alert(1)</script>", "image/jpeg")
    answer = submit(signed_in(city.alice), call, attachments=fake)
    assert answer.status_code == 422
    assert "没有收下" in answer.content.decode()


def test_another_persons_photo_cannot_be_attached(city: City, signed_in: SignIn, call: Call) -> None:
    theirs = signed_in(city.alice)
    refused = submit(theirs, call, words="", attachments=SimpleUploadedFile("a.jpg", jpeg(), "image/jpeg"))
    kept = refused.context["kept"][0]["id"]
    submit(signed_in(city.erin), call, kept=str(kept))
    assert not Case.objects.filter(media__item=kept).exists()


def test_earlier_calls_of_a_number_are_shown_masked(city: City, signed_in: SignIn, call: Call) -> None:
    client = signed_in(city.alice)
    submit(client, call)
    page = helped(client, "caller", phone="13812346621")
    assert "30 天 1 次" in page
    assert "王**" in page
    assert "王女士" not in page


def test_an_unknown_part_is_not_found(city: City, signed_in: SignIn) -> None:
    answer = signed_in(city.alice).post(reverse("console:hotline_help", args=["secrets"]))
    assert answer.status_code == 404


def test_what_another_session_registered_is_not_shown(city: City, signed_in: SignIn, call: Call) -> None:
    answer = submit(signed_in(city.alice), call)
    page = signed_in(city.alice).get(answer["Location"]).content.decode()
    assert Report.objects.get().token not in page


@pytest.mark.parametrize("name", ["carol", "dave", "hank", "frank"])
def test_who_may_not_report_does_not_find_the_form(city: City, signed_in: SignIn, name: str) -> None:
    client = signed_in(getattr(city, name))
    assert client.get(reverse("console:hotline")).status_code == 404
    assert client.post(reverse("console:hotline_help", args=["caller"]), {"phone": "13812346621"}).status_code == 404


def test_who_has_no_channel_is_told_so(city: City, signed_in: SignIn) -> None:
    page = signed_in(city.erin).get(reverse("console:hotline")).content.decode()
    assert "没有您可以登记的来源" in page


def test_a_leaders_report_needs_no_phone(city: City, signed_in: SignIn, call: Call) -> None:
    submit(signed_in(city.alice), call, channel="leader", phone="")
    assert (Report.objects.get().channel.code, Report.objects.get().callback) == ("leader", "none")


def test_visitors_are_sent_to_sign_in(db: None) -> None:
    assert Client().get(reverse("console:hotline")).status_code == 302


@pytest.mark.parametrize("done", ["²", "9" * 5000, "-1", "x", ""])
def test_what_was_registered_is_asked_for_by_a_number_or_not_at_all(city: City, signed_in: SignIn, done: str) -> None:
    assert signed_in(city.alice).get(reverse("console:hotline"), {"done": done}).status_code == 200


@pytest.mark.parametrize("kept", ["²", "9" * 5000, "-1"])
def test_a_photo_by_no_number_is_passed_over(city: City, signed_in: SignIn, call: Call, kept: str) -> None:
    assert submit(signed_in(city.alice), call, kept=kept).status_code == 302

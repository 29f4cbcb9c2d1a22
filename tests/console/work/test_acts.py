from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from chengzhi.cases.models import Case
from chengzhi.console.work import acts
from chengzhi.evidence.models import Item
from chengzhi.kernel.errors import ChengzhiError
from tests.console.work.conftest import SignIn
from tests.factories.city import City
from tests.factories.evidence import jpeg
from tests.factories.loop import act, case_after, report
from tests.factories.media import photo

HTMX = {"HX-Request": "true"}


def act_url(case: Case, step: str, query: str = "") -> str:
    return reverse("console:act", args=[case.number, step]) + query


def take(client: Client, case: Case, step: str, query: str = "", **values: Any) -> Any:
    given = {"seen": case.step_seq, "idempotency_key": "k1", **values}
    return client.post(act_url(case, step, query), given)


def test_the_form_stands_within_the_case_and_alone_for_htmx(city: City, signed_in: SignIn) -> None:
    case, client = report(city), signed_in(city.alice)
    whole = client.get(act_url(case, "send_verify")).content.decode()
    part = client.get(act_url(case, "send_verify"), headers=HTMX).content.decode()
    assert "流转记录" in whole
    assert "<html" not in part
    assert all("网格的采集员：陈红" in page for page in (whole, part))


def test_an_act_is_taken_and_the_message_says_what_comes_next(city: City, signed_in: SignIn) -> None:
    case = case_after(city, "accept")
    client = signed_in(city.bob)
    answer = client.post(
        act_url(case, "file", "?from=todo&back=1"),
        {"seen": case.step_seq, "standard": city.standards["暴露垃圾"].pk},
        follow=True,
    )
    assert answer.redirect_chain[-1][0] == reverse("console:work")
    assert "下一步：派遣员派遣。" in answer.content.decode()
    assert Case.objects.get().state == "filed"


def test_without_the_list_one_stays_at_the_case(city: City, signed_in: SignIn) -> None:
    case = report(city)
    answer = take(signed_in(city.alice), case, "urge")
    assert answer.headers["Location"] == reverse("console:case", args=[case.number])


def test_htmx_is_told_to_load_the_whole_page(city: City, signed_in: SignIn) -> None:
    case = report(city)
    answer = signed_in(city.alice).post(act_url(case, "urge"), {"seen": case.step_seq}, headers=HTMX)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, reverse("console:case", args=[case.number]))


def test_what_is_missing_stands_beside_the_field_and_the_rest_stays(city: City, signed_in: SignIn) -> None:
    case = case_after(city, "accept")
    answer = take(signed_in(city.bob), case, "file", note="照片清楚")
    assert answer.status_code == 422
    assert "没有选“立案条件”" in answer.content.decode()
    assert "照片清楚" in answer.content.decode()
    assert Case.objects.get().state == "accepted"


def test_what_the_service_refuses_stands_beside_the_field(city: City, signed_in: SignIn) -> None:
    case = case_after(city, "file")
    answer = take(signed_in(city.carol), case, "dispatch", unit=city.units["street"].pk, note="他们近")
    assert answer.status_code == 422
    assert "改派别的单位要写理由" in answer.content.decode()
    assert "他们近" in answer.content.decode()


def test_a_refused_step_gives_every_reason_with_the_way_on(city: City, signed_in: SignIn) -> None:
    case = report(city)
    page = signed_in(city.alice).get(act_url(case, "accept"))
    assert page.status_code == 200
    assert "公众诉求还没有核实，也没有照片。" in page.content.decode()
    assert act_url(case, "send_verify") in page.content.decode()
    refused = take(signed_in(city.alice), case, "accept", note="都写好了")
    assert refused.status_code == 422
    assert "都写好了" in refused.content.decode()


def test_somebody_faster_is_a_conflict_and_nothing_typed_is_lost(city: City, signed_in: SignIn) -> None:
    case = report(city, is_urgent=True)
    seen = case.step_seq
    act(case, "urge", city.bob, note="快")
    answer = signed_in(city.alice).post(
        act_url(case, "accept"), {"seen": seen, "note": "我写的意见"}, headers=HTMX
    )  # fmt: skip
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "情况变了，没有提交" in page
    assert "bob" in page
    assert "我写的意见" in page
    assert Case.objects.get().state == "reported"


def test_a_repeated_request_acts_once(city: City, signed_in: SignIn) -> None:
    case, client = report(city, is_urgent=True), signed_in(city.alice)
    assert take(client, case, "accept").status_code == 302
    assert take(client, case, "accept").status_code == 302
    assert case.steps.filter(name="accept").count() == 1


def test_the_header_is_a_key_as_well(city: City, signed_in: SignIn) -> None:
    case, client = report(city, is_urgent=True), signed_in(city.alice)
    for _again in range(2):
        client.post(act_url(case, "urge"), {"seen": case.step_seq}, headers={"Idempotency-Key": "k9"})
    assert case.steps.filter(name="urge").count() == 1


@pytest.mark.parametrize(("person", "status"), [("alice", 200), ("hank", 404), ("erin", 404)])
def test_outside_the_reach_there_is_no_form(city: City, signed_in: SignIn, person: str, status: int) -> None:
    case = report(city, lon=None, lat=None)
    assert signed_in(city.people[person]).get(act_url(case, "urge")).status_code == status


def test_without_the_power_the_reason_is_given_and_nothing_happens(city: City, signed_in: SignIn) -> None:
    case = report(city, is_urgent=True)
    assert "权限" in signed_in(city.bob).get(act_url(case, "accept")).content.decode()
    assert take(signed_in(city.bob), case, "accept").status_code == 422
    assert Case.objects.get().state == "reported"


def test_a_step_there_is_not_is_not_found(city: City, signed_in: SignIn) -> None:
    assert signed_in(city.alice).get(act_url(report(city), "explode")).status_code == 404


def picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("现场.jpg", jpeg(), "image/jpeg")


def test_photos_are_stored_with_the_act(city: City, signed_in: SignIn, store: None) -> None:
    case = case_after(city, "take_over")
    assert take(signed_in(city.dave), case, "feed_back", result="已清运", media=[picture()]).status_code == 302
    assert case.media.filter(stage="after").count() == 1


def test_photos_of_a_refused_act_need_not_be_chosen_again(city: City, signed_in: SignIn, store: None) -> None:
    case, client = case_after(city, "take_over"), signed_in(city.dave)
    page = take(client, case, "feed_back", media=[picture()]).content.decode()
    item = Item.objects.order_by("-pk")[0]
    assert f'name="kept" value="{item.pk}"' in page
    shown = client.get(reverse("console:own_media", args=[item.pk]) + "?size=320")
    assert b"".join(shown)[:2] == b"\xff\xd8"
    assert take(client, case, "feed_back", result="已清运", kept=[item.pk]).status_code == 302
    assert case.media.get(stage="after").item_id == item.pk


def test_nobody_attaches_the_photo_of_another(city: City, signed_in: SignIn) -> None:
    case, others = case_after(city, "take_over"), photo()
    assert take(signed_in(city.dave), case, "feed_back", result="已清运", kept=[others.pk]).status_code == 422
    assert signed_in(city.dave).get(reverse("console:own_media", args=[others.pk])).status_code == 404


def test_a_file_that_will_not_do_is_named_and_nothing_is_lost(city: City, signed_in: SignIn, store: None) -> None:
    case = case_after(city, "take_over")
    bad = SimpleUploadedFile("坏.jpg", b"not a picture", "image/jpeg")
    page = take(signed_in(city.dave), case, "feed_back", result="已清运", media=[bad])
    assert page.status_code == 422
    assert "坏.jpg" in page.content.decode()
    assert "已清运" in page.content.decode()


def test_without_a_store_the_words_stay(city: City, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    case = case_after(city, "take_over")

    def full(**_given: object) -> None:
        raise ChengzhiError("磁盘满了，没有收下。")

    monkeypatch.setattr(acts, "store_many", full)
    page = take(signed_in(city.dave), case, "feed_back", result="已清运", media=[picture()])
    assert page.status_code == 422
    assert "磁盘满了" in page.content.decode()
    assert "已清运" in page.content.decode()


@pytest.mark.parametrize("seen", ["²", "①", "9" * 5000, "-1", "x", ""])
def test_a_mark_of_what_was_seen_that_is_no_number_is_never_a_fault(city: City, signed_in: SignIn, seen: str) -> None:
    case = report(city)
    assert take(signed_in(city.alice), case, "urge", seen=seen).status_code in {302, 409}


@pytest.mark.parametrize("kept", ["²", "9" * 5000, "-1", "x"])
def test_a_photo_by_no_number_is_passed_over(city: City, signed_in: SignIn, kept: str) -> None:
    case = case_after(city, "take_over")
    assert take(signed_in(city.dave), case, "feed_back", result="已清运", kept=kept).status_code == 422

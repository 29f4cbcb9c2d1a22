import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from chengzhi.cases.models import Case, Report
from chengzhi.evidence.models import Item
from tests.factories.city import LAT, LON, City
from tests.factories.evidence import jpeg, jpeg_with_exif, png_that_claims

KEY = re.compile(r"/report/([0-9a-f-]{36})/")
MARKET = {"act": "use", "place": "学田菜场西门"}


def key_of(answer: HttpResponse) -> str:
    found = KEY.search(answer.headers["Location"])
    assert found, answer.headers
    return found[1]


def begun(client: Client, **told: object) -> str:
    """Return the key of a report whose first page was sent."""
    return key_of(client.post("/report/", told or {"words": "垃圾成堆"}))  # type: ignore[arg-type]  # a response


def ready(client: Client, city: City, **told: object) -> str:
    """Return the address of the last page of a report."""
    key = begun(client, **told)
    client.post(f"/report/{key}/kind/", {"category": city.categories["暴露垃圾"].pk})
    client.post(f"/report/{key}/where/", {"act": "look", "lon": LON, "lat": LAT, "source": "device"})
    client.post(f"/report/{key}/where/", MARKET)
    return f"/report/{key}/check/"


def test_a_photo_alone_becomes_a_report(client: Client, city: City, shot: SimpleUploadedFile) -> None:
    sent = client.post(ready(client, city, photos=shot), {"words": "", "phone": "138 1234 6621"})
    report = Report.objects.get()
    assert sent.headers["Location"] == f"/r/{report.token}/"
    assert (report.words, report.reporter_phone, report.case.place) == ("暴露垃圾", "13812346621", "学田菜场西门")
    assert report.case.media.count() == 1
    assert report.case.cell_code


def test_sending_twice_makes_one_report(client: Client, city: City) -> None:
    address = ready(client, city)
    first = client.post(address, {"words": "垃圾成堆"})
    again = client.post(address, {"words": "垃圾成堆"})
    assert first.headers["Location"] == again.headers["Location"]
    assert Report.objects.count() == 1


def test_a_report_that_says_nothing_is_refused(client: Client, city: City) -> None:
    answer = client.post("/report/", {"words": "  "})
    assert answer.status_code == 422
    assert "请拍一张照片，或写一句是什么事" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("坏.jpg", b"<script>alert(1)</script>"),
        ("空.jpg", b""),
        ("大.png", png_that_claims(60000, 60000)),
        ("程序.jpg", b"MZ\x90\x00" + b"\x00" * 100),
    ],
)
def test_hostile_files_are_refused_and_words_kept(client: Client, city: City, name: str, content: bytes) -> None:
    answer = client.post("/report/", {"words": "垃圾成堆", "photos": SimpleUploadedFile(name, content)})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"没有收下“{name}”" in page
    assert "垃圾成堆" in page
    assert not Item.objects.exists()


def test_a_good_photo_is_kept_beside_a_bad_one(client: Client, city: City, shot: SimpleUploadedFile) -> None:
    bad = SimpleUploadedFile("坏.jpg", b"nothing")
    page = client.post("/report/", {"photos": [shot, bad]}).content.decode()
    key = KEY.search(page)
    assert key
    assert "已收下的照片" in page
    assert client.post(f"/report/{key[1]}/", {}).headers["Location"].endswith("/kind/")


def test_the_photo_of_a_draft_is_shown_to_its_visitor_only(
    client: Client, city: City, shot: SimpleUploadedFile
) -> None:
    address = f"/report/{begun(client, photos=shot)}/photo/{Item.objects.get().pk}/"
    assert client.get(address).getvalue()
    assert Client().get(address).status_code == 404


def test_a_draft_of_somebody_else_does_not_exist(client: Client, city: City) -> None:
    assert Client().get(f"/report/{begun(client)}/kind/").status_code == 404


def test_likely_categories_come_first(client: Client, city: City) -> None:
    key = begun(client, words="小贩占道经营")
    page = client.get(f"/report/{key}/kind/").content.decode()
    assert page.index("占道经营</b>") < page.index("暴露垃圾</b>")


def test_an_unknown_category_is_refused(client: Client, city: City) -> None:
    answer = client.post(f"/report/{begun(client)}/kind/", {"category": "999999"})
    assert answer.status_code == 422
    assert "还没有选是哪一类" in answer.content.decode()


def test_a_landmark_stands_for_the_place(client: Client, city: City) -> None:
    key = begun(client)
    client.post(f"/report/{key}/where/", {"act": "find", "place": "学田一号网格"})
    assert "学田一号网格" in client.get(f"/report/{key}/where/").content.decode()
    chosen = client.post(f"/report/{key}/where/", {"choice": f"{LON},{LAT},学田一号网格"})
    assert chosen.headers["Location"].endswith("/check/")


def test_a_place_outside_the_district_is_refused_with_a_way_out(client: Client, city: City) -> None:
    answer = client.post(f"/report/{begun(client)}/where/", {"act": "look", "lon": 116.4, "lat": 39.9})
    assert answer.status_code == 422
    assert "12345" in answer.content.decode()


@pytest.mark.parametrize(("lon", "lat"), [("nan", "1"), ("", ""), ("181", "1"), ("北纬", "东经")])
def test_positions_that_are_none_are_refused(client: Client, city: City, lon: str, lat: str) -> None:
    answer = client.post(f"/report/{begun(client)}/where/", {"act": "look", "lon": lon, "lat": lat})
    assert answer.status_code == 422


def test_the_place_inside_a_photo_is_offered(client: Client, city: City) -> None:
    shot = SimpleUploadedFile("a.jpg", jpeg_with_exif(), "image/jpeg")
    key = begun(client, photos=shot)
    client.post(f"/report/{key}/kind/", {"category": city.categories["暴露垃圾"].pk})
    item = Item.objects.get()
    page = client.get(f"/report/{key}/where/").content.decode()
    inside = abs(float(item.lon or 0) - LON) < 0.01 and abs(float(item.lat or 0) - LAT) < 0.01
    assert ("照片里记的位置" in page) is inside


def test_skipping_a_page_leads_back_to_it(client: Client, city: City) -> None:
    key = begun(client)
    assert client.get(f"/report/{key}/check/").headers["Location"].endswith("/kind/")
    client.post(f"/report/{key}/kind/", {"category": city.categories["暴露垃圾"].pk})
    assert client.get(f"/report/{key}/check/").headers["Location"].endswith("/where/")


@pytest.mark.parametrize(("phone", "said"), [("1381234662", "您填了 10 位"), ("不知道", "电话号码不对")])
def test_a_wrong_phone_is_explained_and_everything_kept(client: Client, city: City, phone: str, said: str) -> None:
    answer = client.post(ready(client, city), {"words": "垃圾成堆三天", "phone": phone})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert phone in page
    assert "垃圾成堆三天" in page
    assert not Report.objects.exists()


def test_an_open_matter_near_by_may_be_joined(client: Client, city: City, report: Report) -> None:
    address = ready(client, city, words="菜场西门垃圾堆了两天")
    assert "附近已有人报过" in client.get(address).content.decode()
    client.post(address, {"words": "垃圾", "join": report.case.number})
    joined = Report.objects.get(is_joined=True)
    assert joined.case == report.case
    assert Case.objects.count() == 1


def test_joining_a_closed_matter_is_explained(client: Client, city: City) -> None:
    answer = client.post(ready(client, city), {"words": "垃圾", "join": "20260101-0001"})
    assert answer.status_code == 422
    assert "请改为单独上报" in answer.content.decode()


def test_a_flood_from_one_address_is_stopped(client: Client, city: City, settings: object) -> None:
    answers = [client.post("/report/", {"words": str(number)}).status_code for number in range(32)]
    assert answers.count(302) == 30
    assert answers[-1] == 429


def test_pages_stand_without_scripts_and_small(client: Client, city: City) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert len(page.content) < 12_000
    assert b"maplibre" not in page.content


def test_a_very_big_photo_is_taken(client: Client, city: City) -> None:
    shot = io.BytesIO(jpeg(4000, 3000))
    shot.name = "大.jpg"
    assert client.post("/report/", {"photos": shot}).status_code == 302


@pytest.mark.parametrize("category", ["²", "9" * 5000, "-1", "\x00", "999999"])
def test_garbage_as_a_kind_asks_again(client: Client, city: City, category: str) -> None:
    answer = client.post(f"/report/{begun(client)}/kind/", {"category": category})
    assert answer.status_code == 422
    assert "还没有选是哪一类" in answer.content.decode()


@pytest.mark.parametrize("accuracy", ["²", "9" * 5000, "-3", "near"])
def test_garbage_as_an_accuracy_is_no_accuracy(client: Client, city: City, accuracy: str) -> None:
    given = {"act": "look", "lon": LON, "lat": LAT, "accuracy": accuracy}
    assert client.post(f"/report/{begun(client)}/where/", given).status_code == 302


@pytest.mark.parametrize("page", ["", "kind/", "where/", "check/"])
def test_after_sending_every_page_leads_to_the_report(client: Client, city: City, page: str) -> None:
    address = ready(client, city)
    sent = client.post(address, {"words": "垃圾成堆"})
    again = client.get(address.replace("check/", page))
    assert again.headers["Location"] == sent.headers["Location"]


def test_the_last_page_leads_back_to_what_is_missing(client: Client, city: City) -> None:
    key = begun(client)
    assert client.get(f"/report/{key}/check/").headers["Location"].endswith("/kind/")
    client.post(f"/report/{key}/kind/", {"category": city.categories["暴露垃圾"].pk})
    assert client.get(f"/report/{key}/check/").headers["Location"].endswith("/where/")


def test_a_category_chosen_after_the_place_leads_to_the_last_page(client: Client, city: City) -> None:
    key = begun(client)
    client.post(f"/report/{key}/where/", MARKET)
    answer = client.post(f"/report/{key}/kind/", {"category": city.categories["暴露垃圾"].pk})
    assert answer.headers["Location"].endswith("/check/")


def test_a_photo_can_be_taken_away_again(client: Client, city: City, shot: SimpleUploadedFile) -> None:
    key = begun(client, photos=shot, words="垃圾")
    item = Item.objects.get().pk
    client.post(f"/report/{key}/", {"words": "垃圾", "remove": item, "more": "1"})
    assert client.get(f"/report/{key}/photo/{item}/").status_code == 404


def test_the_words_of_a_search_stay_text(client: Client, city: City) -> None:
    page = client.get(f"/report/{begun(client)}/kind/", {"q": "<script>alert(1)</script>\x00"}).content.decode()
    assert "<script>alert" not in page

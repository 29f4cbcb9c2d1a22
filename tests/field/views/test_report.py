from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from chengzhi.cases.models import Case
from chengzhi.evidence.models import Item
from tests.factories.city import LAT, LON, City
from tests.factories.evidence import jpeg
from tests.field.conftest import SignIn


def given(city: City, **values: object) -> dict[str, object]:
    category = city.categories["暴露垃圾"].pk
    return {"idempotency_key": str(uuid4()), "category": category, "lon": LON, "lat": LAT, **values}


def test_a_finding_becomes_a_verified_case(city: City, phone_of: SignIn, shot: SimpleUploadedFile) -> None:
    answer = phone_of(city.erin).post("/field/report/", given(city, photos=shot))
    assert answer.headers["Location"] == "/field/report/sent/"
    case = Case.objects.get()
    assert (case.state, case.is_verified, case.reported_by_id) == ("reported", True, city.erin.appointment_id)


def test_a_finding_put_right_at_once_waits_for_review(city: City, phone_of: SignIn, shot: SimpleUploadedFile) -> None:
    after = SimpleUploadedFile("后.jpg", jpeg(colour="white"), "image/jpeg")
    phone_of(city.erin).post("/field/report/", given(city, photos=shot, is_self_handled="on", after=after))
    case = Case.objects.get()
    assert case.state == "self_handled"
    assert set(case.media.values_list("stage", flat=True)) == {"before", "after"}


def test_self_handling_needs_a_photo_from_after(city: City, phone_of: SignIn, shot: SimpleUploadedFile) -> None:
    answer = phone_of(city.erin).post("/field/report/", given(city, photos=shot, is_self_handled="on"))
    assert answer.status_code == 422
    assert "自处理要有处置后照片" in answer.content.decode()
    assert not Case.objects.exists()


def test_every_missing_thing_is_named_at_once(city: City, phone_of: SignIn) -> None:
    page = phone_of(city.erin).post("/field/report/", {"words": "一堆垃圾"}).content.decode()
    for words in ("还没有照片", "请选是哪一类", "还没有位置", "一堆垃圾"):
        assert words in page


def test_the_photo_of_a_faulty_report_is_kept(city: City, phone_of: SignIn, shot: SimpleUploadedFile) -> None:
    phone = phone_of(city.erin)
    page = phone.post("/field/report/", given(city, photos=shot, category=""))
    assert "已收下 1 张照片" in page.content.decode()
    sent = phone.post("/field/report/", given(city, kept_before=Item.objects.get().pk))
    assert sent.status_code == 302
    assert Case.objects.get().media.count() == 1


def test_a_double_tap_reports_once(city: City, phone_of: SignIn, shot: SimpleUploadedFile) -> None:
    posted = given(city)
    phone = phone_of(city.erin)
    for _tap in range(2):
        shot.seek(0)
        assert phone.post("/field/report/", {**posted, "photos": shot}).status_code == 302
    assert Case.objects.count() == 1


def test_a_place_outside_the_district_is_refused(city: City, phone_of: SignIn, shot: SimpleUploadedFile) -> None:
    answer = phone_of(city.erin).post("/field/report/", given(city, photos=shot, lon=116.4, lat=39.9))
    assert answer.status_code == 422
    assert "不在本区" in answer.content.decode()


@pytest.mark.parametrize("category", ["999999", "x", "1e9"])
def test_an_unknown_category_is_refused(city: City, phone_of: SignIn, shot: SimpleUploadedFile, category: str) -> None:
    answer = phone_of(city.erin).post("/field/report/", given(city, photos=shot, category=category))
    assert answer.status_code == 422
    assert not Case.objects.exists()

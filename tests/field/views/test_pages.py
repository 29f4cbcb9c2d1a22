"""What every page of the field shares."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from chengzhi.cases.models import Case
from chengzhi.evidence.models import Item
from chengzhi.field.views.pages import act_key, answering, cannot, distance, linked, photo
from chengzhi.kernel.errors import BadInput, ChengzhiError, Forbidden, NotFound, SubjectMoved
from chengzhi.kernel.procedures import Basis, Choice, Refusal, available_steps
from tests.factories.city import LAT, LON, City
from tests.factories.loop import case_after, report


@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [
        (NotFound(), 404, "没有找到"),
        (Forbidden("这一步要以派遣员身份办理。"), 403, "派遣员身份"),
        (BadInput("照片太大。"), 422, "照片太大"),
        (SubjectMoved(["王敏 14:32 已立案"]), 409, "已立案"),
        (ChengzhiError("没有办成。"), 400, "没有办成"),
    ],
)
@pytest.mark.django_db
def test_what_a_service_refuses_becomes_a_page_in_words(fault: ChengzhiError, status: int, words: str) -> None:
    def view(_request: Any) -> HttpResponse:
        raise fault

    request: Any = RequestFactory().get("/field/")
    request.user, request.capacity = SimpleNamespace(is_authenticated=False), None
    answer = answering(view)(request)
    assert answer.status_code == status
    assert words in answer.content.decode()


def test_what_nobody_foresaw_is_not_hidden() -> None:
    def view(_request: Any) -> HttpResponse:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        answering(view)(RequestFactory().get("/field/"))  # type: ignore[arg-type]  # any request will do


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ("5a1c7c0e-0000-4000-8000-000000000000", "5a1c7c0e-0000-4000-8000-000000000000"),
        ("a" * 64, "a" * 64),
        ("a" * 65, ""),
        ("", ""),
        ("键", ""),
        ("a b", ""),
        ("x\x00", ""),
        ("'; --", ""),
    ],
)
def test_only_a_plain_key_is_taken(given: str, key: str) -> None:
    assert act_key(RequestFactory().post("/", {"idempotency_key": given})) == key


def test_a_request_without_a_key_has_none() -> None:
    assert act_key(RequestFactory().post("/")) == ""


SPOT, NOWHERE = (LON, LAT), (None, None)


@pytest.mark.parametrize(
    ("case", "item", "metres"),
    [(SPOT, SPOT, 0), (SPOT, (LON, LAT + 0.001), 111), (SPOT, NOWHERE, None), (NOWHERE, SPOT, None)],
)
def test_the_distance_to_the_spot_is_known_where_both_places_are(
    case: tuple[float | None, float | None], item: tuple[float | None, float | None], metres: float | None
) -> None:
    found = distance(Case(lon=case[0], lat=case[1]), Item(lon=item[0], lat=item[1]))
    assert (found if found is None else round(found)) == metres


def test_a_photo_says_who_took_it_and_what_it_shows(city: City) -> None:
    case = case_after(city, "confirm")
    facts = photo(case, case.media.get())
    assert facts["alt"] == case.media.get().get_stage_display()
    assert facts["hash"] == case.media.get().item.blob.sha256
    assert [facts[name].rsplit("/", 2)[1] for name in ("url", "thumb_url")] == ["large", "small"]


def choice_of(city: City, name: str) -> Choice:
    case = case_after(city, "take_over")
    return next(one for one in available_steps(case, city.dave) if one.step.name == name)


def test_the_heading_over_reasons_names_the_act(city: City) -> None:
    assert cannot(choice_of(city, "feed_back")) == "现在不能“反馈结果”"


@pytest.mark.parametrize(
    ("refusal", "url"),
    [
        (Refusal("没有照片。", action="media", action_label="现在拍"), "#id_media"),
        (Refusal("没回复。", action="reply_supervision", action_label="去回复"), "/reply_supervision/"),
        (Refusal("没填。", action="result"), ""),
        (Refusal("等别人。", helper="派遣员"), ""),
    ],
)
def test_a_reason_leads_to_the_act_that_removes_it(city: City, refusal: Refusal, url: str) -> None:
    (found,) = linked(report(city), [refusal])
    assert str(found["action_url"]).endswith(url)
    assert bool(found["action_url"]) is bool(url)
    assert (found["reason"], found["helper"]) == (refusal.reason, refusal.helper)


def test_a_reason_keeps_its_ground(city: City) -> None:
    ground = Basis("CJJ/T 106-2010")
    assert linked(report(city), [Refusal("不行。", ground)])[0]["basis"] == ground

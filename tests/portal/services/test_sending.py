"""A draft becomes one report, and sending it again makes no second."""

from typing import Any

import pytest

from chengzhi.cases.models import Case, Report
from chengzhi.kernel.errors import BadInput
from chengzhi.portal.drafts import Draft
from chengzhi.portal.services.sending import send_report
from tests.factories.city import LAT, LON, City
from tests.factories.media import photo


def draft(city: City, **facts: Any) -> Draft:
    given = {
        "words": "垃圾成堆",
        "category": city.categories["暴露垃圾"].pk,
        "place": "学田菜场西门",
        "lon": LON,
        "lat": LAT,
    }
    return Draft(**{**given, **facts})


def test_what_the_resident_told_stands_in_the_report(city: City) -> None:
    report = send_report(draft(city, phone="13812346621"), category=city.categories["暴露垃圾"])
    assert (report.words, report.reporter_phone, report.channel.code) == ("垃圾成堆", "13812346621", "resident")
    assert (report.case.place, report.case.state, report.case.lon) == ("学田菜场西门", "reported", LON)


@pytest.mark.parametrize(("phone", "way"), [("13812346621", "phone"), ("", "none")])
def test_who_leaves_a_phone_is_called_back(city: City, phone: str, way: str) -> None:
    report = send_report(draft(city, phone=phone), category=None)
    assert report.callback == way or (not phone and report.callback in {"", "none"})


def test_a_photo_without_words_is_named_by_its_category(city: City) -> None:
    report = send_report(draft(city, words="", photos=[photo().pk]), category=city.categories["暴露垃圾"])
    assert report.words == "暴露垃圾"
    assert report.case.media.count() == 1


def test_the_same_draft_makes_one_report(city: City) -> None:
    told = draft(city)
    first, again = send_report(told, category=None), send_report(told, category=None)
    assert first.pk == again.pk
    assert Report.objects.count() == 1


def test_two_drafts_of_the_same_matter_are_two_reports(city: City) -> None:
    assert send_report(draft(city), category=None).pk != send_report(draft(city), category=None).pk


def test_joining_an_open_matter_makes_no_second_case(city: City) -> None:
    first = send_report(draft(city), category=None)
    joined = send_report(draft(city), category=None, join=first.case.number)
    assert joined.is_joined
    assert joined.case_id == first.case_id
    assert Case.objects.count() == 1


@pytest.mark.parametrize("join", ["20260101-9999", "x", "\u202e"])
def test_a_matter_that_is_not_open_cannot_be_joined(city: City, join: str) -> None:
    with pytest.raises(BadInput):
        send_report(draft(city), category=None, join=join)
    assert not Report.objects.exists()


def test_a_category_that_is_gone_is_refused_with_its_field(city: City) -> None:
    with pytest.raises(BadInput) as refusal:
        send_report(draft(city, category=10**9), category=None)
    assert "category" in refusal.value.errors


def test_the_link_of_a_report_cannot_be_guessed(city: City) -> None:
    tokens = {send_report(draft(city), category=None).token for _ in range(3)}
    assert len(tokens) == 3
    assert min(map(len, tokens)) >= 16

"""The patrol report asks for little, refuses what nobody could find, and keeps several photos apart."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from chengzhi.field.forms import MOST_WORDS, PatrolForm
from tests.factories.city import LAT, LON, City


def form_of(city: City, files: Any = None, **given: Any) -> PatrolForm:
    data = {"category": city.categories["暴露垃圾"].pk, "place": "学田菜场西门", **given}
    return PatrolForm(data, files or MultiValueDict(), categories=list(city.categories.values()))


def picture(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"x")


def test_a_category_and_a_place_are_enough(city: City) -> None:
    form = form_of(city)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["category"] == city.categories["暴露垃圾"].pk
    assert (form.cleaned_data["words"], form.cleaned_data["is_self_handled"]) == ("", False)


def test_a_position_stands_for_the_words_of_a_place(city: City) -> None:
    assert form_of(city, place="", lon=LON, lat=LAT).is_valid()


@pytest.mark.parametrize("given", [{}, {"lon": LON}, {"lat": LAT}, {"place": "   "}])
def test_a_report_that_nobody_could_find_is_refused(city: City, given: dict[str, Any]) -> None:
    form = form_of(city, **{"place": "", **given})
    assert form.errors["place"] == ["还没有位置。请点“定位”，或写一个附近的地名、门牌。"]


def test_zero_degrees_are_a_position_and_not_a_missing_one(city: City) -> None:
    assert "place" not in form_of(city, place="", lon=0, lat=0).errors


@pytest.mark.parametrize(
    ("field", "value"),
    [("lon", "181"), ("lon", "-180.5"), ("lat", "90.01"), ("lat", "x"), ("lon", "nan"), ("lat", "inf")],
)
def test_a_coordinate_outside_the_earth_is_refused(city: City, field: str, value: str) -> None:
    assert field in form_of(city, **{field: value}).errors


@pytest.mark.parametrize(
    ("category", "words"),
    [("", "请选是哪一类。"), ("999999", "请从列出的小类里选。"), ("垃圾", "请从列出的小类里选。")],
)
def test_a_category_must_be_one_of_those_listed(city: City, category: str, words: str) -> None:
    assert form_of(city, category=category).errors["category"] == [words]


@pytest.mark.parametrize(("length", "is_valid"), [(MOST_WORDS, True), (MOST_WORDS + 1, False)])
def test_words_have_a_length(city: City, length: int, *, is_valid: bool) -> None:
    form = form_of(city, words="长" * length)
    assert form.is_valid() is is_valid
    assert is_valid or form.errors["words"] == ["最多 400 个字，请删减一些。"]


def test_photos_before_and_after_are_kept_apart(city: City) -> None:
    files = MultiValueDict({"photos": [picture("a.jpg"), picture("b.jpg")], "after": [picture("c.jpg")]})
    form = form_of(city, files)
    assert form.is_valid()
    assert [one.name for one in form.cleaned_data["photos"]] == ["a.jpg", "b.jpg"]
    assert [one.name for one in form.cleaned_data["after"]] == ["c.jpg"]


def test_no_photo_is_no_list_of_nothing(city: City) -> None:
    form = form_of(city)
    assert form.is_valid()
    assert form.cleaned_data["photos"] == form.cleaned_data["after"] == []


def test_the_camera_of_the_phone_is_asked_for_pictures(city: City) -> None:
    html = str(form_of(city)["photos"])
    assert 'capture="environment"' in html
    assert 'accept="image/*"' in html
    assert "multiple" in html


def test_browsers_are_not_asked_to_stop_a_form_without_words(city: City) -> None:
    assert " required" not in str(PatrolForm(categories=list(city.categories.values()))["category"])

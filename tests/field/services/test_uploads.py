"""Photos taken on the spot are kept, and nobody attaches what is another's."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from chengzhi.evidence.models import Item
from chengzhi.field.services.uploads import degrees, keep_media
from tests.factories.city import LAT, LON, City
from tests.factories.evidence import jpeg, pdf


def shot(name: str = "现场.jpg", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or jpeg())


def test_a_photo_is_kept_as_taken_by_this_person_at_this_place(city: City) -> None:
    kept = keep_media([shot()], capacity=city.erin, lon=LON, lat=LAT)
    item = Item.objects.get()
    assert kept.ids == [item.pk]
    assert (item.uploaded_by_id, item.source, item.lon, item.lat) == (city.erin.account_id, "camera", LON, LAT)


def test_good_photos_are_kept_beside_bad_ones(city: City) -> None:
    kept = keep_media([shot(), shot("坏.jpg", b"no picture"), shot("空.jpg", b"<html>")], capacity=city.erin)
    assert len(kept.items) == 1
    assert len(kept.refused) == 2
    assert "坏.jpg" in kept.refused[0]


def test_no_files_are_nothing_kept(city: City) -> None:
    kept = keep_media([], capacity=city.erin)
    assert (kept.ids, kept.refused) == ([], [])


def test_what_an_earlier_attempt_kept_comes_first(city: City) -> None:
    first = keep_media([shot()], capacity=city.erin).ids
    other = shot("二.jpg", jpeg(colour="red"))
    again = keep_media([other], capacity=city.erin, before=first)
    assert again.ids[0] == first[0]
    assert len(again.ids) == 2


def test_photos_of_another_person_are_not_taken_over(city: City) -> None:
    theirs = keep_media([shot()], capacity=city.dave).ids
    assert keep_media([], capacity=city.erin, before=theirs).ids == []


@pytest.mark.parametrize("key", [0, 10**9, 2**63, 10**40])
def test_keys_that_do_not_exist_are_left_out(city: City, key: int) -> None:
    assert keep_media([], capacity=city.erin, before=[key]).ids == []


def test_a_document_may_be_kept_for_the_form_to_judge(city: City) -> None:
    kept = keep_media([shot("单据.pdf", pdf())], capacity=city.erin)
    assert [one.blob.kind for one in kept.items] == ["document"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("120.89", 120.89),
        ("-180", -180.0),
        ("180", 180.0),
        ("180.0001", None),
        ("", None),
        ("east", None),
        ("nan", None),
        ("inf", None),
        ("1e999", None),
    ],
)
def test_a_coordinate_of_the_device_is_read_or_left_out(text: str, value: float | None) -> None:
    assert degrees(text, 180.0) == value

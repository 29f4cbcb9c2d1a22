import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from chengzhi.evidence.enums import Source
from chengzhi.evidence.models import Item
from chengzhi.portal.services.uploads import MOST_PHOTOS, opened, sealed, store_photos
from tests.factories.city import City
from tests.factories.evidence import jpeg, pdf


def test_sealed_ids_come_back_and_forged_ones_do_not() -> None:
    assert opened(sealed([1, 2])) == [1, 2]
    assert opened("") == []
    assert opened("[1,2]") == []
    assert opened(sealed([1])[:-2] + "xx") == []


def test_a_document_is_no_photo(city: City) -> None:
    found = store_photos([SimpleUploadedFile("信.pdf", pdf())])
    assert found.kept == []
    assert "不是照片或视频" in found.refused[0]


def test_more_than_nine_are_not_taken(city: City) -> None:
    found = store_photos([SimpleUploadedFile("a.jpg", jpeg())], already=MOST_PHOTOS)
    assert found.kept == []
    assert "最多 9 张" in found.refused[0]


def file(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_photos_are_kept_as_handed_in_by_a_resident(city: City) -> None:
    found = store_photos([file("现场.jpg", jpeg()), file("远景.jpg", jpeg())])
    assert [one.filename for one in found.kept] == ["现场.jpg", "远景.jpg"]
    assert {one.source for one in found.kept} == {Source.ALBUM}
    assert found.refused == []


def test_what_is_unfit_is_told_and_the_good_ones_stay(city: City) -> None:
    found = store_photos([file("空.jpg", b""), file("好.jpg", jpeg()), file("坏.jpg", b"no picture at all")])
    assert [one.filename for one in found.kept] == ["好.jpg"]
    assert len(found.refused) == 2
    assert Item.objects.filter(pk=found.kept[0].pk).exists()


@pytest.mark.parametrize(("already", "kept"), [(0, 2), (MOST_PHOTOS - 1, 1), (MOST_PHOTOS, 0)])
def test_places_left_are_filled_and_the_rest_is_told_once(city: City, already: int, kept: int) -> None:
    found = store_photos([file("a.jpg", jpeg()), file("b.jpg", jpeg())], already=already)
    assert (len(found.kept), len(found.refused)) == (kept, 0 if kept == 2 else 1)


def test_nothing_sent_is_nothing_kept_and_nothing_refused() -> None:
    found = store_photos([])
    assert (found.kept, found.refused) == ([], [])

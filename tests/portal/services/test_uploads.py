from django.core.files.uploadedfile import SimpleUploadedFile

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

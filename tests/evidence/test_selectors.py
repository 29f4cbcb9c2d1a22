from pathlib import Path

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from chengzhi.evidence.enums import Variant
from chengzhi.evidence.selectors import is_in_place, is_present, item, items, open_media, store_fault, thumbnail
from chengzhi.evidence.store import MediaMissing
from chengzhi.kernel.errors import NotFound
from tests.factories import evidence as made

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Settings) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


def stored_path(media: Path, sha256: str) -> Path:
    return media / sha256[:2] / sha256[2:4] / sha256


def test_items_come_oldest_first() -> None:
    one, two = made.stored(), made.stored(made.png(), "b.png")
    assert list(items([two.pk, one.pk])) == [one, two]
    assert item(two.pk) == two


def test_unknown_item_is_not_found() -> None:
    with pytest.raises(NotFound):
        item(0)


def test_variants_open_their_own_bytes() -> None:
    photo = made.stored(made.jpeg(700, 500))
    small = thumbnail(photo, Variant.SMALL)
    assert small is not None
    with open_media(photo, Variant.SMALL) as file:
        assert len(file.read()) == small.size


def test_variant_that_does_not_exist_is_not_found() -> None:
    sound = made.stored(made.wav(), "a.wav")
    with pytest.raises(NotFound):
        open_media(sound, Variant.LARGE)


def test_lost_bytes_are_noticed(media: Path) -> None:
    photo = made.stored()
    assert is_present(photo.blob)
    stored_path(media, photo.blob.sha256).unlink()
    assert not is_present(photo.blob)
    with pytest.raises(MediaMissing):
        open_media(photo)


def test_store_in_order_has_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chengzhi.evidence.selectors.free_bytes", lambda: 10**12)
    assert store_fault() == ""


def test_scarce_disk_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chengzhi.evidence.selectors.free_bytes", lambda: 5 * 1024 * 1024)
    assert "只剩 5 MB" in store_fault()


def test_folder_that_is_not_the_store_is_a_fault(settings: Settings, tmp_path: Path) -> None:
    made.stored()
    settings.MEDIA_ROOT = tmp_path / "other"
    assert "不能写入" in store_fault()


def test_restored_store_without_its_mark_is_recognised(media: Path) -> None:
    made.stored()
    (media / ".chengzhi-store").unlink()
    made.stored(made.png(), "b.png")
    assert (media / ".chengzhi-store").exists()


def test_what_does_not_exist_is_left_out_of_many() -> None:
    one = made.stored()
    assert list(items([one.pk, 0, 10**9])) == [one]
    assert list(items([])) == []


def test_many_items_are_read_with_two_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    ids = [made.stored(made.png(10 + n, 10), f"{n}.png").pk for n in range(4)]
    with django_assert_num_queries(2):
        found = [thumbnail(one, Variant.SMALL) for one in items(ids)]
    assert all(found)


@pytest.mark.parametrize("content", [made.wav(), made.pdf()])
def test_sound_and_documents_have_no_picture(content: bytes) -> None:
    assert thumbnail(made.stored(content, "a.bin"), Variant.LARGE) is None


def test_a_new_empty_store_is_in_place(media: Path) -> None:
    assert is_in_place()
    assert not media.exists()


def test_a_store_that_was_moved_away_is_not(settings: Settings, tmp_path: Path) -> None:
    made.stored()
    assert is_in_place()
    settings.MEDIA_ROOT = tmp_path / "other"
    assert not is_in_place()
    assert not (tmp_path / "other").exists()

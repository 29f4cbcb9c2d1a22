import datetime as dt
import hashlib
import io
import unicodedata
from pathlib import Path

import pytest
from django.conf import settings as project
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pytest_django import Settings

from chengzhi.evidence.enums import Source
from chengzhi.evidence.models import Blob, Item
from chengzhi.evidence.selectors import open_media
from chengzhi.evidence.services import Statement, shown_name, store_many, store_media
from chengzhi.evidence.store import StoreUnavailable
from chengzhi.kernel import clock
from chengzhi.kernel.access import SYSTEM, Capacity
from chengzhi.kernel.coordinates import Datum
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.models import Account
from tests.factories import evidence as made

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Settings) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


def files_in(media: Path) -> list[Path]:
    return [path for path in media.rglob("*") if path.is_file() and path.name != ".chengzhi-store"]


def test_original_is_kept_byte_for_byte() -> None:
    content = made.jpeg_with_exif()
    item = made.stored(content)
    with open_media(item) as file:
        assert file.read() == content
    assert item.blob.sha256 == hashlib.sha256(content).hexdigest()


def test_both_digests_are_recorded() -> None:
    item = made.stored()
    with open_media(item) as file:
        assert item.blob.sm3 == hashlib.new("sm3", file.read()).hexdigest()


def test_same_bytes_are_stored_once_and_handed_in_twice(media: Path) -> None:
    one, two = made.stored(), made.stored(name="again.jpg")
    assert one.blob_id == two.blob_id
    assert one.pk != two.pk
    assert Blob.objects.count() == 1
    assert len(files_in(media)) == 2  # original, and thumbnails with equal bytes


def test_photo_gets_thumbnails_without_metadata() -> None:
    item = made.stored(made.jpeg(2000, 1000))
    sizes = {one.edge: (one.width, one.height) for one in item.blob.thumbnails.all()}
    assert sizes == {320: (320, 160), 1280: (1280, 640)}


def test_video_gets_a_poster_and_a_length() -> None:
    item = made.stored(made.video(), "a.mp4")
    assert item.blob.duration_ms == 1000
    assert item.blob.thumbnails.count() == 2


def test_sound_has_no_picture() -> None:
    item = made.stored(made.wav(), "a.wav")
    assert item.blob.kind == "audio"
    assert not item.blob.thumbnails.exists()


def test_document_is_kept() -> None:
    assert made.stored(made.pdf(), "a.pdf").blob.mime == "application/pdf"


def test_metadata_speaks_where_the_sender_is_silent() -> None:
    item = made.stored(made.jpeg_with_exif())
    assert item.taken_at == dt.datetime(2026, 5, 1, 1, 30, tzinfo=dt.UTC)
    assert (item.lon, item.lat, item.device) == (120.89, 31.98, "Phone")
    assert item.exif["GPSLatitude"] == 31.98


def test_sender_goes_before_metadata_which_is_kept_beside() -> None:
    item = made.stored(made.jpeg_with_exif(), taken_at=made.NOON, lon=120.5, lat=32.0, device="X", note=" 后门 ")
    assert (item.taken_at, item.lon, item.device, item.note) == (made.NOON, 120.5, "X", "后门")
    assert item.exif["DateTimeOriginal"] == "2026:05:01 09:30:00"


def test_place_is_converted_and_its_datum_kept() -> None:
    item = made.stored(lon=120.9, lat=32.0, datum=Datum.GCJ02)
    assert item.lon is not None
    assert 0.003 < 120.9 - item.lon < 0.008
    assert item.datum == "gcj02"


def test_naive_time_is_chinese_time() -> None:
    taken = made.stored(taken_at=dt.datetime(2026, 5, 1, 12)).taken_at  # noqa: DTZ001  what is tested
    assert taken is not None
    assert taken.utcoffset() == dt.timedelta(hours=8)


def test_time_in_the_future_is_not_believed() -> None:
    with clock.at(made.NOON):
        assert made.stored(taken_at=made.NOON + dt.timedelta(days=3)).taken_at is None


def test_who_and_when_are_recorded() -> None:
    account = Account.objects.create_user("wang")
    who = Capacity(account_id=account.pk, person_name="王建国", appointment_id=7)
    with clock.at(made.NOON):
        item = store_media(upload=made.upload(made.jpeg()), capacity=who, source=Source.CAMERA)
    assert (item.uploaded_by, item.uploader_name, item.appointment_ref) == (account, "王建国", 7)
    assert (item.uploaded_at, item.source) == (made.NOON, "camera")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空的"),
        (b"<html><script>", "网页"),
        (b"<?php system(1) ?>", "网页"),
        (b"PK\x03\x04zip", "压缩包"),
        (made.jpeg() + b"<?php system(1) ?>", "夹带了网页或程序"),
        (made.png_that_claims(40_000, 40_000), "百万像素"),
        (made.jpeg_with_giant_exif(), "EXIF"),
        (made.jpeg(600, 600)[:-500], "不完整"),
        (made.video()[:-500], "没有传完"),
        (made.pdf(b"/JavaScript"), "程序或附件"),
    ],
)
def test_bad_file_is_refused_in_words_and_leaves_nothing(content: bytes, words: str, media: Path) -> None:
    with pytest.raises(BadInput) as refusal:
        store_media(upload=made.upload(content), capacity=SYSTEM, source="upload")
    (message,) = refusal.value.errors["media"]
    assert message.startswith("没有收下“photo.jpg”：")
    assert words in message
    assert "请" in message
    assert files_in(media) == []
    assert not Item.objects.exists()


def test_zip_behind_a_picture_is_refused() -> None:
    with pytest.raises(BadInput, match="压缩包"):
        made.stored(made.jpeg() + made.archive())


def test_too_big_a_file_is_refused(settings: Settings) -> None:
    settings.EVIDENCE_LIMITS = {"photo_bytes": 500}
    with pytest.raises(BadInput, match="上限"):
        made.stored()


def test_place_off_the_earth_is_refused() -> None:
    with pytest.raises(BadInput, match="经度应在"):
        made.stored(lon=31.0, lat=120.0)


def test_unknown_source_is_an_error() -> None:
    with pytest.raises(ValueError, match="dream"):
        made.stored(source="dream")


def test_many_files_are_kept_together() -> None:
    uploads = [made.upload(made.jpeg(colour=colour), f"{colour}.jpg") for colour in ("red", "blue")]
    items = store_many(uploads=uploads, capacity=SYSTEM, source="album", said=Statement(note="现场"))
    assert [(item.filename, item.note) for item in items] == [("red.jpg", "现场"), ("blue.jpg", "现场")]


def test_one_bad_file_refuses_all_and_every_bad_one_is_named() -> None:
    uploads = [made.upload(made.jpeg(), "good.jpg"), made.upload(b"", "a.jpg"), made.upload(b"MZ", "b.jpg")]
    with pytest.raises(BadInput) as refusal:
        store_many(uploads=uploads, capacity=SYSTEM, source="album")
    assert ["a.jpg" in refusal.value.errors["media"][0], "b.jpg" in refusal.value.errors["media"][1]] == [True, True]
    assert not Item.objects.exists()


def test_too_many_files_at_once_are_refused(settings: Settings) -> None:
    settings.EVIDENCE_LIMITS = {"files_at_once": 1}
    with pytest.raises(BadInput, match="一次最多 1 个"):
        store_many(uploads=[made.upload(made.jpeg())] * 2, capacity=SYSTEM, source="album")


def test_unmounted_disk_is_noticed(media: Path, settings: Settings, tmp_path: Path) -> None:
    made.stored()
    settings.MEDIA_ROOT = tmp_path / "elsewhere"
    with pytest.raises(StoreUnavailable, match="不能写入"):
        made.stored(made.png(), "b.png")
    assert not (tmp_path / "elsewhere").exists()


def test_full_disk_leaves_nothing(media: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("chengzhi.evidence.store.os.fsync", full)
    with pytest.raises(StoreUnavailable, match="磁盘满了"):
        made.stored()
    assert files_in(media) == []
    assert not Blob.objects.exists()


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("照片 1.jpg", "照片 1.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\fake\\a.jpg", "a.jpg"),
        ("a\x00b\n\u202egpj.exe", "abgpj.exe"),
        ("...", "未命名文件"),
        ("", "未命名文件"),
        (None, "未命名文件"),
        ("长" * 300 + ".jpeg", "长" * 115 + ".jpeg"),
    ],
)
def test_file_name_is_safe_to_show(given: str | None, shown: str) -> None:
    assert shown_name(given) == shown


def test_poster_and_thumbnail_are_jpegs() -> None:
    item = made.stored(made.png(mode="RGBA"), "a.png")
    for one in item.blob.thumbnails.all():
        path = Path(project.MEDIA_ROOT) / one.sha256[:2] / one.sha256[2:4] / one.sha256
        assert Image.open(io.BytesIO(path.read_bytes())).format == "JPEG"


@pytest.mark.parametrize(
    "taken", ["0001:01:01 00:00:00", "0000:00:00 00:00:00", "1970:01:01 00:00:00", "9999:12:31 23:59:59"]
)
def test_a_photo_whose_clock_was_never_set_can_be_read_again(taken: str) -> None:
    item = made.stored(made.jpeg_with_exif(taken=taken))
    assert Item.objects.get(pk=item.pk).taken_at is None


@pytest.mark.parametrize("moment", [dt.datetime(1, 1, 1), dt.datetime(1, 1, 1, tzinfo=dt.UTC), dt.datetime.max])  # noqa: DTZ001,DTZ901  what a device may say
def test_an_impossible_time_that_a_sender_states_is_left_out(moment: dt.datetime) -> None:
    item = made.stored(taken_at=moment)
    assert Item.objects.get(pk=item.pk).taken_at is None


def test_a_stated_time_goes_before_that_of_the_file() -> None:
    said = dt.datetime(2026, 5, 2, 8, tzinfo=dt.UTC)
    assert made.stored(made.jpeg_with_exif(), taken_at=said).taken_at == said


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("现场.jpg", "现场.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\照片\\一.jpg", "一.jpg"),
        ("a\x00b\u202e.jpg", "ab.jpg"),
        ("...", "未命名文件"),
        ("", "未命名文件"),
        (None, "未命名文件"),
        ("长" * 300 + ".jpeg", "长" * 115 + ".jpeg"),
        ("x." + "y" * 200, ("x" + "." + "y" * 9)[:120]),
    ],
)
def test_a_name_is_made_safe_to_show(given: str | None, shown: str) -> None:
    assert shown_name(given) == shown


@settings(max_examples=80)
@given(st.text(max_size=300))
def test_any_name_is_short_visible_and_without_folders(given: str) -> None:
    shown = shown_name(given)
    assert 0 < len(shown) <= 120
    assert "/" not in shown
    assert "\\" not in shown
    assert not [char for char in shown if unicodedata.category(char)[0] == "C"]


@pytest.mark.parametrize(("lon", "lat"), [(181.0, 32.0), (120.0, 91.0), (float("nan"), 32.0), (120.0, float("inf"))])
def test_a_stated_place_off_the_earth_is_refused(lon: float, lat: float) -> None:
    with pytest.raises(BadInput, match="请重新定位"):
        made.stored(lon=lon, lat=lat)
    assert not Item.objects.exists()


@pytest.mark.parametrize(("lon", "lat"), [(120.0, None), (None, 32.0)])
def test_half_a_place_is_no_place(lon: float | None, lat: float | None) -> None:
    assert (made.stored(lon=lon, lat=lat).lon, made.stored(lon=lon, lat=lat).lat) == (None, None)


def test_who_handed_it_in_stands_beside_the_file() -> None:
    account = Account.objects.create_user("chenhong")
    capacity = Capacity(account_id=account.pk, person_name="陈红", appointment_id=None)
    item = made.stored(capacity=capacity, source="camera", note=" 西门 ", device="华为")
    assert (item.uploaded_by_id, item.uploader_name, item.source) == (account.pk, "陈红", "camera")
    assert (item.note, item.device) == ("西门", "华为")


def test_long_notes_and_devices_are_cut_to_what_is_kept() -> None:
    item = made.stored(note="长" * 900, device="x" * 300)
    assert (len(item.note), len(item.device)) == (500, 120)


def test_an_unknown_source_is_a_programming_error() -> None:
    with pytest.raises(ValueError, match="drone"):
        made.stored(source="drone")

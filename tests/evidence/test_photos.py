import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from chengzhi.evidence.limits import Limits
from chengzhi.evidence.photos import Facts, inspect_photo, shrink
from chengzhi.evidence.sniffing import UnfitFile
from tests.factories import evidence as made

LIMITS = Limits()


def inspected(tmp_path: Path, content: bytes, mime: str = "image/jpeg", limits: Limits = LIMITS) -> Facts:
    path = tmp_path / "photo"
    path.write_bytes(content)
    return inspect_photo(path, mime, limits)


@pytest.mark.parametrize(
    ("content", "mime"),
    [
        (made.jpeg(), "image/jpeg"),
        (made.png(), "image/png"),
        (made.png(mode="RGBA"), "image/png"),
        (made.png(mode="L"), "image/png"),
        (made.png(mode="I;16"), "image/png"),
        (made.webp(), "image/webp"),
        (made.gif(), "image/gif"),
    ],
)
def test_whole_photo_is_measured(tmp_path: Path, content: bytes, mime: str) -> None:
    facts = inspected(tmp_path, content, mime)
    assert (facts.width, facts.height) == (64, 48)
    assert facts.picture is not None
    assert facts.picture.mode == "RGB"


def test_orientation_is_respected(tmp_path: Path) -> None:
    facts = inspected(tmp_path, made.jpeg_with_exif(orientation=6))
    assert facts.picture is not None
    assert (facts.width, facts.height) == facts.picture.size == (48, 64)


@pytest.mark.parametrize(
    ("content", "mime"),
    [
        (made.jpeg(800, 600)[:-900], "image/jpeg"),
        (made.png(800, 600)[:-300], "image/png"),
        (made.webp()[:-20], "image/webp"),
        (made.gif()[:-20], "image/gif"),
        (b"\xff\xd8\xff\xe0 nothing more", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n" + b"\xff" * 40, "image/png"),
        (b"GIF89a" + b"\x01" * 9, "image/gif"),
    ],
)
def test_cut_off_or_broken_photo_is_refused(tmp_path: Path, content: bytes, mime: str) -> None:
    with pytest.raises(UnfitFile, match="不完整或已损坏"):
        inspected(tmp_path, content, mime)


def test_image_bomb_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    with pytest.raises(UnfitFile, match="百万像素"):
        inspected(tmp_path, made.png_that_claims(50_000, 50_000), "image/png")


def test_too_many_pixels_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnfitFile, match="超过 0 百万像素"):
        inspected(tmp_path, made.jpeg(), limits=replace(LIMITS, jpeg_pixels=100))


def test_progressive_photo_needs_whole_memory_and_has_the_smaller_bound(tmp_path: Path) -> None:
    limits = replace(LIMITS, other_pixels=100)
    assert inspected(tmp_path, made.jpeg(), limits=limits).width == 64
    with pytest.raises(UnfitFile, match="百万像素"):
        inspected(tmp_path, made.jpeg(progressive=True), limits=limits)


def test_photo_of_endless_scans_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnfitFile, match="已损坏"):
        inspected(tmp_path, made.jpeg() + b"\xff\xda" * 100)


def test_giant_exif_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnfitFile, match="EXIF"):
        inspected(tmp_path, made.jpeg_with_giant_exif())


def test_photo_with_broken_exif_is_kept_without_claims(tmp_path: Path) -> None:
    assert inspected(tmp_path, made.jpeg(exif=made.BROKEN_EXIF)).claims.exif == {}


def test_thumbnail_has_no_metadata_and_keeps_proportions(tmp_path: Path) -> None:
    facts = inspected(tmp_path, made.jpeg(1600, 800))
    assert facts.picture is not None
    content, size = shrink(facts.picture, 320)
    small = Image.open(io.BytesIO(content))
    assert small.size == size == (320, 160)
    assert len(small.getexif()) == 0
    assert "exif" not in small.info


def test_thumbnail_never_enlarges(tmp_path: Path) -> None:
    facts = inspected(tmp_path, made.jpeg())
    assert facts.picture is not None
    assert shrink(facts.picture, 1280)[1] == (64, 48)


def test_transparent_parts_turn_white(tmp_path: Path) -> None:
    facts = inspected(tmp_path, made.png(mode="RGBA"), "image/png")
    assert facts.picture is not None
    assert facts.picture.getpixel((0, 0)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("orientation", "size"),
    [
        (1, (64, 48)),
        (2, (64, 48)),
        (3, (64, 48)),
        (4, (64, 48)),
        (5, (48, 64)),
        (6, (48, 64)),
        (7, (48, 64)),
        (8, (48, 64)),
    ],
)
def test_every_way_of_holding_the_camera_is_put_upright(
    tmp_path: Path, orientation: int, size: tuple[int, int]
) -> None:
    facts = inspected(tmp_path, made.jpeg_with_exif(orientation=orientation))
    assert (facts.width, facts.height) == size
    assert facts.picture is not None
    assert facts.picture.size == size


@pytest.mark.parametrize("orientation", [0, 9, 65_535])
def test_a_way_that_does_not_exist_leaves_the_photo_as_it_is(tmp_path: Path, orientation: int) -> None:
    assert inspected(tmp_path, made.jpeg_with_exif(orientation=orientation)).width == 64


@pytest.mark.parametrize(
    ("size", "edge", "small"),
    [((1000, 10), 320, (320, 3)), ((10, 1000), 320, (3, 320)), ((320, 320), 320, (320, 320)), ((1, 1), 320, (1, 1))],
)
def test_thumbnails_fit_their_edge_whatever_the_shape(size: tuple[int, int], edge: int, small: tuple[int, int]) -> None:
    content, found = shrink(Image.new("RGB", size), edge)
    assert found == small
    assert Image.open(io.BytesIO(content)).format == "JPEG"


@given(st.binary(max_size=300))
def test_any_bytes_behind_the_mark_of_a_photo_are_a_photo_or_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    with pytest.raises(UnfitFile) as refusal:
        inspected(tmp_path_factory.mktemp("photo"), b"\xff\xd8\xff" + content)
    assert refusal.value.advice.startswith("请")


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_a_photo_with_one_wrong_byte_never_ends_in_a_crash(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    content = bytearray(PHOTO)
    content[data.draw(st.integers(2, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        facts = inspected(tmp_path_factory.mktemp("photo"), bytes(content))
    except UnfitFile:
        return
    assert facts.picture is not None


PHOTO = made.jpeg(80, 60)

import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chengzhi.evidence.boxes import refuse_broken_boxes, refuse_short_riff
from chengzhi.evidence.sniffing import UnfitFile


def box(kind: bytes, body: bytes = b"", length: int | None = None) -> bytes:
    return struct.pack(">I", len(body) + 8 if length is None else length) + kind + body


@pytest.mark.parametrize(
    "content",
    [
        box(b"ftyp", b"isom") + box(b"mdat", b"x" * 30),
        box(b"ftyp", b"isom") + box(b"mdat", b"to the end", length=0),
        struct.pack(">I4sQ", 1, b"mdat", 20) + b"1234",
        box(b"ftyp", b"isom") + b"\x00\x00\x00",
    ],
)
def test_boxes_that_fill_the_file_pass(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "video"
    path.write_bytes(content)
    refuse_broken_boxes(path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (box(b"ftyp", b"isom") + box(b"mdat", b"x", length=900), "没有传完"),
        (box(b"ftyp", b"isom") + box(b"\x01\x02\x03\x04", b"xxxx"), "夹带"),
        (box(b"ftyp", b"isom") + box(b"free", b"xxxx", length=3), "夹带"),
    ],
)
def test_boxes_that_do_not_fill_the_file_are_refused(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "video"
    path.write_bytes(content)
    with pytest.raises(UnfitFile, match=words):
        refuse_broken_boxes(path)


def test_endless_row_of_boxes_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chengzhi.evidence.boxes._MOST_BOXES", 3)
    path = tmp_path / "video"
    path.write_bytes(box(b"free") * 5)
    with pytest.raises(UnfitFile, match="夹带"):
        refuse_broken_boxes(path)


@pytest.mark.parametrize("stated", [0, 0xFFFFFFFF, 4])
def test_riff_of_unknown_or_right_length_passes(tmp_path: Path, stated: int) -> None:
    path = tmp_path / "sound"
    path.write_bytes(b"RIFF" + struct.pack("<I", stated) + b"WAVE")
    refuse_short_riff(path)


@pytest.mark.parametrize("content", [b"", b"\x00" * 7, b"short"])
def test_a_file_shorter_than_a_box_has_none_to_judge(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "video"
    path.write_bytes(content)
    refuse_broken_boxes(path)


@pytest.mark.parametrize("length", [0, 1, 8, 100])
def test_a_long_box_must_hold_its_own_header(tmp_path: Path, length: int) -> None:
    path = tmp_path / "video"
    path.write_bytes(struct.pack(">I4sQ", 1, b"mdat", length) + b"1234")
    if length == 0:
        refuse_broken_boxes(path)
        return
    with pytest.raises(UnfitFile):
        refuse_broken_boxes(path)
    assert path.exists()


@given(st.lists(st.binary(max_size=40), max_size=6))
def test_boxes_made_whole_always_pass(tmp_path_factory: pytest.TempPathFactory, bodies: list[bytes]) -> None:
    path = tmp_path_factory.mktemp("boxes") / "video"
    path.write_bytes(b"".join(box(b"free", body) for body in bodies))
    refuse_broken_boxes(path)


@given(st.binary(min_size=9, max_size=60), st.integers(1, 8))
def test_a_cut_off_box_never_passes(tmp_path_factory: pytest.TempPathFactory, body: bytes, missing: int) -> None:
    path = tmp_path_factory.mktemp("boxes") / "video"
    path.write_bytes(box(b"mdat", body)[:-missing])
    with pytest.raises(UnfitFile, match="没有传完"):
        refuse_broken_boxes(path)


@pytest.mark.parametrize(("stated", "is_whole"), [(4, True), (5, True), (6, False), (10**9, False)])
def test_a_sound_may_lack_its_padding_byte_and_no_more(tmp_path: Path, stated: int, *, is_whole: bool) -> None:
    path = tmp_path / "sound"
    path.write_bytes(b"RIFF" + struct.pack("<I", stated) + b"WAVE")
    if is_whole:
        refuse_short_riff(path)
        return
    with pytest.raises(UnfitFile, match="没有传完"):
        refuse_short_riff(path)

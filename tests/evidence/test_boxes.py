import struct
from pathlib import Path

import pytest

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

from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from chengzhi.evidence.sniffing import UnfitFile, refuse_disguise, sniff
from tests.factories import evidence as made

TYPES = [
    (made.jpeg(), "image/jpeg"),
    (made.png(), "image/png"),
    (made.webp(), "image/webp"),
    (made.gif(), "image/gif"),
    (made.wav(), "audio/wav"),
    (made.pdf(), "application/pdf"),
    (b"ID3\x04" + bytes(20), "audio/mpeg"),
    (b"\xff\xfb\x90\x00", "audio/mpeg"),
    (b"\xff\xf1\x50\x80", "audio/aac"),
    (b"#!AMR\n", "audio/amr"),
    (b"OggS" + bytes(20), "audio/ogg"),
    (b"\0\0\0\x18ftypM4A \0\0\0\0", "audio/mp4"),
    (b"\0\0\0\x18ftypisom\0\0\0\0", "video/mp4"),
    (b"\0\0\0\x18ftypqt  \0\0\0\0", "video/quicktime"),
    (b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm", "video/webm"),
]

HOSTILE = [
    (b"<!DOCTYPE html><script>alert(1)</script>", "网页"),
    (b"<html><body>", "网页"),
    (b"<?php system($_GET['c']); ?>", "网页"),
    (b'<?xml version="1.0"?><svg onload="alert(1)"/>', "SVG"),
    (b"PK\x03\x04" + bytes(30), "压缩包"),
    (b"Rar!\x1a\x07", "压缩包"),
    (b"MZ\x90\x00", "程序"),
    (b"\x7fELF", "程序"),
    (b"#!/bin/sh\nrm -rf /", "程序"),
    (b"\xd0\xcf\x11\xe0", "Office"),
    (b"BM" + bytes(60), "BMP"),
    (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC"),
    (b"RIFF\x00\x00\x00\x00AVI LIST", "认不出"),
    (b"\x1aE\xdf\xa3matroska", "认不出"),
    (b"hello", "认不出"),
    (b"\xff", "认不出"),
    (b"\xff\xe0\x00\x00", "认不出"),
]


@pytest.mark.parametrize(("content", "mime"), TYPES, ids=[mime for _content, mime in TYPES])
def test_type_is_told_by_the_first_bytes(content: bytes, mime: str) -> None:
    assert sniff(content[:4096]).mime == mime


@pytest.mark.parametrize(("content", "word"), HOSTILE, ids=[str(content[:12]) for content, _word in HOSTILE])
def test_what_is_no_media_is_refused_with_its_reason(content: bytes, word: str) -> None:
    with pytest.raises(UnfitFile) as refusal:
        sniff(content)
    assert word in refusal.value.reason
    assert refusal.value.advice.startswith("请")


@pytest.mark.parametrize("inside", [b"<?php eval(1) ?>", b"<ScRiPt>", b"<iframe src=x>"])
def test_code_inside_a_picture_is_refused(inside: bytes, tmp_path: Path) -> None:
    path = tmp_path / "one"
    path.write_bytes(made.jpeg() + inside)
    with pytest.raises(UnfitFile, match="夹带了网页或程序"):
        refuse_disguise(path, path.read_bytes())


def test_clean_picture_passes(tmp_path: Path) -> None:
    path = tmp_path / "one"
    path.write_bytes(made.jpeg())
    refuse_disguise(path, path.read_bytes())


@given(st.binary(max_size=200))
def test_any_bytes_are_a_type_or_refused_in_words(head: bytes) -> None:
    try:
        mime = sniff(head).mime
    except UnfitFile as refusal:
        mime = refusal.reason
    assert "/" in mime or mime.endswith("。")


@pytest.mark.parametrize(("content", "mime"), TYPES, ids=[mime for _content, mime in TYPES])
def test_a_name_never_makes_a_type(content: bytes, mime: str, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(content)
    assert sniff(path.read_bytes()[:4096]).mime == mime


@pytest.mark.parametrize("brand", [b"heic", b"heix", b"mif1", b"avif", b"avis"])
def test_pictures_that_few_computers_open_are_refused_with_the_way_out(brand: bytes) -> None:
    with pytest.raises(UnfitFile, match="兼容性最佳"):
        sniff(b"\0\0\0\x18ftyp" + brand + bytes(8))


@pytest.mark.parametrize("inside", [made.archive(), b"x" * 100 + made.archive()])
def test_an_archive_behind_a_picture_is_refused(inside: bytes, tmp_path: Path) -> None:
    path = tmp_path / "one"
    path.write_bytes(made.jpeg() + inside)
    with pytest.raises(UnfitFile, match="压缩包"):
        refuse_disguise(path, path.read_bytes())


def test_a_refusal_tells_reason_and_advice_in_english_too() -> None:
    with translation.override("en"), pytest.raises(UnfitFile) as refusal:
        sniff(b"MZ\x90\x00")
    assert refusal.value.reason.isascii()
    assert refusal.value.advice.isascii()

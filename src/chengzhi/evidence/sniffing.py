"""What a file is, judged from its first bytes; its name and the browser's word count for nothing."""

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chengzhi.evidence.enums import MediaKind

HEAD = 4096
HEADER = 4
ENDS = 65536
_SCRIPT = re.compile(rb"<\?php|<script|<html|<iframe|<!doctype html|javascript:", re.IGNORECASE)
_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")
_SYNC, _LAYER, _ADTS = 0xFFE0, 0x0006, 0xFFF0
_AUDIO_BRANDS = (b"M4A ", b"M4B ")


class UnfitFile(Exception):
    """The file cannot be kept: ``reason`` says why, ``advice`` what to do instead."""

    def __init__(self, reason: str, advice: str) -> None:
        super().__init__(f"{reason} {advice}")
        self.reason = reason
        self.advice = advice


@dataclass(frozen=True, slots=True)
class FileType:
    """A kind of file we accept; ``container`` is the demuxer to force on recordings."""

    mime: str
    kind: MediaKind
    container: str = ""


JPEG = FileType("image/jpeg", MediaKind.PHOTO)
PNG = FileType("image/png", MediaKind.PHOTO)
WEBP = FileType("image/webp", MediaKind.PHOTO)
GIF = FileType("image/gif", MediaKind.PHOTO)
MP4 = FileType("video/mp4", MediaKind.VIDEO, "mov")
QUICKTIME = FileType("video/quicktime", MediaKind.VIDEO, "mov")
M4A = FileType("audio/mp4", MediaKind.AUDIO, "mov")
WEBM = FileType("video/webm", MediaKind.VIDEO, "matroska")
OGG = FileType("audio/ogg", MediaKind.AUDIO, "ogg")
WAV = FileType("audio/wav", MediaKind.AUDIO, "wav")
MP3 = FileType("audio/mpeg", MediaKind.AUDIO, "mp3")
AAC = FileType("audio/aac", MediaKind.AUDIO, "aac")
AMR = FileType("audio/amr", MediaKind.AUDIO, "amr")
PDF = FileType("application/pdf", MediaKind.DOCUMENT)

_SIGNATURES: tuple[tuple[bytes, FileType], ...] = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"OggS", OGG),
    (b"#!AMR", AMR),
    (b"%PDF-", PDF),
    (b"ID3", MP3),
)


def sniff(head: bytes) -> FileType:
    """Return the type of a file from its first bytes; raise UnfitFile for anything we do not keep."""
    for look in (_by_signature, _riff, _boxes, _matroska, _audio_frames):
        found = look(head)
        if found:
            return found
    raise UnfitFile(_unknown_reason(head), _("请上传照片（JPEG、PNG、WebP）、录音、视频（MP4、MOV、WebM）或 PDF。"))


def refuse_disguise(path: Path, ends: bytes) -> None:
    """Raise UnfitFile if a program, a page or an archive hides inside a file that looks like media."""
    if _SCRIPT.search(ends):
        raise UnfitFile(_("文件里夹带了网页或程序代码。"), _("请用手机或相机重新拍摄、录制后上传原件。"))
    if zipfile.is_zipfile(path):
        raise UnfitFile(_("文件里夹带了压缩包。"), _("请用手机或相机重新拍摄、录制后上传原件。"))


def _by_signature(head: bytes) -> FileType | None:
    return next((kind for mark, kind in _SIGNATURES if head.startswith(mark)), None)


def _riff(head: bytes) -> FileType | None:
    forms = {b"WEBP": WEBP, b"WAVE": WAV}
    return forms.get(head[8:12]) if head.startswith(b"RIFF") else None


def _boxes(head: bytes) -> FileType | None:
    """Look at the brand of an ISO base media file (ISO/IEC 14496-12)."""
    if head[4:8] != b"ftyp":
        return None
    brand = head[8:12]
    if brand in _HEIF_BRANDS:
        raise UnfitFile(
            _("照片是 HEIC 或 AVIF 格式，多数电脑打不开。"),
            _("请在手机“设置—相机—格式”里选“兼容性最佳”后重拍，或把照片另存为 JPEG 再上传。"),
        )
    if brand in _AUDIO_BRANDS:
        return M4A
    return QUICKTIME if brand == b"qt  " else MP4


def _matroska(head: bytes) -> FileType | None:
    return WEBM if head.startswith(b"\x1aE\xdf\xa3") and b"webm" in head[:64] else None


def _audio_frames(head: bytes) -> FileType | None:
    """Recognise bare MPEG audio: eleven sync bits, then layer 00 for AAC in ADTS, any other layer for MP3."""
    sync = int.from_bytes(head[:2], "big") if len(head) >= HEADER else 0
    if sync & _SYNC != _SYNC:
        return None
    if sync & _LAYER:
        return MP3
    return AAC if sync & _ADTS == _ADTS else None


_UNWELCOME: tuple[tuple[Callable[[bytes], bool], str | Promise], ...] = (
    (lambda head: head.startswith((b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")), gettext_lazy("这是压缩包。")),
    (lambda head: head.startswith((b"MZ", b"\x7fELF", b"#!/")), gettext_lazy("这是程序文件。")),
    (lambda head: b"<svg" in head[:1024].lower(), gettext_lazy("这是 SVG 图形，里面可以夹带程序。")),
    (lambda head: bool(_SCRIPT.search(head)), gettext_lazy("这是网页或程序代码。")),
    (lambda head: head.startswith(b"\xd0\xcf\x11\xe0"), gettext_lazy("这是旧版 Office 文件。")),
    (lambda head: head.startswith(b"BM"), gettext_lazy("这是 BMP 图片，体积太大。")),
)


def _unknown_reason(head: bytes) -> str:
    for test, words in _UNWELCOME:
        if test(head):
            return str(words)
    return _("认不出文件的格式，可能已损坏。")

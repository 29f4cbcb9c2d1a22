"""Lengths stated inside containers, checked against the length of the file: a cut-off upload does not pass."""

import re
from pathlib import Path

from django.utils.translation import gettext as _

from chengzhi.evidence.sniffing import UnfitFile

_MOST_BOXES = 200_000
_HEADER = 8
_LONG_HEADER = 16
_KIND = re.compile(rb"[\x20-\x7e\xa9]{4}")
_UNKNOWN_LENGTH = {0, 0xFFFFFFFF}


def refuse_broken_boxes(path: Path) -> None:
    """Raise UnfitFile unless the top-level boxes of an MP4 or MOV fill the file exactly (ISO/IEC 14496-12)."""
    size = path.stat().st_size
    position = 0
    with path.open("rb") as file:
        for _number in range(_MOST_BOXES):
            if size - position < _HEADER:
                return
            file.seek(position)
            header = file.read(_LONG_HEADER)
            position += _box_length(header, size - position)
    raise _foreign()


def refuse_short_riff(path: Path) -> None:
    """Raise UnfitFile if a WAV file is shorter than it says."""
    with path.open("rb") as file:
        stated = int.from_bytes(file.read(8)[4:8], "little")
    if stated not in _UNKNOWN_LENGTH and stated + 8 > path.stat().st_size + 1:
        raise _cut_off()


def _box_length(header: bytes, left: int) -> int:
    length = int.from_bytes(header[:4], "big")
    if not _KIND.fullmatch(header[4:8]):
        raise _foreign()
    if length == 1 and len(header) == _LONG_HEADER:
        length = int.from_bytes(header[8:16], "big")
    if length == 0:
        return left
    if length < _HEADER:
        raise _foreign()
    if length > left:
        raise _cut_off()
    return length


def _cut_off() -> UnfitFile:
    return UnfitFile(_("录音或视频没有传完，后面缺了一截。"), _("请在网络好的地方重新上传原件。"))


def _foreign() -> UnfitFile:
    return UnfitFile(_("录音或视频里夹带了别的内容。"), _("请用手机或相机重新录制后上传原件。"))

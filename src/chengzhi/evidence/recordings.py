"""Looking into audio and video: the forced demuxer must open them, and their first frame must decode."""

from pathlib import Path
from typing import Any

import av
from av.container import InputContainer
from av.error import FFmpegError
from django.utils.translation import gettext as _
from PIL import Image

from chengzhi.evidence.boxes import refuse_broken_boxes, refuse_short_riff
from chengzhi.evidence.enums import MediaKind
from chengzhi.evidence.limits import Limits
from chengzhi.evidence.metadata import recording_claims
from chengzhi.evidence.photos import Facts, upright
from chengzhi.evidence.sniffing import M4A, FileType, UnfitFile

_MICROSECONDS = 1_000_000
_FAULTS = (FFmpegError, OSError, ValueError, EOFError, StopIteration)


def inspect_recording(path: Path, kind: FileType, limits: Limits) -> tuple[FileType, Facts]:
    """Return the facts of a recording and its type, corrected where a video container holds only sound."""
    if kind.container == "mov":
        refuse_broken_boxes(path)
    if kind.container == "wav":
        refuse_short_riff(path)
    try:
        with av.open(str(path), format=kind.container, metadata_errors="replace", options=_OPTIONS) as container:
            return _look_into(container, kind, limits)
    except _FAULTS as fault:
        raise UnfitFile(_("录音或视频不完整或已损坏，放不出来。"), _("请重新录制，或换一个文件上传。")) from fault


_OPTIONS = {"protocol_whitelist": "file", "enable_drefs": "0"}


def _look_into(container: InputContainer, kind: FileType, limits: Limits) -> tuple[FileType, Facts]:
    kind = _true_type(container, kind)
    is_video = kind.kind == MediaKind.VIDEO
    seconds = limits.video_seconds if is_video else limits.audio_seconds
    duration = _duration_ms(container, seconds)
    if duration > seconds * 1000:
        raise UnfitFile(
            _("时长超过 %(minutes)d 分钟的上限。") % {"minutes": seconds // 60},
            _("请剪成几段，或只录关键的一段。"),
        )
    claims = recording_claims(container.metadata)
    if not is_video:
        next(container.decode(audio=0))
        return kind, Facts(duration_ms=duration, claims=claims)
    picture = _poster(container, limits)
    width, height = _shown_size(container, picture)
    return kind, Facts(width=width, height=height, duration_ms=duration, claims=claims, picture=upright(picture))


def _true_type(container: InputContainer, kind: FileType) -> FileType:
    """Return the type by the streams found: a browser's sound recorder writes WebM and MP4 without pictures."""
    if kind.kind == MediaKind.AUDIO and container.streams.audio:
        return kind
    if container.streams.video:
        return kind if kind.kind == MediaKind.VIDEO else FileType("video/ogg", MediaKind.VIDEO, kind.container)
    if not container.streams.audio:
        raise UnfitFile(_("文件里没有图像也没有声音。"), _("请重新录制后上传。"))
    mime = "audio/webm" if kind.container == "matroska" else M4A.mime
    return FileType(mime, MediaKind.AUDIO, kind.container)


def _duration_ms(container: InputContainer, bound: int) -> int:
    """Return the length; containers that do not state it are read through, no further than the bound in seconds."""
    if container.duration and container.duration > 0:
        return container.duration * 1000 // _MICROSECONDS
    last = 0.0
    for packet in container.demux():
        if packet.pts is not None and packet.time_base is not None:
            last = max(last, float((packet.pts + (packet.duration or 0)) * packet.time_base))
        if last > bound:
            break
    container.seek(0)
    return round(last * 1000)


def _poster(container: InputContainer, limits: Limits) -> Image.Image:
    stream = container.streams.video[0]
    if stream.width * stream.height > limits.video_frame_pixels:
        raise UnfitFile(_("视频画面太大。"), _("请把分辨率调到 4K 或以下再录。"))
    frame: Any = next(container.decode(stream))
    image: Image.Image = frame.to_image()
    return image.rotate(frame.rotation, expand=True) if frame.rotation else image


def _shown_size(container: InputContainer, picture: Image.Image) -> tuple[int, int]:
    stream = container.streams.video[0]
    turned = (picture.width > picture.height) != (stream.width > stream.height)
    return (stream.height, stream.width) if turned else (stream.width, stream.height)

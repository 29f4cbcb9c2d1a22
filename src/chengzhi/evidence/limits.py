"""How big a file may be; settings.EVIDENCE_LIMITS overrides single values by name."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings

from chengzhi.evidence.enums import MediaKind

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Upper bounds for uploads: bytes by kind, pixels, seconds, bytes of metadata, files at once."""

    photo_bytes: int = 30 * MEGABYTE
    audio_bytes: int = 50 * MEGABYTE
    video_bytes: int = 300 * MEGABYTE
    document_bytes: int = 30 * MEGABYTE
    jpeg_pixels: int = 120_000_000  # baseline only: decoded at a reduced scale, so memory stays small
    other_pixels: int = 50_000_000  # decoded whole, like progressive JPEG: 200 MB in memory
    video_frame_pixels: int = 36_000_000
    audio_seconds: int = 3600
    video_seconds: int = 900
    metadata_bytes: int = MEGABYTE
    files_at_once: int = 20

    def bytes_for(self, kind: MediaKind) -> int:
        """Return the bound in bytes for a kind of media."""
        value: int = getattr(self, f"{kind.value}_bytes")
        return value


def limits() -> Limits:
    """Return the bounds in force."""
    given: Mapping[str, Any] = getattr(settings, "EVIDENCE_LIMITS", {})
    return replace(Limits(), **given)

"""Sending stored media to a browser, with ranges for playback. The calling view has checked who may see it.

The content type is ours, from sniffing; scripts cannot run even if a browser were fooled; copies stay private.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified, StreamingHttpResponse
from django.utils.http import content_disposition_header, parse_etags

from chengzhi.evidence.enums import MediaKind, Variant
from chengzhi.evidence.models import Blob, Item
from chengzhi.evidence.selectors import named
from chengzhi.evidence.sniffing import AMR
from chengzhi.evidence.store import current_store

CHUNK = 256 * 1024
_RANGE = re.compile(r"^bytes=(\d{0,18})-(\d{0,18})$", re.ASCII)
_SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, max-age=31536000, immutable",
    "Accept-Ranges": "bytes",
}


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes from ``first`` to ``last``, both included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


class UnsatisfiableRange(Exception):
    """The range begins behind the end of the file (RFC 9110, 15.5.17)."""


def media_response(
    request: HttpRequest, item: Item, variant: Variant = Variant.ORIGINAL, *, download: bool = False
) -> HttpResponseBase:
    """Return the bytes of an item: 200, 206 for one range, 304, or 416. Raises NotFound or MediaMissing."""
    file = named(item, variant)
    headers = _headers(item, file.sha256, download=download)
    tag = headers["ETag"]
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        return HttpResponseNotModified(headers=headers)
    try:
        span = _wanted(request, file.size, tag)
    except UnsatisfiableRange:
        return HttpResponse(status=416, headers=headers | {"Content-Range": f"bytes */{file.size}"})
    whole = Span(0, file.size - 1)
    headers["Content-Length"] = str((span or whole).length)
    if span:
        headers["Content-Range"] = f"bytes {span.first}-{span.last}/{file.size}"
    status = 206 if span else 200
    if request.method == "HEAD":
        return HttpResponse(status=status, headers=headers, content_type=file.mime)
    content = _Bytes(current_store().open(file.sha256), span or whole)
    return StreamingHttpResponse(content, status=status, headers=headers, content_type=file.mime)


def parse_range(header: str, size: int) -> Span | None:
    """Return the span a Range header asks for; None for anything but one well-formed range (RFC 9110, 14.2)."""
    match = _RANGE.match(header.strip())
    if not match or not (match[1] or match[2]):
        return None
    if not match[1]:
        return _suffix(int(match[2]), size)
    first, last = int(match[1]), int(match[2]) if match[2] else size - 1
    if last < first and match[2]:
        return None
    if first >= size:
        raise UnsatisfiableRange
    return Span(first, min(last, size - 1))


def _suffix(length: int, size: int) -> Span:
    if length == 0:
        raise UnsatisfiableRange
    return Span(max(0, size - length), size - 1)


def _wanted(request: HttpRequest, size: int, tag: str) -> Span | None:
    """Return the span to send; an If-Range that names another file asks for the whole."""
    header = request.headers.get("Range", "")
    if not header or request.headers.get("If-Range", tag).strip() != tag:
        return None
    return parse_range(header, size)


def _headers(item: Item, sha256: str, *, download: bool) -> dict[str, str]:
    as_attachment = download or item.blob.kind == MediaKind.DOCUMENT
    disposition = content_disposition_header(as_attachment, item.filename)
    return _SAFE | {"ETag": f'"{sha256}"', "Content-Disposition": disposition or "inline"}


class _Bytes:
    """The bytes of a span in chunks; closed by the server even if the browser goes away before the first."""

    def __init__(self, file: IO[bytes], span: Span) -> None:
        self.close = file.close
        self._file = file
        self._span = span

    def __iter__(self) -> Iterator[bytes]:
        self._file.seek(self._span.first)
        left = self._span.length
        while left > 0 and (chunk := self._file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk


def is_playable(blob: Blob) -> bool:
    """Tell whether browsers show or play it inside the page; AMR of old phones and documents are downloads."""
    return blob.kind != MediaKind.DOCUMENT and blob.mime != AMR.mime

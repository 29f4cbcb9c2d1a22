from collections.abc import Iterator
from pathlib import Path

import pytest
from django.http import HttpResponseBase, StreamingHttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from chengzhi.evidence.enums import Variant
from chengzhi.evidence.models import Item
from chengzhi.evidence.serving import Span, UnsatisfiableRange, is_playable, media_response, parse_range
from chengzhi.kernel.errors import NotFound
from tests.factories import evidence as made

pytestmark = pytest.mark.django_db


@pytest.fixture
def sound(tmp_path: Path, settings: Settings) -> Item:
    settings.MEDIA_ROOT = tmp_path / "media"
    return made.stored(made.wav(), "录音.wav")


class Asker:
    """Asks for media and closes every answer afterwards, as a server does."""

    def __init__(self) -> None:
        self.answers: list[HttpResponseBase] = []

    def __call__(
        self,
        item: Item,
        headers: dict[str, str] | None = None,
        *,
        method: str = "GET",
        variant: Variant = Variant.ORIGINAL,
        download: bool = False,
    ) -> HttpResponseBase:
        request = RequestFactory().generic(method, "/", headers=headers or {})
        self.answers.append(media_response(request, item, variant, download=download))
        return self.answers[-1]


@pytest.fixture
def answer() -> Iterator[Asker]:
    asker = Asker()
    yield asker
    for one in asker.answers:
        one.close()


def body(response: HttpResponseBase) -> bytes:
    assert isinstance(response, StreamingHttpResponse)
    return b"".join(response)


def test_whole_file_is_sent_with_safe_headers(answer: Asker, sound: Item) -> None:
    response = answer(sound)
    assert response.status_code == 200
    assert body(response) == made.wav()
    assert response["Content-Type"] == "audio/wav"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Cache-Control"].startswith("private")
    assert "immutable" in response["Cache-Control"]
    assert response["Accept-Ranges"] == "bytes"
    assert response["Content-Disposition"] == "inline; filename*=utf-8''%E5%BD%95%E9%9F%B3.wav"


@pytest.mark.parametrize(
    ("header", "first", "last"),
    [("bytes=0-9", 0, 9), ("bytes=3240-", 3240, 3243), ("bytes=-4", 3240, 3243), ("bytes=10-99999", 10, 3243)],
)
def test_one_range_is_sent_alone(answer: Asker, sound: Item, header: str, first: int, last: int) -> None:
    response = answer(sound, {"Range": header})
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {first}-{last}/3244"
    assert body(response) == made.wav()[first : last + 1]
    assert response["Content-Length"] == str(last - first + 1)


@pytest.mark.parametrize("header", ["bytes=3244-", "bytes=999999999999999999-", "bytes=-0"])
def test_range_behind_the_end_is_refused(answer: Asker, sound: Item, header: str) -> None:
    response = answer(sound, {"Range": header})
    assert response.status_code == 416
    assert response["Content-Range"] == "bytes */3244"


@pytest.mark.parametrize(
    "header",
    [
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "bytes=5-2",
        "bytes=0-1,3-4",
        "bytes=0-0-0",
        "items=0-5",
        "bytes=--5",
        "bytes=0x0-0x5",
        "bytes=1e3-",
        "bytes=" + "9" * 40 + "-",
        "bytes=０-５",
        "0-5",
        "bytes = 0 - 5",
    ],
)
def test_garbage_ranges_are_passed_over(answer: Asker, sound: Item, header: str) -> None:
    response = answer(sound, {"Range": header})
    assert response.status_code == 200
    assert len(body(response)) == 3244


def test_copy_the_browser_has_is_not_sent_again(answer: Asker, sound: Item) -> None:
    tag = answer(sound)["ETag"]
    response = answer(sound, {"If-None-Match": f'"other", {tag}'})
    assert response.status_code == 304
    assert not response.streaming


def test_range_of_another_version_gets_the_whole(answer: Asker, sound: Item) -> None:
    assert answer(sound, {"Range": "bytes=0-1", "If-Range": '"older"'}).status_code == 200
    tag = answer(sound)["ETag"]
    assert answer(sound, {"Range": "bytes=0-1", "If-Range": tag}).status_code == 206


def test_head_sends_no_body(answer: Asker, sound: Item) -> None:
    response = answer(sound, method="HEAD")
    assert response["Content-Length"] == "3244"
    assert not response.streaming


def test_thumbnail_is_sent_as_its_own_type(answer: Asker, sound: Item) -> None:
    photo = made.stored(made.png(), "a.png")
    response = answer(photo, variant=Variant.SMALL)
    assert response["Content-Type"] == "image/jpeg"
    assert body(response).startswith(b"\xff\xd8")


def test_variant_that_does_not_exist_is_not_found(answer: Asker, sound: Item) -> None:
    with pytest.raises(NotFound):
        answer(sound, variant=Variant.SMALL)


def test_document_is_offered_as_a_download(answer: Asker, sound: Item) -> None:
    document = made.stored(made.pdf(), 'a"b\n.pdf')
    disposition = answer(document)["Content-Disposition"]
    assert disposition.startswith("attachment")
    assert "\n" not in disposition
    assert not is_playable(document.blob)


def test_download_can_be_asked_for(answer: Asker, sound: Item) -> None:
    response = answer(sound, download=True)
    assert response["Content-Disposition"].startswith("attachment")
    assert is_playable(sound.blob)


def test_sound_of_old_phones_is_not_playable() -> None:
    amr = made.stored(made.sound("amr", "libopencore_amrnb"), "a.amr")
    assert not is_playable(amr.blob)


def test_spans_include_both_ends() -> None:
    assert parse_range("bytes=0-0", 10) == Span(0, 0)
    assert Span(0, 0).length == 1


def test_empty_suffix_cannot_be_satisfied() -> None:
    with pytest.raises(UnsatisfiableRange):
        parse_range("bytes=-0", 10)


@given(st.text(max_size=40), st.integers(1, 10**9))
def test_any_header_asks_for_a_part_of_the_file_or_the_whole(header: str, size: int) -> None:
    try:
        span = parse_range(header, size)
    except UnsatisfiableRange:
        return
    assert span is None or 0 <= span.first <= span.last < size


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_well_formed_range_is_cut_to_the_file(first: int, last: int, size: int) -> None:
    header = f"bytes={first}-{last}"
    if last < first:
        assert parse_range(header, size) is None
    elif first >= size:
        with pytest.raises(UnsatisfiableRange):
            parse_range(header, size)
    else:
        assert parse_range(header, size) == Span(first, min(last, size - 1))


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_the_last_bytes_are_at_most_all(length: int, size: int) -> None:
    span = parse_range(f"bytes=-{length}", size)
    assert span is not None
    assert (span.length, span.last) == (min(length, size), size - 1)


def test_parts_put_together_are_the_whole(answer: Asker, sound: Item) -> None:
    parts = [body(answer(sound, {"Range": f"bytes={at}-{at + 999}"})) for at in range(0, 3244, 1000)]
    assert b"".join(parts) == made.wav()


def test_a_browser_that_leaves_closes_the_file(answer: Asker, sound: Item) -> None:
    response = answer(sound)
    assert isinstance(response, StreamingHttpResponse)
    next(iter(response))
    response.close()
    assert response.closed


@pytest.mark.parametrize("name", ["<b>.wav", "a;b.wav", "长" * 100 + ".wav", "..", "\u202e.wav"])
def test_no_name_breaks_out_of_its_header(answer: Asker, sound: Item, name: str) -> None:
    item = made.stored(made.wav(0.3), name)
    disposition = answer(item)["Content-Disposition"]
    assert disposition.isascii()
    assert disposition.startswith("inline")

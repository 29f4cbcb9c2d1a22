"""A photo opens only for the person who may see it, and without what the camera wrote into it."""

import io
import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from chengzhi.cases.models import Report
from chengzhi.evidence.models import Item
from tests.factories.city import City
from tests.factories.evidence import jpeg_with_exif
from tests.factories.media import photo


@pytest.fixture
def draft(client: Client, city: City) -> tuple[str, int]:
    """Return the key of an unsent report and its photo, which carries a place."""
    shot = SimpleUploadedFile("现场.jpg", jpeg_with_exif(), "image/jpeg")
    sent = client.post("/report/", {"photos": shot})
    found = re.search(r"/report/([0-9a-f-]{36})/", sent.headers["Location"])
    assert found
    return found[1], Item.objects.get().pk


def content(answer: HttpResponse) -> bytes:
    return bytes(answer.getvalue())


def test_the_visitor_sees_the_photo_of_the_own_draft(client: Client, draft: tuple[str, int]) -> None:
    key, item = draft
    answer = client.get(f"/report/{key}/photo/{item}/")
    assert answer.status_code == 200
    assert content(answer)


def test_another_visitor_does_not(draft: tuple[str, int]) -> None:
    key, item = draft
    assert Client().get(f"/report/{key}/photo/{item}/").status_code == 404


def test_a_photo_of_somebody_else_is_not_opened_by_the_own_draft(client: Client, draft: tuple[str, int]) -> None:
    key, _item = draft
    assert client.get(f"/report/{key}/photo/{photo().pk}/").status_code == 404
    assert client.get(f"/report/{uuid4()}/photo/1/").status_code == 404


def test_what_is_shown_holds_no_place_and_no_device(client: Client, draft: tuple[str, int]) -> None:
    key, item = draft
    picture = Image.open(io.BytesIO(content(client.get(f"/report/{key}/photo/{item}/"))))
    assert not picture.getexif()


@pytest.fixture
def mine(client: Client, report: Report) -> int:
    """Return a photo of the report that its resident has handed in."""
    case = report.case
    client.post("/report/", {"photos": SimpleUploadedFile("现场.jpg", jpeg_with_exif(), "image/jpeg")})
    item = Item.objects.latest("pk")
    case.media.create(item=item, stage="before", step_seq=1)
    return item.pk


@pytest.mark.parametrize("size", ["small", "large"])
def test_the_reporter_sees_the_own_photo_by_the_secret_link(
    client: Client, report: Report, mine: int, size: str
) -> None:
    answer = client.get(f"/r/{report.token}/photo/{mine}/{size}/")
    assert answer.status_code == 200
    assert not Image.open(io.BytesIO(content(answer))).getexif()


@pytest.mark.parametrize("size", ["original", "huge", "SMALL"])
def test_the_original_with_its_metadata_is_never_served_to_the_public(
    client: Client, report: Report, mine: int, size: str
) -> None:
    assert client.get(f"/r/{report.token}/photo/{mine}/{size}/").status_code == 404


def test_a_wrong_link_opens_no_photo(client: Client, report: Report, mine: int) -> None:
    assert client.get(f"/r/{'x' * 22}/photo/{mine}/small/").status_code == 404


def test_a_photo_that_is_not_of_this_matter_is_not_found(client: Client, report: Report) -> None:
    assert client.get(f"/r/{report.token}/photo/{photo().pk}/small/").status_code == 404


def test_photos_are_only_read(client: Client, report: Report, mine: int) -> None:
    assert client.post(f"/r/{report.token}/photo/{mine}/small/").status_code == 405

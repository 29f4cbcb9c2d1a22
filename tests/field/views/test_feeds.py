"""Media, points and borders, each only for those who may see the case."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from chengzhi.cases.models import Case
from tests.factories.city import City
from tests.factories.loop import case_after, report
from tests.factories.media import photo
from tests.field.conftest import SignIn

BORDERS = ["/field/divisions.geojson", "/field/cells.geojson"]


@pytest.fixture
def shown(city: City, phone_of: SignIn, shot: SimpleUploadedFile) -> tuple[Case, int]:
    """Return a case and a photo that erin has taken of it."""
    case = case_after(city, "send_verify")
    phone_of(city.erin).post(f"/field/task/{case.number}/confirm/", {"media": shot})
    return case, case.media.get().item_id


@pytest.mark.parametrize(
    ("size", "status"), [("small", 200), ("large", 200), ("original", 200), ("huge", 404), ("SMALL", 404)]
)
def test_a_photo_has_three_sizes(city: City, phone_of: SignIn, shown: tuple[Case, int], size: str, status: int) -> None:
    case, item = shown
    answer = phone_of(city.erin).get(f"/field/media/{case.number}/{item}/{size}/")
    assert (answer.status_code, bool(answer.getvalue())) == (status, True)


def test_a_photo_is_not_kept_by_proxies_and_not_sniffed(city: City, phone_of: SignIn, shown: tuple[Case, int]) -> None:
    case, item = shown
    answer = phone_of(city.erin).get(f"/field/media/{case.number}/{item}/large/")
    assert answer.getvalue()
    assert "private" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_photo_of_another_case_is_not_found_through_this_one(
    city: City, phone_of: SignIn, shown: tuple[Case, int]
) -> None:
    _case, item = shown
    other = report(city, words="另一堆")
    assert phone_of(city.erin).get(f"/field/media/{other.number}/{item}/small/").status_code == 404
    assert phone_of(city.erin).get(f"/field/media/{other.number}/{photo().pk}/small/").status_code == 404


@pytest.mark.parametrize(("who", "status"), [("erin", 200), ("alice", 200), ("hank", 404), ("grace", 404)])
def test_a_photo_is_for_those_who_see_the_case(
    city: City, phone_of: SignIn, shown: tuple[Case, int], who: str, status: int
) -> None:
    case, item = shown
    answer = phone_of(getattr(city, who)).get(f"/field/media/{case.number}/{item}/small/")
    assert (answer.status_code, bool(answer.getvalue())) == (status, True)


def test_points_are_never_kept(city: City, phone_of: SignIn) -> None:
    report(city)
    answer = phone_of(city.erin).get("/field/points.geojson")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Type"] == "application/geo+json"
    assert len(json.loads(answer.content)["features"]) == 1


@pytest.mark.parametrize("path", BORDERS)
def test_borders_are_fetched_once(city: City, phone_of: SignIn, path: str) -> None:
    phone = phone_of(city.erin)
    first = phone.get(path)
    assert json.loads(first.content)["type"] == "FeatureCollection"
    assert "private" in first.headers["Cache-Control"]
    again = phone.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert phone.get(path, headers={"If-None-Match": '"old"'}).status_code == 200


@pytest.mark.parametrize(("who", "count"), [("erin", 1), ("dave", 1)])
def test_cells_are_those_of_the_own_territory_or_all(city: City, phone_of: SignIn, who: str, count: int) -> None:
    found = json.loads(phone_of(getattr(city, who)).get("/field/cells.geojson").content)
    assert len(found["features"]) == count


@pytest.mark.parametrize("path", [*BORDERS, "/field/points.geojson"])
def test_feeds_are_only_read(city: City, phone_of: SignIn, path: str) -> None:
    assert phone_of(city.erin).post(path).status_code == 405
    assert phone_of(city.erin).head(path).status_code == 200

"""Who may open which page of the field."""

import pytest
from django.test import Client

from chengzhi.field.urls import urlpatterns
from tests.factories.city import City
from tests.factories.loop import case_after, report
from tests.field.conftest import SignIn

PAGES = ["/field/", "/field/report/", "/field/map/", "/field/me/", "/field/points.geojson", "/field/cells.geojson"]


@pytest.mark.parametrize("page", [*PAGES, "/field/task/20260101-0001/", "/field/task/20260101-0001/confirm/"])
def test_visitors_are_sent_to_sign_in(client: Client, db: None, page: str) -> None:
    answer = client.get(page)
    assert answer.status_code == 302
    assert "next=" in answer.headers["Location"]


def test_every_route_is_guarded() -> None:
    assert all(hasattr(route.callback, "cz_guard") for route in urlpatterns)


@pytest.mark.parametrize(
    ("who", "page", "status"),
    [
        *((who, "/field/", 200) for who in ("erin", "hank", "dave", "grace", "frank", "alice")),
        *((who, "/field/me/", 200) for who in ("erin", "hank", "dave")),
        *((who, "/field/map/", 200) for who in ("erin", "hank", "dave")),
        ("erin", "/field/report/", 200),
        ("hank", "/field/report/", 404),
        ("dave", "/field/report/", 404),
    ],
)
def test_each_role_opens_its_pages(city: City, phone_of: SignIn, who: str, page: str, status: int) -> None:
    assert phone_of(getattr(city, who)).get(page).status_code == status


@pytest.mark.parametrize(("who", "status"), [("erin", 200), ("dave", 200), ("grace", 404), ("hank", 404)])
def test_a_case_of_others_does_not_exist(city: City, phone_of: SignIn, who: str, status: int) -> None:
    case = case_after(city, "dispatch")
    phone = phone_of(getattr(city, who))
    assert phone.get(f"/field/task/{case.number}/").status_code == status
    assert phone.get(f"/field/task/{case.number}/take_over/").status_code in ({200, 409} if status == 200 else {404})


def test_a_case_outside_the_territory_does_not_exist_for_a_collector(city: City, phone_of: SignIn) -> None:
    case = report(city, lon=None, lat=None, place="说不清")
    assert phone_of(city.erin).get(f"/field/task/{case.number}/").status_code == 404


@pytest.mark.parametrize("number", ["x", "20260101-9999", "1-1-1"])
def test_an_unknown_number_is_not_found(city: City, phone_of: SignIn, number: str) -> None:
    assert phone_of(city.erin).get(f"/field/task/{number}/").status_code == 404

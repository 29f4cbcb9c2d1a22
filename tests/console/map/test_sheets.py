"""The list beside the map as a workbook: the filters and the frame of the map hold for it too."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from chengzhi.kernel.access import Scope
from tests.console.map.conftest import SignIn
from tests.factories.city import LAT, LON, City, make_person, make_role
from tests.factories.loop import report
from tests.support.pages import cover_of, rows_of

RIGHTS = {"cases.case.read": Scope.CITY, "cases.case.export": Scope.CITY}
AROUND, ELSEWHERE = f"{LON - 1},{LAT - 1},{LON + 1},{LAT + 1}", "1,1,2,2"


@pytest.fixture
def client(city: City, signed_in: SignIn) -> Client:
    return signed_in(make_person("ella", city.units["centre"], make_role("exporter", RIGHTS)))


def export(client: Client, **query: str) -> Any:
    return client.get(reverse("console:export_list", args=["map"]), query)


@pytest.mark.parametrize(("frame", "count"), [("", 1), (AROUND, 1), (ELSEWHERE, 0)])
def test_the_workbook_holds_what_lies_in_the_frame(city: City, client: Client, frame: str, count: int) -> None:
    case = report(city)
    answer = export(client, frame=frame)
    assert [row[0] for row in rows_of(answer)[1:]] == [case.number][:count]
    assert (["地图上框的范围", frame] in cover_of(answer)) is bool(frame)


@pytest.mark.parametrize(("channel", "count"), [("hotline", 1), ("resident", 0)])
def test_the_filters_of_the_map_hold(city: City, client: Client, channel: str, count: int) -> None:
    report(city)
    assert len(rows_of(export(client, channel=channel))) == 1 + count


@pytest.mark.parametrize(
    ("query", "words"),
    [({"frame": "a,b"}, "范围认不出来"), ({"frame": "2,2,1,1"}, "范围是空的"), ({"light": "x"}, "认不出来")],
)
def test_what_cannot_be_meant_is_refused_in_words(client: Client, query: dict[str, str], words: str) -> None:
    answer = export(client, **query)
    assert (answer.status_code, words in answer.content.decode()) == (422, True)


def test_the_page_offers_it_to_who_may_export(city: City, client: Client, signed_in: SignIn) -> None:
    assert "data-cz-export" in client.get(reverse("console:map")).content.decode()
    assert "data-cz-export" not in signed_in(city.alice).get(reverse("console:map")).content.decode()

"""What a search found as a workbook: the rows of the page, why each was found, within one's reach."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from chengzhi.kernel.access import Scope
from tests.console.work.conftest import SignIn
from tests.factories.city import City, make_person, make_role
from tests.factories.loop import report
from tests.support.pages import cover_of, rows_of

RIGHTS = {"cases.case.read": Scope.CITY, "cases.case.export": Scope.CITY}
EXPORT = "cases.case.export"


@pytest.fixture
def client(city: City, signed_in: SignIn) -> Client:
    return signed_in(make_person("ella", city.units["centre"], make_role("exporter", RIGHTS)))


def export(client: Client, text: str) -> Any:
    return client.get(reverse("console:export_list", args=["search"]), {"q": text})


def test_what_was_found_leaves_with_the_reason(city: City, client: Client) -> None:
    case = report(city)
    answer = export(client, "垃圾很臭")
    heads, row = rows_of(answer)
    assert (heads[-1], row[0], row[-1]) == ("为什么找到", case.number, "内容、位置里有“垃圾很臭”")
    assert ["查找", "垃圾很臭"] in cover_of(answer)


@pytest.mark.parametrize("text", ["", "   ", "不存在的词", "'; --"])
def test_nothing_asked_or_found_is_an_empty_workbook(city: City, client: Client, text: str) -> None:
    report(city)
    assert len(rows_of(export(client, text))) == 1


def test_what_is_out_of_reach_is_not_found(city: City, signed_in: SignIn) -> None:
    report(city)
    role = make_role("narrow", {"cases.case.read": Scope.OWN, EXPORT: Scope.OWN})
    assert len(rows_of(export(signed_in(make_person("nora", city.units["crew"], role)), "垃圾很臭"))) == 1


def test_the_page_offers_it_with_its_words_to_who_may(city: City, client: Client, signed_in: SignIn) -> None:
    report(city)
    address = f"{reverse('console:export_list', args=['search'])}?q="
    search, text = reverse("console:search"), {"q": "垃圾很臭"}
    assert address in client.get(search, text).content.decode()
    assert address not in signed_in(city.alice).get(search, text).content.decode()
    assert address not in client.get(search, {"q": "不存在的词"}).content.decode()

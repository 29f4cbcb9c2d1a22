"""Short lists are given at once, long ones are asked about first; the limit belongs to the short ones."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from chengzhi.console.exports import giving, store
from tests.console.exports.conftest import SignIn
from tests.factories.city import City, make_person, make_role
from tests.factories.loop import report
from tests.support.pages import cover_of, han_of, in_english, main_of, rows_of, untranslated


def get(client: Client, **query: str) -> Any:
    return client.get(reverse("console:export_list", args=["doing"]), query)


@pytest.fixture
def two(city: City) -> list[str]:
    return [report(city).number for _case in range(2)]


@pytest.mark.parametrize(("most", "is_given"), [(3, True), (2, True), (1, False), (0, False)])
def test_exactly_as_many_as_the_limit_are_given_at_once(
    client: Client, two: list[str], monkeypatch: pytest.MonkeyPatch, most: int, *, is_given: bool
) -> None:
    monkeypatch.setattr(giving, "AT_ONCE", most)
    answer = get(client, sort="number")
    assert ("attachment" in answer.headers.get("Content-Disposition", "")) is is_given
    if is_given:
        assert [row[0] for row in rows_of(answer)[1:]] == two


def test_an_empty_list_is_given_even_without_any_limit(
    city: City, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(giving, "AT_ONCE", 0)
    answer = get(client)
    assert len(rows_of(answer)) == 1
    assert ["行数", "0"] in cover_of(answer)


@pytest.mark.usefixtures("two")
def test_a_long_list_is_told_with_its_conditions_and_the_way_back(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(giving, "AT_ONCE", 1)
    answer = get(client, channel="hotline", page="7")
    assert "“在办”符合条件的有 2 行，超过 1 行，要在后台写。" in main_of(answer)
    assert "来源 hotline" in main_of(answer)
    assert answer.context["list_url"] == reverse("console:work_list", args=["doing"]) + "?channel=hotline"
    assert answer.context["ask_url"].startswith(reverse("console:export_ask", args=["doing"]))


@pytest.mark.usefixtures("two")
def test_the_limit_counts_what_fits_and_not_the_whole_list(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(giving, "AT_ONCE", 1)
    assert len(rows_of(get(client, text="没有这样的"))) == 1


@pytest.mark.usefixtures("two")
def test_the_question_is_english_for_english_readers(
    city: City, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(giving, "AT_ONCE", 1)
    asked = get(in_english(client))
    assert untranslated(asked) == set()
    assert "2 rows that fit, more than 1" in main_of(asked)


@pytest.mark.usefixtures("two")
def test_the_workbook_is_english_for_english_readers(client: Client) -> None:
    answer = get(in_english(client))
    heads = rows_of(answer)[0]
    assert han_of(" ".join(heads)) == set()
    assert heads[0] == "Number"


def test_who_reads_no_cases_has_no_figures_in_the_navigation(city: City) -> None:
    stranger = make_person("zoe", city.units["crew"], make_role("stranger", {}))
    assert giving.counts_for(stranger) == {}
    assert giving.counts_for(city.ella) != {}


@pytest.mark.parametrize("person", ["alice", "hank"])
def test_without_the_right_nothing_is_given_or_queued(city: City, signed_in: SignIn, person: str) -> None:
    assert get(signed_in(city.people[person])).status_code == 404
    assert store.mine(city.people[person]) == []


def test_only_a_look_is_answered(client: Client) -> None:
    assert client.post(reverse("console:export_list", args=["doing"])).status_code == 405

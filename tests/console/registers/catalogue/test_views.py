import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from chengzhi.catalogue.models import Category, CategoryMapping, Edition, FilingStandard
from chengzhi.kernel import clock
from tests.console.registers.catalogue.conftest import SignIn
from tests.factories.city import City
from tests.factories.loop import case_after

FACTS = {
    "closing_rule": "清走",
    "limit_value": "2",
    "limit_unit": "emergency_hour",
    "limit_note": "",
    "source": "市标准",
}


def url(name: str, *args: Any) -> str:
    return reverse(f"console:{name}", args=args)


def post(client: Client, name: str, /, *args: Any, **values: Any) -> Any:
    return client.post(url(name, *args), values)


def today() -> dt.date:
    return clock.now().date()


@pytest.fixture
def older(city: City) -> Category:
    """Return what 占道经营 is called in an edition that has the classes the other way round."""
    edition = Edition.objects.create(
        code="old", name="旧版", valid_from=dt.date(2010, 1, 1), valid_to=dt.date(2020, 1, 1)
    )
    return Category.objects.create(
        edition=edition, kind="event", big_code="04", big_name="突发事件", code="0402", name="占道摆摊", key="占道摆摊"
    )


@pytest.mark.parametrize("name", ["catalogue", "categories", "editions", "standards", "standards_export"])
def test_every_page_opens(client: Client, name: str) -> None:
    assert client.get(url(name)).status_code == 200


@pytest.mark.parametrize("name", ["catalogue", "editions", "standards", "standards_export"])
def test_without_the_right_there_is_nothing(city: City, signed_in: SignIn, name: str) -> None:
    assert signed_in(city.dave).get(url(name)).status_code == 404


def test_categories_are_found_by_their_initials(city: City, client: Client) -> None:
    Category.objects.filter(name="占道经营").update(initials="zdjy")
    classes = client.get(url("catalogue"), {"q": "zdjy"}).context["classes"]
    assert [one.name for big in classes for one in big.rows] == ["占道经营"]


def test_an_unknown_edition_is_not_found(client: Client) -> None:
    assert client.get(url("catalogue"), {"edition": "none"}).status_code == 404


def test_a_category_shows_conditions_and_versions(city: City, client: Client) -> None:
    category = city.categories["占道经营"]
    text = client.get(url("category", category.pk)).content.decode()
    assert "占道经营影响市容" in text
    assert "4 工作时" in text
    assert client.get(url("category", category.pk), {"tab": "versions"}).status_code == 200
    assert client.get(url("category", 999_999)).status_code == 404


def test_a_standard_is_added_for_a_level(city: City, client: Client) -> None:
    category = city.categories["占道经营"]
    values = {**FACTS, "condition": "占用盲道", "level": "A", "on": today().isoformat()}
    assert post(client, "category_act", category.pk, "add", **values).status_code == 302
    assert str(category.standards.get(condition="占用盲道", level="A").limit) == "2 紧急工作时"
    assert post(client, "category_act", category.pk, "add", **values).status_code == 422


def test_a_standard_is_amended_from_a_day_and_open_cases_are_counted(city: City, client: Client) -> None:
    case = case_after(city, "file")
    held = case.standard
    assert held is not None
    form = client.get(url("standard_act", held.pk, "amend")).content.decode()
    assert "在办 1 件已按现行标准立案" in form
    values = {**FACTS, "condition": held.condition, "on": today().isoformat()}
    assert post(client, "standard_act", held.pk, "amend", **values).status_code == 302
    held.refresh_from_db()
    assert held.valid_to == today()


def test_an_amendment_before_the_standard_began_is_refused(city: City, client: Client) -> None:
    held = city.standards["占道经营"]
    answer = post(client, "standard_act", held.pk, "amend", **FACTS, condition="新条件", on="2001-01-01")
    assert answer.status_code == 422
    assert "新条件" in answer.content.decode()


def test_a_standard_is_withdrawn_once(city: City, client: Client) -> None:
    held = city.standards["占道经营"]
    for status in (302, 422):
        assert post(client, "standard_act", held.pk, "withdraw", on=today().isoformat()).status_code == status


def test_the_source_is_put_right_without_a_new_version(city: City, client: Client) -> None:
    held = city.standards["占道经营"]
    values = {"source": "市标准第 3 页", "verified": "on", "default_handler": "street", "default_unit_text": ""}
    assert post(client, "standard_act", held.pk, "correct", **values).status_code == 302
    assert FilingStandard.objects.get(pk=held.pk).verified


def test_everyday_words_are_kept(city: City, client: Client) -> None:
    category = city.categories["占道经营"]
    assert (
        post(client, "category_act", category.pk, "words", keywords="摆摊、早餐车 占盲道", handler="").status_code
        == 302
    )
    category.refresh_from_db()
    assert category.keywords == ["摆摊", "早餐车", "占盲道"]


def test_editions_are_mapped_and_their_conflict_is_shown(city: City, older: Category, client: Client) -> None:
    Category.objects.create(
        edition=city.categories["占道经营"].edition,
        kind="event",
        big_code="04",
        big_name="街面秩序",
        code="0401",
        name="乱停车",
        key="乱停车",
    )
    values = {"to": f"{older.code} {older.name} · {older.edition.name}", "relation": "same", "note": "次序相反"}
    assert post(client, "category_act", city.categories["占道经营"].pk, "map", **values).status_code == 302
    assert CategoryMapping.objects.get().to_category == older
    text = client.get(url("editions")).content.decode()
    assert "含义不同" in text
    assert "次序相反" in text


def test_acts_need_the_right_to_keep_the_catalogue(city: City, client: Client, signed_in: SignIn) -> None:
    held = city.standards["占道经营"]
    assert signed_in(city.alice).get(url("standard_act", held.pk, "amend")).status_code == 404
    assert client.get(url("standard_act", held.pk, "burn")).status_code == 404


def test_the_export_is_a_workbook(client: Client) -> None:
    answer = client.get(url("standards_export"), {"q": "占道"})
    assert answer["Content-Type"].startswith("application/vnd.openxmlformats")
    assert answer.content.startswith(b"PK")

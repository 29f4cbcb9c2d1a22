from django.test import Client

from chengzhi.catalogue.models import Category, CategoryMapping, FilingStandard
from tests.console.registers.catalogue.conftest import FACTS, SignIn, post, today, url
from tests.factories.city import City
from tests.factories.loop import case_after


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

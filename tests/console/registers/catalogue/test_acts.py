from typing import Any

import pytest
from django.test import Client

from chengzhi.catalogue.models import Category, CategoryMapping, FilingStandard
from tests.console.registers.catalogue.conftest import FACTS, SignIn, post, today, url
from tests.factories.city import City
from tests.factories.loop import case_after
from tests.support.pages import in_english, main_of, text_of, untranslated


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


def taken(client: Client, name: str, key: int, act: str, /, **given: Any) -> Any:
    return post(client, name, key, act, **{"on": today().isoformat(), **given})


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"condition": ""}, "没有填“立案条件”"),
        ({"condition": "字" * 501}, "500"),
        ({"closing_rule": ""}, "没有填“结案条件”"),
        ({"limit_value": "0"}, "1"),
        ({"limit_value": "366"}, "365"),
        ({"limit_value": "两"}, "整数"),
        ({"limit_unit": ""}, "没有选“时限单位”"),
        ({"limit_unit": "year"}, "year"),
        ({"level": "D"}, "D"),
        ({"default_handler": "army"}, "army"),
        ({"default_unit": "没有的"}, "没有“没有的”"),
        ({"on": "明天"}, "日期要写成"),
    ],
)
def test_a_standard_that_will_not_do_is_refused(city: City, client: Client, given: dict[str, str], words: str) -> None:
    category = city.categories["占道经营"]
    answer = taken(client, "category_act", category.pk, "add", **{**FACTS, "condition": "占用盲道", **given})
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert category.standards.count() == 1


def test_a_standard_may_name_its_unit(city: City, client: Client) -> None:
    category = city.categories["占道经营"]
    given = {**FACTS, "condition": "占用盲道", "level": "", "default_unit": "城东环卫队", "default_handler": "street"}
    answer = client.post(url("category_act", category.pk, "add"), {**given, "on": today().isoformat()}, follow=True)
    row = category.standards.get(condition="占用盲道")
    assert (row.default_unit, row.default_handler, row.level) == (city.units["crew"], "street", "")
    assert f"已增订立案标准 {row.number}" in text_of(answer)


def test_the_form_to_amend_shows_what_holds(city: City, client: Client) -> None:
    held = city.standards["占道经营"]
    FilingStandard.objects.filter(pk=held.pk).update(default_unit=city.units["crew"])
    form = client.get(url("standard_act", held.pk, "amend")).context["form"]
    assert form["condition"].value() == "占道经营影响市容"
    assert form["limit_value"].value() == 4
    assert form["default_unit"].value().startswith("城东环卫队")
    assert form.now["limit_unit"] == "工作时"


def test_an_amended_version_keeps_its_number(city: City, client: Client) -> None:
    held = city.standards["占道经营"]
    given = {**FACTS, "condition": "新条件"}
    assert taken(client, "standard_act", held.pk, "amend", **given).status_code == 302
    new = held.category.standards.get(valid_to=None)
    assert (new.condition, new.number, new.limit_value) == ("新条件", held.number, 2)


def test_an_amendment_of_what_has_ended_is_refused(city: City, client: Client) -> None:
    held = city.standards["占道经营"]
    taken(client, "standard_act", held.pk, "withdraw")
    assert taken(client, "standard_act", held.pk, "amend", **FACTS, condition="x").status_code == 422


def test_the_form_to_withdraw_counts_open_cases(city: City, client: Client) -> None:
    case = case_after(city, "file")
    page = client.get(url("standard_act", case.standard_id, "withdraw"))
    assert "在办 1 件已按现行标准立案" in main_of(page)


@pytest.mark.parametrize(
    "given", [{"source": "源" * 301}, {"default_handler": "army"}, {"default_unit_text": "字" * 201}]
)
def test_a_correction_that_will_not_do_is_refused(city: City, client: Client, given: dict[str, str]) -> None:
    held = city.standards["占道经营"]
    assert post(client, "standard_act", held.pk, "correct", **given).status_code == 422
    held.refresh_from_db()
    assert held.source == ""


def test_a_correction_keeps_condition_and_limit(city: City, client: Client) -> None:
    held = city.standards["占道经营"]
    given = {"source": "市标准", "default_handler": "", "default_unit_text": "街道"}
    assert post(client, "standard_act", held.pk, "correct", **given).status_code == 302
    fresh = FilingStandard.objects.get(pk=held.pk)
    assert (fresh.condition, fresh.limit_value, fresh.source, fresh.verified) == (
        held.condition, held.limit_value, "市标准", False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("摆摊 早餐车", ["摆摊", "早餐车"]), ("摆摊，早餐车、地摊", ["摆摊", "早餐车", "地摊"]), ("", []), ("  ", [])],
)
def test_words_are_taken_apart_however_they_are_written(
    city: City, client: Client, typed: str, kept: list[str]
) -> None:
    category = city.categories["占道经营"]
    assert post(client, "category_act", category.pk, "words", keywords=typed, handler="street").status_code == 302
    category.refresh_from_db()
    assert category.keywords == kept
    assert category.handler == "street"


def test_the_form_of_words_shows_those_that_are_kept(city: City, client: Client) -> None:
    Category.objects.filter(name="占道经营").update(keywords=["摆摊", "地摊"])
    form = client.get(url("category_act", city.categories["占道经营"].pk, "words")).context["form"]
    assert form["keywords"].value() == "摆摊 地摊"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"to": ""}, "另一版本的小类"),
        ({"to": "没有的"}, "没有“没有的”"),
        ({"relation": ""}, "没有选“关系”"),
        ({"relation": "cousin"}, "cousin"),
    ],
)
def test_a_mapping_that_will_not_do_is_refused(
    city: City, older: Category, client: Client, given: dict[str, str], words: str
) -> None:
    right = {"to": "0402 占道摆摊", "relation": "same", "note": ""}
    answer = post(client, "category_act", city.categories["占道经营"].pk, "map", **{**right, **given})
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert not CategoryMapping.objects.exists()


def test_the_same_mapping_twice_is_written_once(city: City, older: Category, client: Client) -> None:
    given = {"to": "占道摆摊", "relation": "same", "note": ""}
    for _again in range(2):
        post(client, "category_act", city.categories["占道经营"].pk, "map", **given)
    assert CategoryMapping.objects.count() == 1


@pytest.mark.parametrize("act", ["add", "words", "map"])
def test_every_form_about_a_category_opens_in_english(city: City, client: Client, act: str) -> None:
    answer = in_english(client).get(url("category_act", city.categories["占道经营"].pk, act))
    assert untranslated(answer, "占道经营") == set()


@pytest.mark.parametrize("act", ["amend", "withdraw", "correct"])
def test_every_form_about_a_standard_opens_in_english(city: City, client: Client, act: str) -> None:
    answer = in_english(client).get(url("standard_act", city.standards["占道经营"].pk, act))
    assert untranslated(answer, "占道经营", "占道经营影响市容", "现场清理干净") == set()


@pytest.mark.parametrize(("name", "act"), [("category_act", "add"), ("standard_act", "amend")])
def test_acts_on_what_does_not_exist_are_not_found(client: Client, name: str, act: str) -> None:
    assert client.get(url(name, 999_999, act)).status_code == 404
    assert client.post(url(name, 999_999, act), FACTS).status_code == 404


TYPED = "打了一半的字"


@pytest.mark.parametrize(
    ("act", "field"),
    [("add", "condition"), ("add", "closing_rule"), ("add", "limit_note"), ("add", "source"), ("add", "default_unit"),
     ("map", "to"), ("map", "note")],
)  # fmt: skip
def test_what_was_typed_on_a_category_stays_after_a_refusal(city: City, client: Client, act: str, field: str) -> None:
    answer = post(client, "category_act", city.categories["占道经营"].pk, act, **{field: TYPED})
    assert answer.status_code == 422
    assert answer.context["form"][field].value() == TYPED
    assert TYPED in answer.content.decode()


@pytest.mark.parametrize("field", ["condition", "closing_rule", "limit_note", "source"])
def test_what_was_typed_on_a_standard_stays_after_a_refusal(city: City, client: Client, field: str) -> None:
    answer = post(client, "standard_act", city.standards["占道经营"].pk, "amend", **{field: TYPED})
    assert answer.status_code == 422
    assert TYPED in answer.content.decode()
    assert city.standards["占道经营"].category.standards.count() == 1


@pytest.mark.parametrize("act", ["amend", "withdraw"])
def test_an_act_from_a_day_on_is_told_on_its_button(city: City, client: Client, act: str) -> None:
    words = main_of(client.get(url("standard_act", city.standards["占道经营"].pk, act)))
    assert f"{today().isoformat()} 起生效" in words

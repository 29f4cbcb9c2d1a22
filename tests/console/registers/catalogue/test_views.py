from datetime import date

import pytest
from django.test import Client

from chengzhi.catalogue.models import Category, FilingStandard
from chengzhi.catalogue.services.sheets import known_columns
from chengzhi.kernel.access import Scope
from tests.console.registers.catalogue.conftest import FACTS, SignIn, post, url
from tests.factories.city import City
from tests.factories.loop import case_after
from tests.factories.organisation import make_capacity
from tests.support.pages import cover_of, in_english, main_of, rows_of, untranslated


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


def test_the_export_is_a_workbook(client: Client) -> None:
    answer = client.get(url("standards_export"), {"q": "占道"})
    assert answer["Content-Type"].startswith("application/vnd.openxmlformats")
    assert answer.content.startswith(b"PK")


def test_kinds_are_tabs_with_their_number(city: City, client: Client) -> None:
    tabs = client.get(url("catalogue"), {"q": "占道"}).context["tabs"]
    assert {str(one["label"]): one["count"] for one in tabs} == {"部件": 0, "事件": 1}
    assert [one["active"] for one in tabs] == [str(one["label"]) == "事件" for one in tabs]


@pytest.mark.parametrize("kind", ["part", "event", "none", ""])
def test_a_kind_that_is_none_shows_events(city: City, client: Client, kind: str) -> None:
    classes = client.get(url("catalogue"), {"kind": kind}).context["classes"]
    assert bool(classes) is (kind != "part")


def test_nothing_found_says_what_to_do(client: Client) -> None:
    assert "没有符合条件的小类" in main_of(client.get(url("catalogue"), {"q": "没有"}))


def test_without_an_edition_the_catalogue_is_empty(db: None, signed_in: SignIn) -> None:
    grants = dict.fromkeys(("catalogue.standard.read", "organisation.register.read"), Scope.CITY)
    browser = signed_in(make_capacity(grants, username="reader"))
    answer = browser.get(url("catalogue"))
    assert (answer.status_code, answer.context["edition"], answer.context["classes"]) == (200, None, [])
    assert "没有登记版本之间的对照" in main_of(browser.get(url("editions")))


def test_an_older_edition_says_that_it_is_not_adopted(older: Category, client: Client) -> None:
    assert "未采用，只供对照" in main_of(client.get(url("catalogue"), {"edition": "old"}))


def test_a_day_in_the_past_shows_what_held_then(city: City, client: Client) -> None:
    answer = client.get(url("category", city.categories["占道经营"].pk), {"on": "2019-01-01"})
    assert [(row.levels, len(row.future)) for row in answer.context["conditions"]] == [({}, 1)]
    assert "不是现在的" in main_of(answer)


def test_a_category_whose_standards_have_ended_says_what_holds_instead(city: City, client: Client) -> None:
    FilingStandard.objects.filter(category=city.categories["占道经营"]).update(valid_to=date(2021, 1, 1))
    answer = client.get(url("category", city.categories["占道经营"].pk))
    assert "没有标准的小类按 1 工作日处置" in main_of(answer)


def test_a_standard_to_come_is_marked(city: City, client: Client) -> None:
    held = city.standards["占道经营"]
    given = {**FACTS, "condition": held.condition, "on": "2035-01-01"}
    assert post(client, "standard_act", held.pk, "amend", **given).status_code == 302
    words = main_of(client.get(url("category", held.category_id)))
    assert "未生效" in words
    assert "2035-01-01 起停用" in words


def test_a_reader_is_offered_no_acts(city: City, signed_in: SignIn) -> None:
    reader = make_capacity(dict.fromkeys(("catalogue.standard.read",), Scope.CITY), username="reader")
    answer = signed_in(reader).get(url("category", city.categories["占道经营"].pk))
    assert (answer.context["acts"], answer.context["may_manage"]) == ([], False)
    assert "修订</a>" not in answer.content.decode()


def test_cases_in_work_are_counted(city: City, client: Client) -> None:
    case_after(city, "file")
    assert client.get(url("category", city.categories["暴露垃圾"].pk)).context["in_work"] == 1


def test_the_workbook_has_the_columns_that_the_import_knows(city: City, client: Client) -> None:
    head, row = rows_of(client.get(url("standards_export"), {"q": "占道"}))
    assert set(known_columns(tuple(head)).values()) >= {
        "类别",
        "小类名称",
        "立案条件",
        "结案条件",
        "时限数值",
        "时限单位",
    }
    assert row[:7] == ["事件", "05", "市容环境", "0502", "占道经营", "0502-1", "占道经营影响市容"]
    assert row[9:11] == [4, "工作时"]


def test_the_workbook_names_its_conditions(client: Client) -> None:
    cover = cover_of(client.get(url("standards_export"), {"q": "占道", "level": "A"}))
    assert ["查找", "占道"] in cover
    assert ["区域级别", "A 类区域"] in cover


@pytest.mark.parametrize(("level", "count"), [("A", 1), ("B", 0), ("none", 3), ("", 3)])
def test_standards_are_narrowed_by_level(city: City, client: Client, level: str, count: int) -> None:
    held = city.standards["占道经营"]
    FilingStandard.objects.create(
        category=held.category, condition_no=1, number="x", condition=held.condition, closing_rule="清走", level="A",
        limit_value=1, limit_unit="working_hour", valid_from=held.valid_from,
    )  # fmt: skip
    page = client.get(url("standards"), {"level": level}).context["page"]
    assert len(page.object_list) == count


@pytest.mark.parametrize("name", ["catalogue", "editions", "standards"])
def test_pages_in_english_have_no_chinese_of_ours(city: City, older: Category, client: Client, name: str) -> None:
    answer = in_english(client).get(url(name))
    data = ("市容环境", "暴露垃圾", "占道经营", "影响市容", "试用版", "旧版", "突发事件", "占道摆摊")
    assert untranslated(answer, *data, "暴露垃圾影响市容", "占道经营影响市容") == set()


@pytest.mark.parametrize("tab", ["now", "versions"])
def test_the_page_of_a_category_in_english(city: City, client: Client, tab: str) -> None:
    answer = in_english(client).get(url("category", city.categories["占道经营"].pk), {"tab": tab})
    data = ("市容环境", "占道经营", "占道经营影响市容", "现场清理干净", "试用版")
    assert untranslated(answer, *data) == set()


@pytest.mark.parametrize("given", ["<b>", "'", "字" * 400, "%"])
@pytest.mark.parametrize("name", ["catalogue", "standards"])
def test_whatever_is_searched_for_the_page_stays_whole(client: Client, name: str, given: str) -> None:
    assert client.get(url(name), {"q": given}).status_code == 200

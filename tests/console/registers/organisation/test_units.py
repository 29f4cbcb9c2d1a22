from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from chengzhi.console.registers.organisation.units import frame_of
from chengzhi.kernel.access import SYSTEM, Scope
from chengzhi.kernel.models import Account
from chengzhi.organisation.models import Unit
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import today, unit_as_of
from chengzhi.organisation.services import abolish_unit, merge_units, rename_unit
from tests.console.registers.organisation.conftest import DOCUMENT, GROUND, LATER, PERSONNEL, SignIn, act_url
from tests.factories.organisation import make_appointment, make_capacity, make_person, make_post, make_unit
from tests.support.pages import cover_of, han_of, in_english, main_of, rows_of, text_of, untranslated


@pytest.mark.parametrize("words", ["城东", "cdjd", "czb-east", "城东城综办"])
def test_units_are_found_by_name_initials_code_and_short_name(browser_of: SignIn, office: Unit, words: str) -> None:
    make_unit("西山街道城综办")
    page = browser_of("reader").get(reverse("console:units"), {"q": words}).content.decode()
    assert "城东街道城综办" in page
    assert "西山街道城综办" not in page


def test_the_tree_counts_people_with_those_below(browser_of: SignIn, office: Unit) -> None:
    squad = make_unit("城东中队", kind="squad", parent=office)
    make_appointment(make_person("王强"), make_post(squad))
    page = browser_of("reader").get(reverse("console:units")).content.decode()
    assert "城东中队" in page
    assert "<details open>" in page


def test_units_are_shown_as_they_were_on_a_day(browser_of: SignIn, office: Unit) -> None:
    rename_unit(unit=office, name="学田街道城综办", on=LATER, document=DOCUMENT, capacity=SYSTEM)
    client, url = browser_of("reader"), reverse("console:units")
    assert "学田街道城综办" not in client.get(url).content.decode()
    later = client.get(url, {"on": "2036-01-01"}).content.decode()
    assert "学田街道城综办" in later
    assert "不是现在的" in later


@pytest.mark.parametrize("given", ["2026-13-40", "明天", "9999-12-31", "0001-01-01"])
def test_a_day_that_is_none_shows_today_and_says_so(browser_of: SignIn, office: Unit, given: str) -> None:
    answer = browser_of("reader").get(reverse("console:unit", args=[office.pk]), {"on": given})
    assert answer.status_code == 200
    assert "不是能看的日期" in answer.content.decode()


def test_the_page_of_a_unit_shows_posts_holders_and_territories(browser_of: SignIn, office: Unit) -> None:
    make_appointment(make_person("王强"), make_post(office, name="主任"))
    page = browser_of("reader").get(reverse("console:unit", args=[office.pk])).content.decode()
    assert [word for word in ("主任", "王强", "320613001", "czb-east") if word not in page] == []
    assert "情况变了" not in page


def test_a_planned_renaming_stands_in_the_future_and_can_be_withdrawn(browser_of: SignIn, office: Unit) -> None:
    rename_unit(unit=office, name="学田街道城综办", on=LATER, document=DOCUMENT, capacity=SYSTEM)
    client = browser_of("personnel")
    future = client.get(reverse("console:unit", args=[office.pk]), {"tab": "future"}).content.decode()
    assert "学田街道城综办" in future
    assert client.post(act_url(office, "withdraw"), {"reason": "文件作废"}).status_code == 302
    version = unit_as_of(office.pk, LATER)
    assert version is not None
    assert version.name == "城东街道城综办"


def test_an_abolished_unit_names_its_heir(browser_of: SignIn, office: Unit) -> None:
    heir = make_unit("城西街道城综办", code="czb-west")
    given = {"into": "城西街道城综办 · czb-west", "on": today().isoformat(), "document": DOCUMENT}
    client = browser_of("personnel")
    assert client.post(act_url(office, "abolish"), given).status_code == 302
    page = client.get(reverse("console:unit", args=[office.pk])).content.decode()
    assert "起由这些机构承接" in page
    assert reverse("console:unit", args=[heir.pk]) in page


def test_territories_are_listed_with_their_units(browser_of: SignIn, office: Unit) -> None:
    page = browser_of("reader").get(reverse("console:territories"), {"q": "320613001"}).content.decode()
    assert "城东街道城综办" in page


UNITS = reverse("console:units")
OURS = ("城东街道城综办", "城东城综办")


@pytest.fixture
def bound_keeper(office: Unit) -> Client:
    """Return a browser of somebody who keeps the register of one unit and what is below it."""
    viewer = make_capacity(dict.fromkeys(PERSONNEL, Scope.UNIT), unit=office, username="bound")
    client = Client()
    client.force_login(Account.objects.get(pk=viewer.account_id))
    return client


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"kind": "squad"}, ["城东中队"]), ({"kind": "none"}, None), ({"q": "zd"}, ["城东中队"]), ({"q": "没有"}, []),
        ({"view": "list", "kind": "crew"}, []), ({"q": " 城东中队 "}, ["城东中队"]),
    ],
)  # fmt: skip
def test_units_are_listed_by_words_and_kind(
    browser_of: SignIn, office: Unit, asked: dict[str, str], expected: list[str] | None
) -> None:
    make_unit("城东中队", kind="squad", parent=office, code="zd")
    answer = browser_of("reader").get(UNITS, asked)
    page = answer.context["page"]
    assert (None if page is None else [row.unit.name for row in page]) == expected


def test_units_below_another_are_listed_with_a_chip(browser_of: SignIn, office: Unit) -> None:
    make_unit("城东中队", kind="squad", parent=office)
    answer = browser_of("reader").get(UNITS, {"unit": office.pk, "kind": "squad", "q": "中队"})
    assert [str(one["value"]) for one in answer.context["chips"]] == ["中队", "执法中队", "城东街道城综办"]
    assert [row.unit.name for row in answer.context["page"]] == ["城东中队"]


def test_a_list_that_finds_nothing_says_what_to_do(browser_of: SignIn, office: Unit) -> None:
    words = main_of(browser_of("reader").get(UNITS, {"q": "没有的"}))
    assert "没有符合条件的机构" in words
    assert "看全部" in words


def test_a_day_before_everything_has_an_empty_tree(browser_of: SignIn, office: Unit) -> None:
    assert "这一天没有机构" in main_of(browser_of("reader").get(UNITS, {"on": "1990-01-01"}))


def test_a_unit_of_another_superior_that_is_not_ones_own_is_not_found(bound_keeper: Client) -> None:
    far = make_unit("西山街道城综办")
    assert bound_keeper.get(UNITS, {"unit": far.pk}).status_code == 404


def test_the_workbook_holds_the_rows_of_the_list(browser_of: SignIn, office: Unit) -> None:
    squad = make_unit("城东中队", kind="squad", parent=office, code="zd", codes=("320613001", "320613002"))
    make_appointment(make_person("王强"), make_post(squad))
    answer = browser_of("reader").get(reverse("console:units_export"), {"kind": "squad"})
    head, row = rows_of(answer)
    assert head == ["机构代码", "名称", "简称", "类别", "上级机构", "辖区", "岗位", "在岗人数"]
    assert row == ["zd", "城东中队", None, "执法中队", "城东街道城综办", "320613001、320613002", 1, 1]
    assert ["类别", "执法中队"] in cover_of(answer)


def test_the_workbook_of_a_unit_without_a_superior_leaves_the_cell_empty(browser_of: SignIn, office: Unit) -> None:
    answer = browser_of("reader").get(reverse("console:units_export"), {"q": "czb-east"})
    assert rows_of(answer)[1][4] is None


def test_a_workbook_in_english_has_english_headings(browser_of: SignIn, office: Unit) -> None:
    head = rows_of(in_english(browser_of("reader")).get(reverse("console:units_export")))[0]
    assert han_of(" ".join(head)) == set()


def test_a_unit_that_is_no_more_is_shown_on_its_last_day(browser_of: SignIn, office: Unit) -> None:
    gone = make_unit("旧队", since=date(2015, 1, 1), until=date(2020, 1, 1))
    answer = browser_of("reader").get(reverse("console:unit", args=[gone.pk]))
    assert answer.context["day"].on == date(2019, 12, 31)
    assert "2020-01-01 起撤销" in main_of(answer)


def test_a_unit_that_is_no_more_can_only_be_corrected(browser_of: SignIn, office: Unit) -> None:
    gone = make_unit("旧队", since=date(2015, 1, 1), until=date(2020, 1, 1))
    context = browser_of("personnel").get(reverse("console:unit", args=[gone.pk])).context
    assert context["changes"] == []
    assert [one["name"] for one in context["corrections"]] == ["correct"]


def test_a_unit_that_is_still_to_come_is_shown_on_its_first_day(browser_of: SignIn, office: Unit) -> None:
    soon = make_unit("新队", since=LATER)
    answer = browser_of("reader").get(reverse("console:unit", args=[soon.pk]))
    assert (answer.context["day"].on, answer.context["day"].is_today) == (LATER, False)
    assert "2035-03-01 的样子" in main_of(answer)


def test_a_unit_with_an_end_in_the_future_says_so_under_future(browser_of: SignIn, office: Unit) -> None:
    heir = make_unit("区城管局", kind="department", code="cgj")
    abolish_unit(unit=office, into=heir, on=LATER, document=DOCUMENT, capacity=SYSTEM)
    words = main_of(browser_of("reader").get(reverse("console:unit", args=[office.pk]), {"tab": "future"}))
    assert "2035-03-01 起撤销" in words


def test_history_names_those_who_went_before(browser_of: SignIn, office: Unit) -> None:
    other = make_unit("西山街道城综办", code="czb-west")
    merge_units(units=[other], into=office, on=today(), document=DOCUMENT, capacity=SYSTEM)
    words = main_of(browser_of("reader").get(reverse("console:unit", args=[office.pk]), {"tab": "history"}))
    assert "承接关系" in words
    assert "合并 西山街道城综办 → 城东街道城综办" in words


def test_a_territory_is_taken_back_only_where_there_is_one(browser_of: SignIn, office: Unit) -> None:
    bare, client = make_unit("别处"), browser_of("personnel")
    for unit, is_offered in ((office, True), (bare, False)):
        changes = client.get(reverse("console:unit", args=[unit.pk])).context["changes"]
        assert ("take_back" in [one["name"] for one in changes]) is is_offered


def test_a_reader_is_offered_no_acts(browser_of: SignIn, office: Unit) -> None:
    context = browser_of("reader").get(reverse("console:unit", args=[office.pk])).context
    assert (context["changes"], context["corrections"], context["withdrawal"]) == ([], [], [])


@pytest.mark.parametrize("tab", ["now", "future", "history", "none"])
def test_every_tab_opens(browser_of: SignIn, office: Unit, tab: str) -> None:
    assert browser_of("reader").get(reverse("console:unit", args=[office.pk]), {"tab": tab}).status_code == 200


def test_other_units_do_not_exist_for_somebody_bound_to_one(bound_keeper: Client, office: Unit) -> None:
    far = make_unit("西山街道城综办")
    assert bound_keeper.get(reverse("console:unit", args=[far.pk])).status_code == 404
    assert bound_keeper.post(act_url(far, "rename"), {"name": "x", **GROUND}).status_code == 404
    assert bound_keeper.get(reverse("console:unit", args=[office.pk])).status_code == 200


def test_the_frame_of_a_unit_leads_back_to_its_page(office: Unit) -> None:
    frame = frame_of(office)
    assert (frame.title, frame.back_url) == ("城东街道城综办", reverse("console:unit", args=[office.pk]))


def test_a_keeper_of_posts_alone_takes_acts_on_posts_alone(office: Unit) -> None:
    grants = dict.fromkeys((Permission.READ_REGISTER, Permission.MANAGE_POSTS), Scope.CITY)
    viewer = make_capacity(grants, username="posts")
    client = Client()
    client.force_login(Account.objects.get(pk=viewer.account_id))
    assert client.get(act_url(office, "post")).status_code == 200
    assert client.get(act_url(office, "rename")).status_code == 404


@pytest.mark.parametrize(("text", "count"), [("", 1), ("城东", 1), ("320613001", 1), ("没有", 0)])
def test_territories_are_narrowed_by_words(browser_of: SignIn, office: Unit, text: str, count: int) -> None:
    page = browser_of("reader").get(reverse("console:territories"), {"q": text})
    assert len(page.context["page"].object_list) == count


def test_territories_of_one_unit_are_listed(browser_of: SignIn, office: Unit) -> None:
    far = make_unit("别处", codes=("320613009",))
    client, url = browser_of("reader"), reverse("console:territories")
    assert [row.unit for row, _name in client.get(url, {"unit": far.pk}).context["page"]] == [far]
    assert len(client.get(url, {"unit": "x"}).context["page"].object_list) == 2


def test_territories_leave_as_a_workbook(browser_of: SignIn, office: Unit) -> None:
    answer = browser_of("reader").get(reverse("console:territories_export"), {"q": "320613001"})
    head, row = rows_of(answer)
    assert head == ["代码", "区划", "机构", "起", "止", "依据文件"]
    assert (row[0], row[2], row[3].date()) == ("320613001", "城东街道城综办", date(2015, 1, 1))
    assert ["查找", "320613001"] in cover_of(answer)


@pytest.mark.parametrize("query", [{}, {"view": "list"}, {"q": "czb"}, {"q": "none"}, {"on": "2035-03-01"}])
def test_the_list_in_english_has_no_chinese_of_ours(browser_of: SignIn, office: Unit, query: dict[str, str]) -> None:
    make_unit("West squad", kind="squad", parent=office)
    answer = in_english(browser_of("personnel")).get(UNITS, query)
    assert untranslated(answer, *OURS, "机构") == set()


@pytest.mark.parametrize("tab", ["now", "future", "history"])
def test_the_page_of_a_unit_in_english_has_no_chinese_of_ours(browser_of: SignIn, office: Unit, tab: str) -> None:
    make_appointment(make_person("Lee"), make_post(office, name="clerk"))
    answer = in_english(browser_of("personnel")).get(reverse("console:unit", args=[office.pk]), {"tab": tab})
    assert untranslated(answer, *OURS) == set()


def test_the_list_costs_the_same_for_many_units(
    browser_of: SignIn, office: Unit, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        make_appointment(make_person(f"人{number}"), make_post(make_unit(f"队{number}", parent=office)))
    client = browser_of("reader")
    client.get(UNITS)
    with django_assert_max_num_queries(14):
        assert "队19" in text_of(client.get(UNITS))


@pytest.mark.parametrize("unit", ["²", "４", "-1", "x", "9" * 5000])
@pytest.mark.parametrize("name", ["units", "territories"])
def test_a_unit_that_is_no_number_narrows_nothing(browser_of: SignIn, name: str, unit: str) -> None:
    answer = browser_of("reader").get(reverse(f"console:{name}"), {"unit": unit})
    assert "城东街道城综办" in answer.content.decode()

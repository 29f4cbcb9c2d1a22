from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from chengzhi.kernel.access import Scope
from chengzhi.kernel.models import Account, Role
from chengzhi.organisation.models import Person, Post, Unit
from tests.console.registers.organisation.conftest import PERSONNEL, SignIn, person_url
from tests.factories.organisation import make_appointment, make_capacity, make_person, make_post, make_role, make_unit
from tests.support.pages import cover_of, in_english, main_of, rows_of, untranslated

LATER = date(2035, 3, 1)


@pytest.mark.parametrize("words", ["张丽", "zl", "zhangli"])
def test_people_are_found_by_name_and_sound(browser_of: SignIn, person: Person, words: str) -> None:
    make_person("陈红", pinyin="chenhong ch")
    page = browser_of("reader").get(reverse("console:people"), {"q": words}).content.decode()
    assert "张丽" in page
    assert "陈红" not in page


def test_numbers_are_masked_on_every_page(browser_of: SignIn, person: Person) -> None:
    client = browser_of("personnel")
    urls = [reverse("console:people"), reverse("console:person", args=[person.pk]), person_url(person, "correct")]
    pages = [client.get(url).content.decode() for url in urls]
    assert ["138****6621" in page for page in pages] == [True, True, True]
    assert not any("13812346621" in page for page in pages)


def test_people_without_a_post_can_be_listed(browser_of: SignIn, person: Person, post: Post) -> None:
    make_appointment(make_person("陈红"), post)
    page = browser_of("reader").get(reverse("console:people"), {"state": "idle"}).content.decode()
    assert "张丽" in page
    assert "陈红" not in page


def test_the_page_of_a_person_tells_past_present_and_future_apart(
    browser_of: SignIn, person: Person, post: Post
) -> None:
    make_appointment(person, make_post(post.unit, name="旧岗"), until=date(2020, 1, 1))
    make_appointment(person, post, since=date(2020, 1, 1), until=LATER)
    make_appointment(person, make_post(post.unit, name="新岗"), since=LATER)
    page = browser_of("reader").get(reverse("console:person", args=[person.pk])).content.decode()
    assert page.index("现在的任职") < page.index("将来的任职") < page.index("以前的任职")
    assert "免职</a>" not in page


def test_free_posts_can_be_listed(browser_of: SignIn, person: Person, post: Post) -> None:
    make_appointment(person, make_post(post.unit, name="值班员", headcount=1))
    page = browser_of("reader").get(reverse("console:posts"), {"vacancy": "vacant"}).content.decode()
    assert "受理员" in page
    assert "值班员" not in page


PEOPLE, POSTS = reverse("console:people"), reverse("console:posts")


def listed(client: Client, url: str, **asked: Any) -> list[str]:
    """Return the names on a list, without those who look at it."""
    return [one.name for one in client.get(url, asked).context["page"] if one.name not in {"刘书琴", "经办人"}]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"employment": "officer"}, ["陈红"]),
        ({"employment": "king"}, ["陈红", "张丽"]),
        ({"state": "signed"}, []),
        ({"state": "unsigned"}, ["陈红", "张丽"]),
        ({"q": "138"}, ["张丽"]),
        ({"q": "没有"}, []),
        ({"unit": "x"}, ["陈红", "张丽"]),
    ],
)
def test_people_are_narrowed(browser_of: SignIn, person: Person, asked: dict[str, str], expected: list[str]) -> None:
    make_person("陈红", pinyin="chenhong ch", employment="officer")
    assert listed(browser_of("reader"), PEOPLE, **asked) == expected


def test_people_of_a_unit_are_listed_with_a_chip(browser_of: SignIn, person: Person, post: Post) -> None:
    make_appointment(person, post)
    answer = browser_of("reader").get(PEOPLE, {"unit": post.unit_id, "employment": "institution", "state": "unsigned"})
    chips = {str(one["label"]): str(one["value"]) for one in answer.context["chips"]}
    assert chips == {"用工性质": "事业人员", "情况": "没有账号", "机构": "城东街道城综办"}
    assert [one.name for one in answer.context["page"]] == ["张丽"]


def test_a_unit_that_is_none_is_not_found_as_a_condition(browser_of: SignIn, person: Person) -> None:
    client = browser_of("reader")
    urls = (PEOPLE, POSTS, reverse("console:people_export"), reverse("console:posts_export"))
    assert {client.get(url, {"unit": "999999"}).status_code for url in urls} == {404}


def test_people_of_another_day_are_shown_with_what_they_held_then(
    browser_of: SignIn, person: Person, post: Post
) -> None:
    make_appointment(person, post, until=date(2020, 1, 1))
    client = browser_of("reader")
    assert "没有任职" in main_of(client.get(PEOPLE, {"q": "张丽"}))
    assert "受理员" in main_of(client.get(PEOPLE, {"q": "张丽", "on": "2019-01-01"}))


def test_an_empty_list_of_people_says_what_to_do(browser_of: SignIn) -> None:
    assert "没有符合条件的人员" in main_of(browser_of("reader").get(PEOPLE, {"q": "没有"}))


def test_the_workbook_of_people_keeps_numbers_masked(browser_of: SignIn, person: Person, post: Post) -> None:
    make_appointment(person, post)
    answer = browser_of("reader").get(reverse("console:people_export"), {"q": "张丽"})
    head, row = rows_of(answer)
    assert head == ["姓名", "用工性质", "岗位和机构", "手机号（已遮）", "账号"]
    assert row == ["张丽", "事业人员", "受理员 · 城东街道城综办", "138****6621", "没有"]
    assert ["查找", "张丽"] in cover_of(answer)


def test_whoever_has_an_account_has_one_in_the_workbook(browser_of: SignIn, holder: Person) -> None:
    assert rows_of(browser_of("reader").get(reverse("console:people_export"), {"q": "张丽"}))[1][4] == "有"


def test_only_a_keeper_of_people_is_offered_to_register(browser_of: SignIn) -> None:
    url = reverse("console:person_register")
    assert url in browser_of("personnel").get(PEOPLE).content.decode()
    assert url not in browser_of("security").get(PEOPLE).content.decode()


@pytest.mark.parametrize(
    ("role", "opening", "corrections", "changes"),
    [
        ("reader", [], [], []),
        ("personnel", [], ["correct"], ["appoint", "cross_appoint", "second"]),
        ("security", ["open"], [], []),
        ("audit", [], [], []),
    ],
)
def test_each_role_is_offered_its_own_acts_on_a_person(
    browser_of: SignIn, person: Person, role: str, opening: list[str], corrections: list[str], changes: list[str]
) -> None:
    context = browser_of(role).get(reverse("console:person", args=[person.pk])).context
    offered = [[one["name"] for one in context[key]] for key in ("opening", "corrections", "changes")]
    assert offered == [opening, corrections, changes]


def test_whoever_has_an_account_is_not_offered_another(browser_of: SignIn, holder: Person) -> None:
    answer = browser_of("security").get(reverse("console:person", args=[holder.pk]))
    assert answer.context["opening"] == []
    assert answer.context["account_url"] == reverse("console:account", args=[holder.account_id])


def test_an_assistant_is_marked_as_one(browser_of: SignIn, office: Unit) -> None:
    helper = make_person("小李", employment="assistant")
    assert "协管员，不能单独执法" in main_of(browser_of("reader").get(reverse("console:person", args=[helper.pk])))


def test_the_end_of_a_term_is_one_click_away(browser_of: SignIn, person: Person, post: Post) -> None:
    held = make_appointment(person, post)
    page = browser_of("personnel").get(reverse("console:person", args=[person.pk])).content.decode()
    assert f"{person_url(person, 'end')}?appointment={held.pk}" in page


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"vacancy": "full"}, ["值班员"]), ({"role": "acceptor"}, ["受理员"]), ({"q": "sly"}, ["受理员"]),
        ({"role": "none"}, []), ({"vacancy": "x"}, ["受理员", "值班员"]), ({"q": "没有"}, []),
    ],
)  # fmt: skip
def test_posts_are_narrowed(
    browser_of: SignIn, office: Unit, person: Person, asked: dict[str, str], expected: list[str]
) -> None:
    make_post(office, make_role("acceptor", name="受理"), name="受理员")
    make_appointment(person, make_post(office, name="值班员", headcount=1))
    assert listed(browser_of("reader"), POSTS, **asked) == expected


def test_conditions_on_posts_are_named_in_words(browser_of: SignIn, office: Unit) -> None:
    make_role("acceptor", name="受理")
    answer = browser_of("reader").get(POSTS, {"role": "acceptor", "vacancy": "full", "unit": office.pk, "q": "x"})
    assert [str(one["value"]) for one in answer.context["chips"]] == ["x", "受理", "满员", "城东街道城综办"]


def test_the_workbook_of_posts_names_holders(browser_of: SignIn, person: Person, post: Post) -> None:
    make_appointment(person, post)
    answer = browser_of("reader").get(reverse("console:posts_export"), {"vacancy": "full", "q": "受理"})
    head, row = rows_of(answer)
    assert head == ["岗位", "机构", "角色", "职数", "在任", "谁在任", "设置日"]
    assert row[:2] + row[3:6] == ["受理员", "城东街道城综办", 1, 1, "张丽"]
    assert ["空缺", "满员"] in cover_of(answer)


def test_the_page_of_a_post_shows_who_holds_and_held_it(browser_of: SignIn, person: Person, post: Post) -> None:
    make_appointment(person, post, until=date(2020, 1, 1))
    make_appointment(make_person("陈红"), post, since=date(2020, 1, 1))
    answer = browser_of("reader").get(reverse("console:post", args=[post.pk]))
    assert [one.person.name for one in answer.context["rows"]] == ["陈红", "张丽"]
    assert answer.context["held"] == 1
    assert "1/1" in main_of(answer)


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        ("reader", []),
        ("personnel", ["appoint", "cross_appoint", "second", "close"]),
        ("security", []),
    ],
)
def test_each_role_is_offered_its_own_acts_on_a_post(
    browser_of: SignIn, post: Post, role: str, offered: list[str]
) -> None:
    context = browser_of(role).get(reverse("console:post", args=[post.pk])).context
    assert [one["name"] for one in context["changes"]] == offered


def test_a_keeper_of_posts_is_told_who_changes_roles(browser_of: SignIn, post: Post) -> None:
    assert "授权管理的权限" in main_of(browser_of("personnel").get(reverse("console:post", args=[post.pk])))


def test_a_post_leads_to_its_role_only_for_those_who_may_see_it(browser_of: SignIn, post: Post) -> None:
    url = reverse("console:role", args=[post.role.code])
    for role, is_seen in (("audit", True), ("reader", False)):
        page = browser_of(role).get(reverse("console:post", args=[post.pk])).content.decode()
        assert (url in page) is is_seen


@pytest.mark.parametrize("name", ["person", "post"])
def test_whoever_is_out_of_reach_does_not_exist(office: Unit, name: str) -> None:
    far = make_unit("别处")
    post = make_post(far)
    person = make_person("远人")
    make_appointment(person, post)
    viewer = make_capacity(dict.fromkeys(PERSONNEL, Scope.UNIT), unit=office, username="bound")
    client = Client()
    client.force_login(Account.objects.get(pk=viewer.account_id))
    key = {"person": person.pk, "post": post.pk}[name]
    assert client.get(reverse(f"console:{name}", args=[key])).status_code == 404
    assert client.get(reverse(f"console:{name}_act", args=[key, "appoint"])).status_code == 404


@pytest.mark.parametrize("url", [PEOPLE, POSTS])
def test_lists_in_english_have_no_chinese_of_ours(browser_of: SignIn, office: Unit, url: str) -> None:
    role = make_role("acceptor", name="受理")
    Role.objects.filter(pk=role.pk).update(name_en="Acceptor")
    make_appointment(make_person("Lee"), make_post(office, role, name="clerk"))
    answer = in_english(browser_of("personnel")).get(url)
    assert untranslated(answer, "城东街道城综办", "城东城综办", "刘书琴", "经办人", "机构") == set()


def test_lists_cost_the_same_for_many_people(
    browser_of: SignIn, post: Post, office: Unit, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        make_appointment(make_person(f"人{number}"), make_post(office, name=f"岗{number}"))
    client = browser_of("reader")
    for url in (PEOPLE, POSTS):
        client.get(url)
        with django_assert_max_num_queries(14):
            assert client.get(url).status_code == 200


@pytest.fixture
def english_post(office: Unit) -> Post:
    role = make_role("acceptor", name="受理角色")
    Role.objects.filter(pk=role.pk).update(name_en="Acceptor")
    return make_post(office, role, name="clerk")


@pytest.mark.parametrize("name", ["post", "unit", "person"])
def test_a_role_is_named_in_english_on_every_page(
    browser_of: SignIn, english_post: Post, person: Person, name: str
) -> None:
    make_appointment(person, english_post)
    key = {"post": english_post.pk, "unit": english_post.unit_id, "person": person.pk}[name]
    words = main_of(in_english(browser_of("personnel")).get(reverse(f"console:{name}", args=[key])))
    assert "Acceptor" in words
    assert "受理角色" not in words


def test_a_role_is_named_in_english_in_workbook_filter_and_chip(browser_of: SignIn, english_post: Post) -> None:
    client = in_english(browser_of("reader"))
    sheet = rows_of(client.get(reverse("console:posts_export"), {"role": "acceptor"}))
    assert [row[2] for row in sheet[1:]] == ["Acceptor"]
    assert str(client.get(POSTS, {"role": "acceptor"}).context["chips"][0]["value"]) == "Acceptor"


@pytest.mark.parametrize("unit", ["²", "４", "-1", "x", "9" * 5000])
def test_a_unit_that_is_no_number_narrows_nothing(browser_of: SignIn, person: Person, unit: str) -> None:
    assert "张丽" in browser_of("reader").get(reverse("console:people"), {"unit": unit}).content.decode()

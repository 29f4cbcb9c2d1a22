from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from chengzhi.grid.models import Division
from chengzhi.organisation.models import Post, Territory, Unit
from chengzhi.organisation.selectors import unit_as_of
from tests.console.registers.organisation.conftest import DAY, GROUND, LATER, SignIn, act_url
from tests.factories.organisation import make_appointment, make_person, make_post, make_role, make_unit
from tests.support.pages import in_english, text_of, untranslated


def test_a_split_deals_out_posts_and_territories(browser_of: SignIn, office: Unit) -> None:
    post = make_post(office)
    heir = make_unit("城西街道城综办", code="czb-west")
    given = {"heir1": "czb-west", f"post{post.pk}": "1", "code320613001": "1", **GROUND}
    answer = browser_of("personnel").post(act_url(office, "split"), given)
    assert answer.status_code == 302, answer.content.decode()
    assert Territory.objects.filter(unit=heir, division_code="320613001", valid_from=LATER).exists()


def test_a_split_that_leaves_something_over_is_refused(browser_of: SignIn, office: Unit) -> None:
    make_unit("城西街道城综办", code="czb-west")
    answer = browser_of("personnel").post(
        act_url(office, "split"), {"heir1": "czb-west", "code320613001": "0", **GROUND}
    )
    assert answer.status_code == 422
    assert "还没有分给承接机构的辖区" in answer.content.decode()


def test_territories_are_given_and_taken_back(browser_of: SignIn, office: Unit) -> None:
    client = browser_of("personnel")
    assert client.post(act_url(office, "territory"), {"code": "320613002", **GROUND}).status_code == 302
    row = Territory.objects.get(unit=office, division_code="320613001")
    assert client.post(act_url(office, "take_back"), {"territory": row.pk, **GROUND}).status_code == 302
    row.refresh_from_db()
    assert row.valid_to == LATER


def test_a_code_that_is_none_is_refused(browser_of: SignIn, office: Unit) -> None:
    answer = browser_of("personnel").post(act_url(office, "territory"), {"code": "城东", **GROUND})
    assert "2 到 15 位数字" in answer.content.decode()


def test_a_post_is_created_in_its_unit(browser_of: SignIn, office: Unit) -> None:
    role = make_role("acceptor", name="受理角色")
    given = {"name": "受理员", "role": role.pk, "headcount": "2", **GROUND}
    answer = browser_of("personnel").post(reverse("console:unit_act", args=[office.pk, "post"]), given)
    made = Post.objects.get(name="受理员")
    assert answer["Location"] == reverse("console:post", args=[made.pk])


@pytest.fixture
def west(office: Unit) -> Unit:
    return make_unit("城西街道城综办", code="czb-west")


def take(client: Client, unit: Unit, act: str, /, **given: Any) -> Any:
    return client.post(act_url(unit, act), {**GROUND, **given})


def test_a_split_deals_out_subordinates_and_keeps_the_rest(browser_of: SignIn, office: Unit, west: Unit) -> None:
    post = make_post(office)
    squad = make_unit("城东中队", parent=office, code="zd")
    dealt = {"heir1": "czb-west", f"post{post.pk}": "0", "code320613001": "0", f"unit{squad.pk}": "1"}
    assert take(browser_of("personnel"), office, "split", keeps="on", **dealt).status_code == 302
    version = unit_as_of(squad.pk, LATER)
    assert version is not None
    assert version.parent_id == west.pk
    office.refresh_from_db()
    assert office.valid_to is None


def test_what_is_dealt_to_an_heir_not_named_is_refused(browser_of: SignIn, office: Unit, west: Unit) -> None:
    answer = take(browser_of("personnel"), office, "split", heir1="czb-west", code320613001="2")
    assert answer.status_code == 422
    assert "有东西分给它，却没有选是哪个机构" in text_of(answer)


def test_an_heir_that_is_none_is_named_once(browser_of: SignIn, office: Unit) -> None:
    answer = take(browser_of("personnel"), office, "split", heir1="没有的", code320613001="1")
    assert answer.context["form"].errors["heir1"] == ["没有“没有的”。请打名称或拼音首字母，从列出的里面选一个。"]


def test_a_split_into_two_goes_to_both(browser_of: SignIn, office: Unit, west: Unit) -> None:
    south = make_unit("城南街道城综办", code="czb-south")
    posts = [make_post(office, name=name) for name in ("甲岗", "乙岗")]
    dealt = {f"post{posts[0].pk}": "1", f"post{posts[1].pk}": "2", "code320613001": "2"}
    answer = take(browser_of("personnel"), office, "split", heir1="czb-west", heir2="czb-south", **dealt)
    assert answer.status_code == 302, text_of(answer)
    homes = {one.name: one.unit_id for one in Post.objects.filter(valid_from=LATER)}
    assert homes == {"甲岗": west.pk, "乙岗": south.pk}


def test_everything_to_be_dealt_out_is_asked_for(browser_of: SignIn, office: Unit) -> None:
    post = make_post(office, name="主任")
    squad = make_unit("城东中队", parent=office)
    form = browser_of("personnel").get(act_url(office, "split")).context["form"]
    assert {f"post{post.pk}", "code320613001", f"unit{squad.pk}"} <= set(form.fields)
    assert [str(form.fields[name].label) for name in (f"post{post.pk}", "code320613001", f"unit{squad.pk}")] == [
        "岗位：主任", "辖区：320613001", "下级机构：城东中队",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"name": ""}, "没有填“岗位”"),
        ({"name": "岗" * 41}, "40"),
        ({"role": ""}, "没有选“角色”"),
        ({"role": "999999"}, "999999"),
        ({"headcount": "0"}, "1"),
        ({"headcount": "1000"}, "999"),
        ({"headcount": "many"}, "整数"),
        ({"on": ""}, "没有填“生效日”"),
        ({"document": ""}, "没有填“依据文件”"),
    ],
)
def test_a_post_that_will_not_do_is_refused(
    browser_of: SignIn, office: Unit, given: dict[str, str], words: str
) -> None:
    role = make_role("acceptor", name="受理角色")
    right = {"name": "受理员", "role": role.pk, "headcount": "2"}
    before = Post.objects.filter(unit=office).count()
    answer = take(browser_of("personnel"), office, "post", **{**right, **given})
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert Post.objects.filter(unit=office).count() == before


def test_a_new_post_leads_to_its_page_and_to_the_next_act(browser_of: SignIn, office: Unit) -> None:
    role = make_role("acceptor", name="受理角色")
    given = {"name": "受理员", "role": role.pk, "headcount": "2", **GROUND}
    answer = browser_of("personnel").post(act_url(office, "post"), given, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("console:post", args=[Post.objects.get(name="受理员").pk])
    assert "下一步：任命" in text_of(answer)


def test_nothing_ticked_cannot_be_transferred(browser_of: SignIn, office: Unit, west: Unit) -> None:
    make_post(office)
    answer = take(browser_of("personnel"), office, "transfer", to="czb-west")
    assert answer.status_code == 422
    assert "没有可划转的岗位" in text_of(answer)


def test_a_post_of_another_unit_cannot_be_transferred_from_here(browser_of: SignIn, office: Unit, west: Unit) -> None:
    foreign = make_post(west)
    assert take(browser_of("personnel"), office, "transfer", posts=[foreign.pk], to="czb-west").status_code == 422


def test_posts_to_transfer_are_shown_with_their_people(browser_of: SignIn, office: Unit) -> None:
    make_appointment(make_person("王强"), make_post(office, name="主任"))
    form = browser_of("personnel").get(act_url(office, "transfer")).context["form"]
    assert "主任（1 人）" in [label for _key, label in form.fields["posts"].choices]


@pytest.mark.parametrize("code", ["", "0320613", "3", "32061300100100100", "abc", "320613001"])
def test_a_code_that_will_not_do_is_refused(browser_of: SignIn, office: Unit, code: str) -> None:
    answer = take(browser_of("personnel"), office, "territory", code=code)
    assert answer.status_code == 422
    assert Territory.objects.filter(unit=office).count() == 1


@pytest.mark.parametrize("name", ["territory", "take_back", "post"])
def test_acts_that_touch_nothing_else_count_no_effects(browser_of: SignIn, office: Unit, name: str) -> None:
    page = browser_of("personnel").get(act_url(office, name), {"effects": "1", "on": DAY}).content.decode()
    assert "影响" not in page


def test_a_territory_that_is_not_the_units_cannot_be_taken_back(browser_of: SignIn, office: Unit, west: Unit) -> None:
    foreign = Territory.objects.create(unit=west, division_code="320613002", valid_from=date(2020, 1, 1))
    answer = take(browser_of("personnel"), office, "take_back", territory=foreign.pk)
    assert answer.status_code == 422
    foreign.refresh_from_db()
    assert foreign.valid_to is None


def test_a_territory_is_offered_by_code_and_name(browser_of: SignIn, office: Unit) -> None:
    district = Division.objects.create(
        code="320613", level="district", name="崇川区", short_name="崇川", edition="2023", valid_from=date(2020, 1, 1)
    )
    Division.objects.create(
        code="320613001", level="street", name="城东街道", short_name="城东", edition="2023", parent=district,
        valid_from=date(2020, 1, 1),
    )  # fmt: skip
    form = browser_of("personnel").get(act_url(office, "take_back")).context["form"]
    assert [label for _key, label in form.fields["territory"].choices][1:] == ["320613001 城东街道"]


@pytest.mark.parametrize("name", ["split", "post", "transfer", "territory", "take_back"])
def test_every_form_opens_in_both_languages(browser_of: SignIn, office: Unit, name: str) -> None:
    make_post(office, name="clerk")
    client = browser_of("personnel")
    assert client.get(act_url(office, name)).status_code == 200
    answer = in_english(client).get(act_url(office, name))
    assert untranslated(answer, "城东街道城综办", "城东城综办", "机构") == set()

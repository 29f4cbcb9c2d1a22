from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from chengzhi.kernel.access import SYSTEM, Scope
from chengzhi.kernel.models import Account
from chengzhi.organisation.models import RegisterAct, Unit
from chengzhi.organisation.selectors import today, unit_as_of
from chengzhi.organisation.services import rename_unit
from tests.console.registers.organisation.conftest import DAY, DOCUMENT, GROUND, LATER, PERSONNEL, SignIn, act_url
from tests.factories.organisation import make_appointment, make_capacity, make_person, make_post, make_unit
from tests.support.pages import in_english, main_of, text_of, untranslated


def test_a_renaming_takes_effect_on_its_day(browser_of: SignIn, office: Unit) -> None:
    answer = browser_of("personnel").post(
        act_url(office, "rename"), {"name": "学田街道城综办", "short_name": "", **GROUND}
    )
    assert answer.status_code == 302, answer.content.decode()
    version = unit_as_of(office.pk, LATER)
    assert version is not None
    assert version.name == "学田街道城综办"


def test_a_refused_renaming_keeps_what_was_typed_and_says_what_is_missing(browser_of: SignIn, office: Unit) -> None:
    answer = browser_of("personnel").post(act_url(office, "rename"), {"name": "学田街道城综办", "on": DAY})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "没有填“依据文件”" in page
    assert 'value="学田街道城综办"' in page


def test_nothing_planned_cannot_be_withdrawn(browser_of: SignIn, office: Unit) -> None:
    answer = browser_of("personnel").post(act_url(office, "withdraw"), {"reason": "文件作废"})
    assert answer.status_code == 422
    assert "没有可以撤回的变更" in answer.content.decode()


def test_a_correction_keeps_the_wrong_row_readable(browser_of: SignIn, office: Unit) -> None:
    client = browser_of("personnel")
    given = {"name": "城东街道办城综办", "short_name": "", "kind": "urban_office", "reason": "漏字"}
    assert client.post(act_url(office, "correct"), given).status_code == 302
    history = client.get(reverse("console:unit", args=[office.pk]), {"tab": "history"}).content.decode()
    assert "城东街道办城综办" in history
    assert "reg-wrong" in history


def test_a_unit_moves_under_the_one_chosen_by_name(browser_of: SignIn, office: Unit) -> None:
    bureau = make_unit("区城市管理局", kind="department", code="cgj")
    answer = browser_of("personnel").post(act_url(office, "move"), {"parent": "区城市管理局", **GROUND})
    assert answer.status_code == 302, answer.content.decode()
    version = unit_as_of(office.pk, LATER)
    assert version is not None
    assert version.parent_id == bureau.pk


def test_a_superior_that_is_none_or_several_is_refused_with_the_names(browser_of: SignIn, office: Unit) -> None:
    make_unit("学田一队", code="x1")
    make_unit("学田二队", code="x2")
    client = browser_of("personnel")
    several = client.post(act_url(office, "move"), {"parent": "学田", **GROUND})
    assert "学田一队 · x1、学田二队 · x2" in several.content.decode()
    none = client.post(act_url(office, "move"), {"parent": "没有的机构", **GROUND})
    assert "没有“没有的机构”" in none.content.decode()


def test_a_unit_is_established_below_another(browser_of: SignIn, office: Unit) -> None:
    given = {"name": "城东中队", "kind": "squad", "code": "zd-east", **GROUND}
    answer = browser_of("personnel").post(act_url(office, "establish"), given)
    squad = Unit.objects.get(code="zd-east")
    assert answer["Location"] == reverse("console:unit", args=[squad.pk])


def test_a_code_used_before_is_refused_beside_its_field(browser_of: SignIn, office: Unit) -> None:
    given = {"name": "城东中队", "kind": "squad", "code": "czb-east", **GROUND}
    answer = browser_of("personnel").post(act_url(office, "establish"), given)
    assert answer.status_code == 422
    assert "已经用过" in answer.content.decode()


def test_units_merge_into_one(browser_of: SignIn, office: Unit) -> None:
    other = make_unit("城西街道城综办", code="czb-west")
    answer = browser_of("personnel").post(act_url(office, "merge"), {"units": [other.pk], **GROUND})
    assert answer.status_code == 302, answer.content.decode()
    other.refresh_from_db()
    assert other.valid_to == LATER


def test_a_merger_of_nothing_is_refused(browser_of: SignIn, office: Unit) -> None:
    answer = browser_of("personnel").post(act_url(office, "merge"), GROUND)
    assert "没有选要合并的机构" in answer.content.decode()


def test_abolition_without_an_heir_gives_every_reason_against_it(browser_of: SignIn, office: Unit) -> None:
    make_post(office)
    answer = browser_of("personnel").post(act_url(office, "abolish"), GROUND)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "还有 1 个岗位" in page
    assert "还有 1 个辖区" in page


OTHER = "城西街道城综办"


@pytest.fixture
def west(office: Unit) -> Unit:
    return make_unit(OTHER, code="czb-west")


def take(client: Client, unit: Unit, act: str, /, **given: Any) -> Any:
    return client.post(act_url(unit, act), {**GROUND, **given})


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [
        ("rename", {"name": ""}, "没有填“名称”"),
        ("rename", {"name": "名" * 81}, "80"),
        ("rename", {"name": "城东街道城综办", "short_name": "城东城综办"}, "没有变化"),
        ("rename", {"name": "新名", "on": "1999-01-01"}, "不存在"),
        ("rename", {"name": "新名", "on": "明天"}, "日期要写成"),
        ("rename", {"name": "新名", "document": ""}, "没有填“依据文件”"),
        ("rename", {"name": "新名", "document": "文" * 121}, "120"),
        ("rename", {"name": OTHER}, "同一上级下已有"),
        ("move", {"parent": ""}, "上级机构"),
        ("move", {"parent": "城东街道城综办"}, "没有“城东街道城综办”"),
        ("establish", {"name": "城东中队", "kind": "", "code": "x1"}, "没有选“类别”"),
        ("establish", {"name": "城东中队", "kind": "squad", "code": "有汉字"}, "机构代码只用字母"),
        ("establish", {"name": "城东中队", "kind": "army", "code": "x1"}, "army"),
        ("merge", {"other": "没有的机构"}, "没有“没有的机构”"),
        ("abolish", {"into": "没有的机构"}, "没有“没有的机构”"),
    ],
)
def test_what_will_not_do_is_refused_in_words(
    browser_of: SignIn, office: Unit, west: Unit, name: str, given: dict[str, str], words: str
) -> None:
    answer = take(browser_of("personnel"), office, name, **given)
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert not RegisterAct.objects.exists()


def test_a_unit_cannot_move_below_itself(browser_of: SignIn, office: Unit) -> None:
    squad = make_unit("城东中队", parent=office, code="zd")
    answer = take(browser_of("personnel"), office, "move", parent="zd")
    assert answer.status_code == 422
    assert "在本机构之下，不能作上级" in text_of(answer)
    squad.refresh_from_db()
    assert squad.parent_id == office.pk


def test_a_move_shows_the_superior_of_now(browser_of: SignIn, office: Unit) -> None:
    squad = make_unit("城东中队", parent=office)
    client = browser_of("personnel")
    assert "城东街道城综办" in main_of(client.get(act_url(squad, "move")))
    assert "没有" in main_of(client.get(act_url(office, "move")))


def test_a_merger_takes_units_from_elsewhere_too(browser_of: SignIn, office: Unit, west: Unit) -> None:
    far = make_unit("别处中队", parent=make_unit("别处"), code="far")
    assert take(browser_of("personnel"), office, "merge", units=[west.pk], other="far").status_code == 302
    for unit in (west, far):
        unit.refresh_from_db()
        assert unit.valid_to == LATER


def test_a_merger_offers_those_below_the_same_superior(browser_of: SignIn, office: Unit, west: Unit) -> None:
    make_unit("城东中队", parent=office)
    form = browser_of("personnel").get(act_url(office, "merge")).context["form"]
    names = [name for _key, name in form.fields["units"].choices]
    assert OTHER in names
    assert "城东中队" not in names
    assert "城东街道城综办" not in names


def test_a_merger_counts_what_comes_along(browser_of: SignIn, office: Unit, west: Unit) -> None:
    make_post(west)
    given = {"effects": "1", "on": DAY, "units": [west.pk]}
    page = browser_of("personnel").get(act_url(office, "merge"), given).content.decode()
    assert "岗位 <b>1</b>" in page


def test_a_merger_of_nothing_has_no_effects(browser_of: SignIn, office: Unit) -> None:
    page = browser_of("personnel").get(act_url(office, "merge"), {"effects": "1", "on": DAY}).content.decode()
    assert "影响" not in page


def test_units_out_of_reach_cannot_be_merged(office: Unit, west: Unit) -> None:
    viewer = make_capacity(dict.fromkeys(PERSONNEL, Scope.UNIT), unit=office, username="bound")
    client = Client()
    client.force_login(Account.objects.get(pk=viewer.account_id))
    answer = take(client, office, "merge", units=[west.pk])
    assert answer.status_code == 422
    west.refresh_from_db()
    assert west.valid_to is None


def test_an_empty_unit_ends_without_an_heir(browser_of: SignIn, west: Unit) -> None:
    answer = browser_of("personnel").post(act_url(west, "abolish"), GROUND, follow=True)
    assert "已登记撤销，2035-03-01 起生效。" in text_of(answer)
    west.refresh_from_db()
    assert west.valid_to == LATER


def test_an_heir_below_the_unit_itself_is_refused(browser_of: SignIn, office: Unit) -> None:
    make_unit("城东中队", parent=office, code="zd")
    answer = take(browser_of("personnel"), office, "abolish", into="zd")
    assert "不能由它承接" in text_of(answer)


def test_a_correction_without_a_reason_is_refused_and_keeps_what_was_typed(browser_of: SignIn, office: Unit) -> None:
    given = {"name": "城东办", "short_name": "", "kind": "urban_office", "reason": ""}
    answer = browser_of("personnel").post(act_url(office, "correct"), given)
    assert answer.status_code == 422
    assert "没有填“理由”" in text_of(answer)
    assert 'value="城东办"' in answer.content.decode()


def test_a_correction_that_changes_nothing_is_refused(browser_of: SignIn, office: Unit) -> None:
    given = {"name": "城东街道城综办", "short_name": "城东城综办", "kind": "urban_office", "reason": "看看"}
    assert "没有变化" in text_of(browser_of("personnel").post(act_url(office, "correct"), given))


def test_an_older_version_is_corrected_by_its_number(browser_of: SignIn, office: Unit) -> None:
    old = office.versions.get()
    rename_unit(unit=office, name="学田城综办", on=today(), document=DOCUMENT, capacity=SYSTEM)
    client = browser_of("personnel")
    form = client.get(act_url(office, "correct"), {"version": old.pk}).context["form"]
    assert form["name"].value() == "城东街道城综办"
    given = {"name": "城东街办城综办", "kind": "urban_office", "reason": "漏字", "version": old.pk}
    assert client.post(act_url(office, "correct"), given).status_code == 302
    assert list(office.versions.filter(superseded_at=None, valid_to=None).values_list("name", flat=True)) == [
        "学田城综办"
    ]


@pytest.mark.parametrize("version", ["999999", "0"])
def test_a_version_that_is_none_is_not_found(browser_of: SignIn, office: Unit, version: str) -> None:
    client = browser_of("personnel")
    assert client.get(act_url(office, "correct"), {"version": version}).status_code == 404


def test_a_version_that_is_no_number_counts_as_none_asked_for(browser_of: SignIn, office: Unit) -> None:
    form = browser_of("personnel").get(act_url(office, "correct"), {"version": "x"}).context["form"]
    assert form.version == office.versions.get()


def test_a_unit_that_is_no_more_is_corrected_in_its_last_version(browser_of: SignIn, office: Unit) -> None:
    gone = make_unit("旧对", since=date(2015, 1, 1), until=date(2020, 1, 1))
    given = {"name": "旧队", "short_name": "", "kind": "urban_office", "reason": "错字"}
    assert browser_of("personnel").post(act_url(gone, "correct"), given).status_code == 302
    assert gone.versions.get(superseded_at=None).name == "旧队"


def test_a_version_of_another_unit_is_not_found(browser_of: SignIn, office: Unit, west: Unit) -> None:
    foreign = west.versions.get()
    client = browser_of("personnel")
    assert client.get(act_url(office, "correct"), {"version": foreign.pk}).status_code == 404


def test_a_withdrawal_needs_a_reason(browser_of: SignIn, office: Unit) -> None:
    rename_unit(unit=office, name="学田城综办", on=LATER, document=DOCUMENT, capacity=SYSTEM)
    answer = browser_of("personnel").post(act_url(office, "withdraw"), {"reason": ""})
    assert "没有填“理由”" in text_of(answer)
    assert office.versions.filter(superseded_at=None).count() == 2


def test_every_act_on_a_unit_says_who_took_it_by_which_document(browser_of: SignIn, office: Unit) -> None:
    take(browser_of("personnel"), office, "rename", name="学田城综办")
    act = RegisterAct.objects.get()
    assert (act.act, act.document, act.on) == ("rename_unit", DOCUMENT, LATER)
    assert act.actor.startswith("刘书琴")


@pytest.mark.parametrize("name", ["rename", "move", "establish", "merge", "abolish", "correct", "withdraw"])
def test_every_form_opens_in_both_languages(browser_of: SignIn, office: Unit, west: Unit, name: str) -> None:
    client = browser_of("personnel")
    assert client.get(act_url(office, name)).status_code == 200
    answer = in_english(client).get(act_url(office, name))
    assert untranslated(answer, "城东街道城综办", "城东城综办", OTHER, "机构") == set()


def test_a_change_before_one_already_planned_is_refused(browser_of: SignIn, office: Unit) -> None:
    rename_unit(unit=office, name="学田城综办", on=date(2036, 1, 1), document=DOCUMENT, capacity=SYSTEM)
    answer = take(browser_of("personnel"), office, "rename", name="另一名")
    assert "已登记从 2036-01-01 起的变更。请先撤回那次变更" in text_of(answer)


def test_a_planned_merger_is_taken_back_from_the_page_of_the_unit(browser_of: SignIn, office: Unit, west: Unit) -> None:
    make_appointment(make_person("王强"), make_post(office))
    client = browser_of("personnel")
    take(client, west, "merge", units=[office.pk])
    page = client.get(reverse("console:unit", args=[office.pk]), {"tab": "future"})
    assert f"2035-03-01 合并 → {OTHER}" in main_of(page)
    assert act_url(office, "withdraw") in page.content.decode()
    answer = client.post(act_url(office, "withdraw"), {"reason": "没有批准"}, follow=True)
    assert "已撤回合并，岗位、人员、辖区都照旧。" in text_of(answer)
    office.refresh_from_db()
    assert office.valid_to is None


def test_the_unit_that_receives_is_not_where_a_merger_is_taken_back(
    browser_of: SignIn, office: Unit, west: Unit
) -> None:
    client = browser_of("personnel")
    take(client, west, "merge", units=[office.pk])
    assert client.get(reverse("console:unit", args=[west.pk])).context["withdrawal"] == []
    assert client.post(act_url(west, "withdraw"), {"reason": "x"}).status_code == 422


def test_a_planned_merger_in_english_has_no_chinese_of_ours(browser_of: SignIn, office: Unit, west: Unit) -> None:
    client = browser_of("personnel")
    take(client, west, "merge", units=[office.pk])
    answer = in_english(client).get(reverse("console:unit", args=[office.pk]), {"tab": "future"})
    assert untranslated(answer, "城东街道城综办", "城东城综办", OTHER) == set()


@pytest.mark.parametrize("version", ["²", "４", "x", "9" * 5000])
def test_a_version_that_is_no_number_leaves_the_one_of_today(browser_of: SignIn, office: Unit, version: str) -> None:
    answer = browser_of("personnel").get(act_url(office, "correct"), {"version": version})
    assert answer.status_code == 200
    assert answer.context["form"].initial["name"] == "城东街道城综办"

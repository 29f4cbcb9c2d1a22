from datetime import date

import pytest
from django.urls import reverse

from chengzhi.kernel.access import SYSTEM
from chengzhi.organisation.models import Territory, Unit
from chengzhi.organisation.selectors import today, unit_as_of
from chengzhi.organisation.services import rename_unit
from tests.console.registers.organisation.conftest import DAY, DOCUMENT, GROUND, SignIn
from tests.factories.organisation import make_appointment, make_person, make_post, make_unit

LATER = date(2035, 3, 1)


def act_url(unit: Unit, name: str) -> str:
    return reverse("console:unit_act", args=[unit.pk, name])


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


def test_effects_are_counted_before_saving(browser_of: SignIn, office: Unit) -> None:
    make_appointment(make_person("王强"), make_post(office))
    answer = browser_of("personnel").get(act_url(office, "abolish"), {"effects": "1", "on": DAY})
    page = answer.content.decode()
    assert "人员 <b>1</b>" in page
    assert "2035-03-01 起生效" in page
    assert "<html" not in page


def test_a_planned_renaming_stands_in_the_future_and_can_be_withdrawn(browser_of: SignIn, office: Unit) -> None:
    rename_unit(unit=office, name="学田街道城综办", on=LATER, document=DOCUMENT, capacity=SYSTEM)
    client = browser_of("personnel")
    future = client.get(reverse("console:unit", args=[office.pk]), {"tab": "future"}).content.decode()
    assert "学田街道城综办" in future
    assert client.post(act_url(office, "withdraw"), {"reason": "文件作废"}).status_code == 302
    version = unit_as_of(office.pk, LATER)
    assert version is not None
    assert version.name == "城东街道城综办"


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


def test_change_and_correction_stand_side_by_side_as_different_acts(browser_of: SignIn, office: Unit) -> None:
    page = browser_of("personnel").get(act_url(office, "rename")).content.decode()
    assert "情况变了，从某天起" in page
    assert act_url(office, "correct") in page


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


def test_an_abolished_unit_names_its_heir(browser_of: SignIn, office: Unit) -> None:
    heir = make_unit("城西街道城综办", code="czb-west")
    given = {"into": "城西街道城综办 · czb-west", "on": today().isoformat(), "document": DOCUMENT}
    client = browser_of("personnel")
    assert client.post(act_url(office, "abolish"), given).status_code == 302
    page = client.get(reverse("console:unit", args=[office.pk])).content.decode()
    assert "起由这些机构承接" in page
    assert reverse("console:unit", args=[heir.pk]) in page


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


def test_territories_are_listed_with_their_units(browser_of: SignIn, office: Unit) -> None:
    page = browser_of("reader").get(reverse("console:territories"), {"q": "320613001"}).content.decode()
    assert "城东街道城综办" in page

from django.urls import reverse

from chengzhi.organisation.models import Unit
from chengzhi.organisation.selectors import unit_as_of
from tests.console.registers.organisation.conftest import DAY, GROUND, LATER, SignIn, act_url
from tests.factories.organisation import make_post, make_unit


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

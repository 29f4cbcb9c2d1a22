from typing import Any

import pytest
from django.urls import reverse

from chengzhi.console.registers.organisation.acting import Act, ActForm, DatedForm, Frame, chosen_act, open_acts
from chengzhi.console.registers.organisation.fields import choice_field, text_field
from chengzhi.console.registers.organisation.unit_parts import ACTS
from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.errors import BadInput, NotFound
from chengzhi.organisation.models import Person, RegisterAct, Unit
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import today
from tests.console.registers.organisation.conftest import DAY, GROUND, SignIn, act_url, person_url
from tests.factories.organisation import make_appointment, make_person, make_post, make_unit
from tests.support.pages import in_english, main_of, text_of, untranslated


def test_effects_are_counted_before_saving(browser_of: SignIn, office: Unit) -> None:
    make_appointment(make_person("王强"), make_post(office))
    answer = browser_of("personnel").get(act_url(office, "abolish"), {"effects": "1", "on": DAY})
    page = answer.content.decode()
    assert "人员 <b>1</b>" in page
    assert "2035-03-01 起生效" in page
    assert "<html" not in page


def test_change_and_correction_stand_side_by_side_as_different_acts(browser_of: SignIn, office: Unit) -> None:
    page = browser_of("personnel").get(act_url(office, "rename")).content.decode()
    assert "情况变了，从某天起" in page
    assert act_url(office, "correct") in page


KEEPER = Capacity(grants={Permission.MANAGE_UNITS: Scope.CITY})


class ToyForm(DatedForm):
    """A form with a line, a choice, and something that holds now."""

    def ask(self) -> None:
        self.fields["name"] = text_field("名称", 5)
        self.fields["kind"] = choice_field("类别", [("a", "甲")])
        self.now = {"name": "旧名"}


def toy(data: dict[str, str] | None = None, **initial: str) -> Any:
    given: dict[str, Any] = {"data": data} if data is not None else {"initial": initial}
    return ToyForm(viewer=KEEPER, subject=None, asked={}, **given)


def test_day_and_document_stand_last_in_a_dated_act() -> None:
    assert list(toy().fields) == ["name", "kind", "on", "document"]
    assert toy().is_dated


def test_the_day_of_a_form_is_the_one_typed_or_today() -> None:
    assert toy({"on": "2035-03-01"}).day().isoformat() == "2035-03-01"
    for wrong in ({}, {"on": ""}, {"on": "morgen"}):
        assert toy(wrong).day() == today()
    assert toy(on="2035-03-01").day().isoformat() == "2035-03-01"


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("name", "没有填“名称”，请填写。"),
        ("kind", "没有选“类别”，请选一项。"),
        ("on", "没有填“生效日”，请填写。"),
        ("document", "没有填“依据文件”，请填写。"),
    ],
)
def test_what_is_missing_is_named_as_typed_or_chosen(field: str, words: str) -> None:
    assert toy({}).errors[field] == [words]


def test_what_a_service_refuses_stands_beside_its_field_or_against_the_act() -> None:
    form = toy({"name": "甲", "kind": "a", "on": "2035-03-01", "document": "x"})
    form.is_valid()
    form.refuse(BadInput({"name": ["太像", "已有"], "": ["都不行"], "other": ["还有人"]}))
    assert form.errors["name"] == ["太像", "已有"]
    assert form.reasons == [{"reason": "都不行"}, {"reason": "还有人"}]


def test_what_changes_is_told_apart_from_what_is_asked_besides() -> None:
    form = toy()
    assert [one["now"] for one in form.compared] == ["旧名"]
    assert [field.name for field in form.others] == ["kind", "on", "document"]


def test_a_plain_act_touches_nothing() -> None:
    assert ActForm(viewer=KEEPER, subject=None, asked={}).touched() == []


@pytest.mark.parametrize(("name", "grants"), [("invented", [Permission.MANAGE_UNITS]), ("rename", []), ("post", [])])
def test_an_act_that_is_none_or_not_ones_own_is_not_found(name: str, grants: list[Permission]) -> None:
    with pytest.raises(NotFound):
        chosen_act(ACTS, name, Capacity(grants=dict.fromkeys(grants, Scope.CITY)))


def test_only_acts_within_ones_rights_are_offered() -> None:
    offered = open_acts(ACTS, KEEPER, lambda name: f"/{name}/", ("rename", "post", "abolish"))
    assert [(one["name"], one["url"], one["danger"]) for one in offered] == [
        ("rename", "/rename/", False),
        ("abolish", "/abolish/", True),
    ]


def test_a_frame_knows_the_addresses_of_its_acts() -> None:
    frame = Frame(title="x", back_url="/", url_name="unit_act", key=7, acts=ACTS)
    assert frame.url("rename") == reverse("console:unit_act", args=[7, "rename"])


@pytest.mark.parametrize("act", list(ACTS.values()), ids=list(ACTS))
def test_every_act_has_a_form_a_label_and_a_right(act: Act) -> None:
    assert str(act.label)
    assert issubclass(act.form, ActForm)
    assert act.right in set(Permission)
    assert callable(act.take)


def test_the_address_fills_the_form(browser_of: SignIn, office: Unit) -> None:
    page = browser_of("personnel").get(act_url(office, "rename"), {"name": "学田城综办", "on": DAY})
    assert 'value="学田城综办"' in page.content.decode()
    assert f'value="{DAY}"' in page.content.decode()


def test_the_form_of_an_act_says_what_holds_now(browser_of: SignIn, office: Unit) -> None:
    words = main_of(browser_of("personnel").get(act_url(office, "rename")))
    assert "现行 改为" in words
    assert "城东街道城综办：更名" in words


def test_effects_lead_to_the_lists_behind_the_numbers(browser_of: SignIn, office: Unit) -> None:
    make_appointment(make_person("王强"), make_post(office))
    page = browser_of("personnel").get(act_url(office, "abolish"), {"effects": "1", "on": DAY}).content.decode()
    assert f"{reverse('console:people')}?unit={office.pk}&amp;on={DAY}" in page
    assert f"{reverse('console:territories')}?unit={office.pk}&amp;on={DAY}" in page


def test_the_lists_behind_the_effects_of_several_units_are_not_offered(browser_of: SignIn, office: Unit) -> None:
    others = [make_unit("甲队", code="a1"), make_unit("乙队", code="b1")]
    for unit in others:
        make_post(unit)
    asked = {"effects": "1", "on": DAY, "units": [one.pk for one in others]}
    page = browser_of("personnel").get(act_url(office, "merge"), asked).content.decode()
    assert "岗位 <b>2</b>" in page
    assert "unit=" not in page


def test_effects_that_are_none_have_no_link(browser_of: SignIn, office: Unit) -> None:
    page = browser_of("personnel").get(act_url(office, "abolish"), {"effects": "1", "on": DAY}).content.decode()
    assert "人员 <b>0</b>" in page
    assert reverse("console:people") not in page


def test_an_act_told_by_htmx_goes_on_by_header(browser_of: SignIn, office: Unit) -> None:
    given = {"name": "学田城综办", "short_name": "", **GROUND}
    answer = browser_of("personnel").post(act_url(office, "rename"), given, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (204, reverse("console:unit", args=[office.pk]))


def test_what_was_done_is_said_on_the_next_page(browser_of: SignIn, office: Unit) -> None:
    given = {"name": "学田城综办", "short_name": "", **GROUND}
    page = browser_of("personnel").post(act_url(office, "rename"), given, follow=True)
    assert "已登记更名，2035-03-01 起叫“学田城综办”。" in text_of(page)


def test_a_refusal_has_its_word_in_the_title_and_writes_nothing(browser_of: SignIn, office: Unit) -> None:
    answer = browser_of("personnel").post(act_url(office, "rename"), {"name": ""})
    assert "<title>有误 ·" in answer.content.decode()
    assert not RegisterAct.objects.exists()


def test_an_act_is_shown_in_english(browser_of: SignIn, office: Unit) -> None:
    answer = in_english(browser_of("personnel")).get(act_url(office, "abolish"))
    assert untranslated(answer, "城东街道城综办") == set()


def test_a_form_knows_no_other_method(browser_of: SignIn, office: Unit) -> None:
    assert browser_of("personnel").delete(act_url(office, "rename")).status_code == 405


def test_every_refusal_of_an_act_in_english_is_english(browser_of: SignIn, office: Unit) -> None:
    answer = in_english(browser_of("personnel")).post(act_url(office, "rename"), {})
    assert answer.status_code == 422
    assert untranslated(answer, "城东街道城综办", "城东城综办") == set()


TYPED = "打了一半的字"


@pytest.mark.parametrize(
    ("act", "field"),
    [
        ("rename", "name"), ("rename", "short_name"), ("rename", "document"), ("move", "parent"), ("establish", "name"),
        ("establish", "code"), ("merge", "other"), ("abolish", "into"), ("correct", "name"),
        ("split", "heir1"), ("split", "heir2"), ("post", "name"), ("transfer", "to"), ("territory", "code"),
        ("take_back", "document"),
    ],
)  # fmt: skip
def test_what_was_typed_on_a_unit_stays_after_a_refusal(browser_of: SignIn, office: Unit, act: str, field: str) -> None:
    answer = browser_of("personnel").post(act_url(office, act), {field: TYPED, "on": "morgen"})
    assert TYPED in answer.content.decode()
    assert answer.context["form"][field].value() == TYPED
    assert not RegisterAct.objects.exists()


@pytest.mark.parametrize(
    ("act", "field"),
    [("appoint", "post"), ("appoint", "document"), ("second", "post"), ("correct", "name"), ("correct", "reason")],
)
def test_what_was_typed_about_a_person_stays_after_a_refusal(
    browser_of: SignIn, person: Person, act: str, field: str
) -> None:
    answer = browser_of("personnel").post(person_url(person, act), {field: TYPED, "on": "morgen"})
    assert answer.status_code == 422
    assert answer.context["form"][field].value() == TYPED
    assert TYPED in answer.content.decode()


@pytest.mark.parametrize("act", ["rename", "move", "establish", "post", "territory", "split", "merge"])
def test_an_empty_form_names_everything_that_is_missing(browser_of: SignIn, office: Unit, act: str) -> None:
    answer = browser_of("personnel").post(act_url(office, act), {})
    form = answer.context["form"]
    needed = {name for name, field in form.fields.items() if field.required}
    assert needed <= set(form.errors)
    words = text_of(answer)
    assert [name for name in needed if f"“{form.fields[name].label}”" not in words] == []


@pytest.mark.parametrize("act", ["rename", "abolish", "merge", "split", "transfer", "move"])
def test_effects_can_be_counted_with_nothing_filled_in(browser_of: SignIn, office: Unit, act: str) -> None:
    answer = browser_of("personnel").get(act_url(office, act), {"effects": "1"})
    assert answer.status_code == 200
    assert "<form" not in answer.content.decode()


def test_the_same_act_sent_twice_is_taken_once(browser_of: SignIn, office: Unit) -> None:
    client, given = browser_of("personnel"), {"name": "学田城综办", "short_name": "", **GROUND}
    assert [client.post(act_url(office, "rename"), given).status_code for _again in range(2)] == [302, 422]
    assert RegisterAct.objects.count() == 1


def test_a_name_with_marks_is_shown_as_it_is(browser_of: SignIn, office: Unit) -> None:
    given = {"name": "<b>学田</b>", "short_name": "", "on": today().isoformat(), "document": "<i>x</i>"}
    page = browser_of("personnel").post(act_url(office, "rename"), given, follow=True).content.decode()
    assert "<b>学田</b>" not in page
    assert "&lt;b&gt;学田&lt;/b&gt;" in page

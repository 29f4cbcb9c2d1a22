import pytest
from django.test import Client

from chengzhi.grid.models import Cell, CellDuty
from chengzhi.kernel.access import Scope
from tests.console.registers.grid.conftest import CODE, SignIn, day, post, url
from tests.factories.city import City, make_person, make_role
from tests.factories.loop import report
from tests.support.pages import in_english, main_of, text_of, untranslated


def test_a_cell_is_graded_anew_from_a_day(client: Client) -> None:
    values = {
        "name": "学田菜场网格",
        "grade": "A",
        "land_use": "commercial",
        "on": day(),
        "document": "崇城管〔2026〕3号",
    }
    assert post(client, "cell_act", CODE, "change", **values).status_code == 302
    assert Cell.objects.get(code=CODE).grade == "A"
    assert post(client, "cell_act", CODE, "change", **values).status_code == 422


def test_a_cell_is_retired_with_its_duties(client: Client) -> None:
    assert post(client, "cell_act", CODE, "retire", on=day(), document="撤并").status_code == 302
    assert CellDuty.objects.get().valid_to is not None
    assert post(client, "cell_act", CODE, "retire", on=day(), document="撤并").status_code == 422


def test_a_duty_is_assigned_and_ended(client: Client) -> None:
    values = {"kind": "firm", "name": "学田商场", "phone": "0513-1", "on": day(-2)}
    assert post(client, "cell_act", CODE, "assign", **values).status_code == 302
    duty = CellDuty.objects.get(kind="firm")
    assert post(client, "duty_act", CODE, duty.pk, "end", on=day()).status_code == 302
    assert post(client, "duty_act", CODE, duty.pk, "end", on="2001-01-01").status_code == 422
    assert client.get(url("duty_act", CODE, 99_999, "end")).status_code == 404


def test_a_duty_without_anybody_is_refused(client: Client) -> None:
    answer = post(client, "cell_act", CODE, "assign", kind="police", on=day())
    assert answer.status_code == 422
    assert "没有写姓名或单位" in answer.content.decode()


RIGHT: dict[str, dict[str, str]] = {
    "change": {"name": "新名", "grade": "A", "land_use": "commercial", "document": "x"},
    "retire": {"document": "撤并"},
    "assign": {"kind": "firm", "name": "学田商场"},
}


@pytest.mark.parametrize(
    ("act", "given", "words"),
    [
        ("change", {"grade": ""}, "没有选“区域类别”"),
        ("change", {"grade": "Z"}, "Z"),
        ("change", {"land_use": ""}, "没有选“用地性质”"),
        ("change", {"name": "名" * 81}, "80"),
        ("change", {"document": ""}, "没有填“依据文件”"),
        ("change", {"on": "昨天"}, "日期要写成"),
        ("change", {"on": "2001-01-01"}, "2020-01-01"),
        ("retire", {"document": ""}, "没有填“依据文件”"),
        ("retire", {"on": "2001-01-01"}, "停用日期要晚于最近一次调整的日期"),
        ("assign", {"kind": ""}, "没有选“责任类别”"),
        ("assign", {"kind": "king"}, "king"),
        ("assign", {"name": "", "person": "没有的人"}, "没有“没有的人”"),
        ("assign", {"unit": "没有的"}, "没有“没有的”"),
        ("assign", {"on": "2001-01-01"}, "网格在这一天没有启用"),
        ("assign", {"phone": "1" * 31}, "30"),
    ],
)
def test_what_will_not_do_is_refused_in_words(client: Client, act: str, given: dict[str, str], words: str) -> None:
    before = CellDuty.objects.count()
    answer = post(client, "cell_act", CODE, act, **{"on": day(), **RIGHT[act], **given})
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert (CellDuty.objects.count(), Cell.objects.get(code=CODE).versions.count()) == (before, 1)


def test_the_form_says_what_the_cell_holds(city: City, client: Client) -> None:
    report(city)
    assert "在办 1 件、部件 0 个" in main_of(client.get(url("cell_act", CODE, "change")))


def test_the_form_begins_with_what_holds(client: Client) -> None:
    form = client.get(url("cell_act", CODE, "change")).context["form"]
    assert (form["name"].value(), form["grade"].value()) == ("学田一号网格", "B")


def test_the_change_is_told_with_its_day(client: Client) -> None:
    given = {**RIGHT["change"], "on": day()}
    answer = client.post(url("cell_act", CODE, "change"), given, follow=True)
    assert f"已调整网格，{day()} 起是" in text_of(answer)


def test_somebody_of_the_register_answers_for_a_cell(city: City, client: Client) -> None:
    given = {"kind": "cadre", "person": "grace", "unit": "学田街道办事处", "on": day(), "name": ""}
    answer = post(client, "cell_act", CODE, "assign", **given)
    assert answer.status_code == 302, text_of(answer)
    duty = CellDuty.objects.get(kind="cadre")
    assert (duty.person_id, duty.unit, duty.name) == (city.grace.person_id, city.units["street"], "grace")


def test_a_cell_may_have_two_collectors(client: Client) -> None:
    assert post(client, "cell_act", CODE, "assign", kind="collector", name="李四", on=day()).status_code == 302
    (row,) = client.get(url("cells")).context["rows"]
    assert row.collectors == ["陈红", "李四"]


def test_the_end_of_a_duty_is_told_with_name_and_day(client: Client) -> None:
    duty = CellDuty.objects.get()
    answer = client.post(url("duty_act", CODE, duty.pk, "end"), {"on": day()}, follow=True)
    assert f"陈红，{day()} 起不再负责这个网格" in text_of(answer)


@pytest.mark.parametrize("act", list(RIGHT))
def test_every_form_opens_in_english(client: Client, act: str) -> None:
    answer = in_english(client).get(url("cell_act", CODE, act))
    assert untranslated(answer, "学田一号网格") == set()


def test_the_form_to_end_a_duty_opens_in_english(client: Client) -> None:
    answer = in_english(client).get(url("duty_act", CODE, CellDuty.objects.get().pk, "end"))
    assert untranslated(answer, "陈红") == set()


def test_who_may_not_read_the_register_of_people_names_them_in_words(city: City, signed_in: SignIn) -> None:
    rights = dict.fromkeys(("grid.register.read", "grid.duty.manage"), Scope.CITY)
    browser = signed_in(make_person("李军", city.units["centre"], make_role("one", rights)))
    form = browser.get(url("cell_act", CODE, "assign")).context["form"]
    assert not {"person", "unit"} & set(form.fields)
    assert post(browser, "cell_act", CODE, "assign", **RIGHT["assign"], on=day()).status_code == 302


TYPED = "打了一半的字"


@pytest.mark.parametrize(
    ("act", "field"),
    [("change", "name"), ("change", "document"), ("retire", "document"), ("assign", "name"), ("assign", "person"),
     ("assign", "phone"), ("assign", "unit")],
)  # fmt: skip
def test_what_was_typed_stays_after_a_refusal(client: Client, act: str, field: str) -> None:
    answer = post(client, "cell_act", CODE, act, **{field: TYPED, "on": "morgen"})
    assert answer.status_code == 422
    assert answer.context["form"][field].value() == TYPED
    assert TYPED in answer.content.decode()

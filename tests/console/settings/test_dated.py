from typing import Any

import pytest
from django.test import Client

from chengzhi.console.registers.organisation.fields import day_field, text_field
from chengzhi.console.settings.dated import DAYS, DayForm, PlainForm
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import BadInput
from chengzhi.organisation.selectors import today
from tests.console.settings.conftest import url
from tests.support.pages import in_english, untranslated


class Toy(DayForm):
    """A dated act with a field that the service calls by another name."""

    renamed = {"minutes": "value"}

    def ask(self) -> None:
        self.fields["value"] = text_field("时限")


class Plain(PlainForm):
    """An act that holds at once."""

    def ask(self) -> None:
        self.fields["value"] = text_field("时限")


class Own(DayForm):
    """A form that brings its own day."""

    def ask(self) -> None:
        self.fields["on"] = day_field("上任日")


def form_of(kind: Any, **data: str) -> Any:
    form = kind(viewer=Capacity(), subject=None, asked={}, data=data)
    form.is_valid()
    return form


def test_the_day_stands_last_and_is_today_at_first() -> None:
    form = Toy(viewer=Capacity(), subject=None, asked={})
    assert list(form.fields) == ["value", "on"]
    assert form["on"].value() == today()
    assert form.is_dated


def test_what_was_asked_for_wins_over_today() -> None:
    form = Toy(viewer=Capacity(), subject=None, asked={}, initial={"on": "2035-01-01"})
    assert form["on"].value() == "2035-01-01"


def test_an_act_that_holds_at_once_asks_for_no_day() -> None:
    form = form_of(Plain, value="x")
    assert list(form.fields) == ["value"]
    assert (form.is_dated, form.is_valid()) == (False, True)


def test_a_form_may_bring_its_own_day() -> None:
    assert str(form_of(Own).fields["on"].label) == "上任日"


@pytest.mark.parametrize("name", DAYS)
def test_a_fault_of_the_day_stands_beside_the_day_whatever_it_is_called(name: str) -> None:
    form = form_of(Toy, value="x", on="2035-01-01")
    form.refuse(BadInput({name: "太早"}))
    assert form.errors["on"] == ["太早"]


def test_a_fault_is_put_beside_the_field_that_asked() -> None:
    form = form_of(Toy, value="x", on="2035-01-01")
    form.refuse(BadInput({"minutes": "太长", "value": "不对"}))
    assert form.errors["value"] == ["太长", "不对"]


def test_a_fault_that_belongs_nowhere_is_a_reason_against_the_act() -> None:
    form = form_of(Toy, value="x", on="2035-01-01")
    form.refuse(BadInput({"elsewhere": "不行"}))
    form.refuse(BadInput("还是不行"))
    assert form.reasons == [{"reason": "不行"}, {"reason": "还是不行"}]
    assert form.errors == {}


def test_a_form_that_asks_nothing_besides_has_its_day() -> None:
    assert list(form_of(DayForm).fields) == ["on"]
    assert list(form_of(PlainForm).fields) == []


TYPED = "打了一半的字"
FORMS = [
    ("channel_act", ("new", "add"), "name"), ("channel_act", ("new", "add"), "code"),
    ("channel_act", ("hotline", "change"), "name_en"), ("rule_act", ("new", "add"), "category"),
    ("rule_act", ("new", "add"), "ground"), ("rule_act", ("new", "add"), "unit"), ("limit_act", ("accept", "set"), "value"),
    ("calendar_day_act", ("new", "set"), "name"), ("calendar_day_act", ("new", "set"), "source"),
    ("schedule_act", ("new", "add"), "name"), ("schedule_act", ("default", "span"), "hours"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "args", "field"), FORMS)
def test_what_was_typed_stays_after_a_refusal(client: Client, name: str, args: tuple[str, str], field: str) -> None:
    answer = client.post(url(name, *args), {field: TYPED})
    assert answer.status_code == 422
    assert answer.context["form"][field].value() == TYPED
    assert TYPED in answer.content.decode()


@pytest.mark.parametrize(("name", "args", "field"), FORMS)
def test_marks_in_what_was_typed_stay_harmless(client: Client, name: str, args: tuple[str, str], field: str) -> None:
    page = client.post(url(name, *args), {field: "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert(1)" not in page


@pytest.mark.parametrize(("name", "args", "field"), FORMS)
def test_a_refusal_in_english_is_english(client: Client, name: str, args: tuple[str, str], field: str) -> None:
    answer = in_english(client).post(url(name, *args), {field: "x" * 300})
    assert answer.status_code == 422
    assert untranslated(answer, "环卫处", "三定方案", "学田街道", "学田社区居委会") == set()

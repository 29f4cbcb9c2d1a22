"""People in the register, and who may look them up."""

from typing import Any

import pytest

from chengzhi.kernel.access import SYSTEM, Scope
from chengzhi.kernel.errors import BadInput, Forbidden
from chengzhi.organisation.enums import EmploymentKind
from chengzhi.organisation.models import Person, RegisterAct
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.services import correct_person, register_person
from tests.factories.organisation import make_capacity

READ_UNIT = {Permission.READ_REGISTER: Scope.UNIT}


def register(**changes: Any) -> Person:
    facts: dict[str, Any] = {"name": "曾 丽", "employment": EmploymentKind.OFFICER, "capacity": SYSTEM}
    return register_person(**{**facts, **changes})


def correct(person: Person, **changes: Any) -> Person:
    facts: dict[str, Any] = {"name": person.name, "phone": person.phone, "employment": person.employment}
    return correct_person(person=person, reason="登记有误", capacity=SYSTEM, **{**facts, **changes})


def test_a_person_is_sorted_by_the_sound_of_the_name(db: None) -> None:
    person = register(name="曾丽")
    assert person.pinyin == "zengli zl"


def test_an_assistant_is_known_from_the_employment(db: None) -> None:
    assert register(employment=EmploymentKind.ASSISTANT).is_assistant
    assert not register().is_assistant


@pytest.mark.parametrize("phone", ["13800006621", "0513-85000000", "138 0000 6621", ""])
def test_a_usable_number_is_kept_without_blanks(db: None, phone: str) -> None:
    assert register(phone=phone).phone == phone.replace(" ", "")


@pytest.mark.parametrize(
    ("phone", "words"),
    [("1380000662", "少 1 位"), ("138000066211", "多 1 位"), ("85000000", "认不出"), ("无", "认不出")],
)
def test_a_wrong_number_is_refused_in_words(db: None, phone: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        register(phone=phone)


def test_a_person_without_a_name_is_refused(db: None) -> None:
    with pytest.raises(BadInput, match="没有填写"):
        register(name=" ")


def test_registering_needs_the_right(db: None) -> None:
    with pytest.raises(Forbidden):
        register(capacity=make_capacity({}))


def test_a_correction_says_what_and_why_but_not_the_number(db: None) -> None:
    person = correct(register(), name="曾莉", phone="13900000000")
    act = RegisterAct.objects.filter(act="correct_person").get()
    assert (person.name, person.pinyin) == ("曾莉", "zengli zl")
    assert act.note == "更正姓名、手机号：登记有误"


def test_a_correction_that_changes_nothing_is_refused(db: None) -> None:
    with pytest.raises(BadInput, match="没有变化"):
        correct(register())

"""People in the register, and who may look them up."""

from typing import Any

import pytest

from chengzhi.kernel.access import SYSTEM, Scope
from chengzhi.kernel.errors import BadInput, Forbidden
from chengzhi.organisation.enums import EmploymentKind
from chengzhi.organisation.models import Person, RegisterAct
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.services import correct_person, register_person
from chengzhi.organisation.services.people import checked_phone, sound
from tests.factories.organisation import make_capacity, make_person

READ_UNIT = {Permission.READ_REGISTER: Scope.UNIT}


def register(**changes: Any) -> Person:
    facts: dict[str, Any] = {"name": "曾 丽", "employment": EmploymentKind.OFFICER, "capacity": SYSTEM}
    return register_person(**{**facts, **changes})


def correct(person: Person, **changes: Any) -> Person:
    facts: dict[str, Any] = {"name": person.name, "phone": person.phone, "employment": person.employment}
    return correct_person(person=person, **{**facts, "reason": "登记有误", "capacity": SYSTEM, **changes})


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


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("   ", ""),
        ("13912345678", "13912345678"),
        ("139 1234 5678", "13912345678"),
        ("139-1234-5678", "13912345678"),
        ("+86 139 1234 5678", "13912345678"),
        ("+86-13912345678", "13912345678"),
        ("１３９１２３４５６７８", "13912345678"),
        ("0513-85000000", "0513-85000000"),
        ("051385000000", "051385000000"),
        ("(0513) 85000000", "051385000000"),
        ("010-62345678", "010-62345678"),
        ("0513-8500000", "0513-8500000"),
    ],
)
def test_numbers_are_kept_as_everybody_writes_them(typed: str, kept: str) -> None:
    assert checked_phone(typed) == kept


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1391234567", "手机号少 1 位"),
        ("139", "手机号少 8 位"),
        ("139123456789", "手机号多 1 位"),
        ("85000000", "带区号的固定电话"),
        ("abc", "带区号的固定电话"),
        ("0513-850", "带区号的固定电话"),
        ("2391234567", "带区号的固定电话"),
        ("13912345678x", "带区号的固定电话"),
        ("+1 202 555 0123", "带区号的固定电话"),
    ],
)
def test_a_number_that_cannot_be_one_is_refused_with_the_way_out(typed: str, words: str) -> None:
    with pytest.raises(BadInput, match=words) as refusal:
        checked_phone(typed)
    assert list(refusal.value.errors) == ["phone"]


@pytest.mark.parametrize(
    ("name", "key"),
    [("曾丽", "zengli zl"), ("单雄信", "shanxiongxin sxx"), ("王 敏", "wangmin wm"), ("Anna Li", "annali")],
)
def test_a_name_sounds_as_a_surname_sounds(name: str, key: str) -> None:
    assert sound(name).startswith(key.split(maxsplit=1)[0])


def test_a_name_of_another_script_is_registered_too(db: None) -> None:
    person = register(name="阿依古丽·买买提")
    assert Person.objects.get().name == person.name
    assert person.pinyin == "ayigulimaimaiti ayglmmt"


def test_registering_is_in_the_book_without_the_number(db: None) -> None:
    person = register(name="王敏", phone="13912345678")
    act = RegisterAct.objects.get()
    assert (act.act, act.person, act.note) == ("register_person", person, "王敏")
    assert "139" not in f"{act.note}{act.document}"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "王敏敏"}, "更正姓名："),
        ({"phone": "13912345678"}, "更正手机号："),
        ({"employment": EmploymentKind.CADRE}, "更正用工性质："),
        ({"name": "王敏敏", "employment": EmploymentKind.CADRE}, "更正姓名、用工性质："),
    ],
)
def test_the_book_names_what_was_corrected(db: None, changes: dict[str, Any], words: str) -> None:
    correct(make_person("王敏"), **changes)
    assert RegisterAct.objects.get().note == f"{words}登记有误"


def test_a_corrected_name_is_found_by_its_new_sound(db: None) -> None:
    person = correct(make_person("王敏", pinyin="wangmin wm"), name="曾敏")
    person.refresh_from_db()
    assert person.pinyin == "zengmin zm"


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"name": ""}, "name"), ({"name": "长" * 41}, "name"), ({"phone": "123"}, "phone"), ({"reason": " "}, "reason")],
)
def test_a_bad_correction_is_refused_at_its_field_and_changes_nothing(
    db: None, changes: dict[str, Any], field: str
) -> None:
    person = make_person("王敏")
    facts = {"name": "王敏敏", "phone": "", "employment": person.employment, "reason": "错字", **changes}
    with pytest.raises(BadInput) as refusal:
        correct_person(person=person, capacity=SYSTEM, **facts)
    assert list(refusal.value.errors) == [field]
    person.refresh_from_db()
    assert person.name == "王敏"


def test_correcting_needs_the_right(db: None) -> None:
    person = make_person("王敏")
    with pytest.raises(Forbidden, match="人员管理"):
        correct(person, name="王敏敏", capacity=make_capacity({Permission.READ_REGISTER: Scope.CITY}))

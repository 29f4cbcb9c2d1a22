"""People in the register, and who may look them up."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from chengzhi.kernel.access import SYSTEM, Scope
from chengzhi.kernel.errors import BadInput, Forbidden, NotFound
from chengzhi.organisation import selectors
from chengzhi.organisation.enums import EmploymentKind
from chengzhi.organisation.models import Person, RegisterAct, Unit
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.services import correct_person, register_person
from tests.factories.organisation import make_appointment, make_capacity, make_person, make_post, make_unit
from tests.organisation.conftest import TODAY

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


def test_lists_show_the_number_masked(db: None) -> None:
    assert register(phone="13800006621").masked_phone == "138****6621"


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


def test_the_database_refuses_a_person_without_a_name(db: None) -> None:
    with pytest.raises(IntegrityError, match="person_name_present"), transaction.atomic():
        Person.objects.create(name="", employment="officer")


def test_one_account_serves_one_person(db: None) -> None:
    account = make_person(username="zhang").account
    with pytest.raises(IntegrityError), transaction.atomic():
        make_person("别人", employment="officer").__class__.objects.create(
            name="又一人", employment="officer", account=account
        )


@pytest.fixture
def colleagues(office: Unit) -> list[Person]:
    """Two people here, one elsewhere, one who left yesterday."""
    here = [make_person(name, pinyin=key) for name, key in (("王敏", "wangmin wm"), ("李军", "lijun lj"))]
    for person in here:
        make_appointment(person, make_post(office))
    elsewhere, left = make_person("赵强", pinyin="zhaoqiang zq"), make_person("孙芳", pinyin="sunfang sf")
    make_appointment(elsewhere, make_post(make_unit("别处")))
    make_appointment(left, make_post(office), until=TODAY)
    return [*here, elsewhere, left]


def found(*args: Any, **kwargs: Any) -> set[str]:
    return {person.name for person in selectors.people(*args, **kwargs)}


def test_a_viewer_sees_the_people_of_their_units_today(office: Unit, colleagues: list[Person]) -> None:
    viewer = make_capacity(READ_UNIT, unit=office, name="我")
    assert found(viewer) == {"我", "王敏", "李军"}
    assert found(viewer, on=TODAY - timedelta(days=1)) == {"我", "王敏", "李军", "孙芳"}


def test_a_city_wide_viewer_sees_everybody_and_can_narrow(office: Unit, colleagues: list[Person]) -> None:
    viewer = make_capacity({Permission.READ_REGISTER: Scope.CITY}, name="我")
    assert found(viewer) == {"我", "王敏", "李军", "赵强", "孙芳"}
    assert found(viewer, unit_id=office.pk) == {"王敏", "李军"}


@pytest.mark.parametrize(("text", "names"), [("王", {"王敏"}), ("li ju", {"李军"}), ("wm", {"王敏"}), ("没有", set())])
def test_people_are_found_by_name_or_sound(colleagues: list[Person], text: str, names: set[str]) -> None:
    assert found(SYSTEM, text=text) == names


def test_a_person_elsewhere_does_not_exist_for_the_viewer(office: Unit, colleagues: list[Person]) -> None:
    viewer = make_capacity(READ_UNIT, unit=office)
    assert selectors.access_person(viewer, colleagues[0].pk) == colleagues[0]
    with pytest.raises(NotFound):
        selectors.access_person(viewer, colleagues[2].pk)


def test_without_the_right_there_is_no_list(colleagues: list[Person]) -> None:
    with pytest.raises(Forbidden, match="查阅机构人员"):
        selectors.people(make_capacity({}))


def test_posts_say_how_many_hold_them(office: Unit, colleagues: list[Person]) -> None:
    viewer = make_capacity(READ_UNIT, unit=office)
    rows = selectors.posts(viewer, unit_id=office.pk)
    assert sorted(post.held for post in rows) == [0, 1, 1, 1]


def test_appointments_are_listed_for_a_day_or_for_ever(office: Unit, colleagues: list[Person]) -> None:
    viewer = make_capacity(READ_UNIT, unit=office)
    everyone = selectors.appointments(viewer, unit_id=office.pk)
    today = selectors.appointments(viewer, unit_id=office.pk, on=TODAY)
    assert (everyone.count(), today.count()) == (4, 3)
    assert selectors.appointments(viewer, person_id=colleagues[3].pk).count() == 1


def test_access_to_posts_and_appointments_ends_at_the_reach(office: Unit, colleagues: list[Person]) -> None:
    viewer = make_capacity(READ_UNIT, unit=office)
    for held in (colleagues[0].appointments.get(), colleagues[1].appointments.get()):
        assert selectors.access_appointment(viewer, held.pk) == held
        assert selectors.access_post(viewer, held.post_id) == held.post
    foreign = colleagues[2].appointments.get()
    for refused in (
        lambda: selectors.access_appointment(viewer, foreign.pk),
        lambda: selectors.access_post(viewer, foreign.post_id),
    ):
        with pytest.raises(NotFound):
            refused()


def test_roles_are_shown_to_those_who_manage_read_or_audit(db: None) -> None:
    for right in (Permission.MANAGE_ROLES, Permission.READ_ACTS, Permission.READ_REGISTER):
        assert selectors.roles(make_capacity({right: Scope.CITY})).exists()
    with pytest.raises(Forbidden):
        selectors.roles(make_capacity({}))


def test_posts_and_appointments_of_the_whole_district_are_for_the_city_wide(colleagues: list[Person]) -> None:
    assert selectors.posts(SYSTEM).count() == 4
    assert selectors.appointments(SYSTEM).count() == 4


def test_dates_before_anything_show_nobody(office: Unit, colleagues: list[Person]) -> None:
    viewer = make_capacity(READ_UNIT, unit=office)
    assert found(viewer, on=date(2010, 1, 1)) == set()

"""Posts, people and appointments: what the database refuses whoever writes."""

from datetime import date
from typing import Any

import pytest
from django.db import DataError, IntegrityError, transaction
from django.db.models import ProtectedError

from chengzhi.kernel.access import SYSTEM
from chengzhi.organisation.enums import AppointmentKind, EmploymentKind
from chengzhi.organisation.models import (
    Appointment,
    Person,
    Post,
    Unit,
)
from chengzhi.organisation.services import (
    register_person,
)
from tests.factories.organisation import make_appointment, make_person, make_post, make_role, make_unit
from tests.organisation.conftest import TODAY


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [("post_name_present", {"name": ""}), ("post_headcount_positive", {"headcount": 0})],
)
def test_the_database_refuses_a_malformed_post(office: Unit, constraint: str, changes: dict[str, Any]) -> None:
    facts = {"unit": office, "name": "采集员", "role": make_role(), "valid_from": TODAY}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Post.objects.create(**{**facts, **changes})


@pytest.fixture
def post(office: Unit) -> Post:
    return make_post(office, name="办事员", headcount=1)


@pytest.fixture
def person(db: None) -> Person:
    return make_person("张丽")


ADMINS = ("system", "security", "audit")


@pytest.fixture
def admin_posts(office: Unit) -> dict[str, Post]:
    return {name: make_post(office, make_role(name, name=name, exclusive_group="admin3")) for name in ADMINS}


def test_the_database_keeps_the_administrators_apart(person: Person, admin_posts: dict[str, Post]) -> None:
    make_appointment(person, admin_posts["system"], since=TODAY)
    with pytest.raises(IntegrityError, match="exclusive group admin3"), transaction.atomic():
        make_appointment(person, admin_posts["audit"], since=TODAY, kind=AppointmentKind.CROSS)


def test_the_database_refuses_to_join_held_roles_in_a_group(person: Person, office: Unit) -> None:
    roles = [make_role(), make_role(exclusive_group="admin3")]
    for role, kind in zip(roles, (AppointmentKind.REGULAR, AppointmentKind.CROSS), strict=True):
        make_appointment(person, make_post(office, role), kind=kind)
    roles[0].exclusive_group = "admin3"
    with pytest.raises(IntegrityError, match="somebody holds role"), transaction.atomic():
        roles[0].save()


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("appointment_dates_in_order", {"valid_to": date(2015, 1, 1)}),
        ("appointment_secondment_has_an_end", {"kind": "secondment"}),
        ("appointment_kind_known", {"kind": "boss"}),
    ],
)
def test_the_database_refuses_a_malformed_appointment(
    person: Person, post: Post, constraint: str, changes: dict[str, Any]
) -> None:
    facts = {"person": person, "post": post, "valid_from": date(2015, 1, 1)}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Appointment.objects.create(**{**facts, **changes})


def test_the_database_refuses_two_regular_posts_at_once(person: Person, post: Post) -> None:
    make_appointment(person, post)
    with pytest.raises(IntegrityError, match="appointment_one_regular_at_a_time"), transaction.atomic():
        make_appointment(person, make_post(make_unit("别处")))


def register(**changes: Any) -> Person:
    facts: dict[str, Any] = {"name": "曾 丽", "employment": EmploymentKind.OFFICER, "capacity": SYSTEM}
    return register_person(**{**facts, **changes})


def test_lists_show_the_number_masked(db: None) -> None:
    assert register(phone="13800006621").masked_phone == "138****6621"


def test_the_database_refuses_a_person_without_a_name(db: None) -> None:
    with pytest.raises(IntegrityError, match="person_name_present"), transaction.atomic():
        Person.objects.create(name="", employment="officer")


def test_one_account_serves_one_person(db: None) -> None:
    account = make_person(username="zhang").account
    with pytest.raises(IntegrityError), transaction.atomic():
        make_person("别人", employment="officer").__class__.objects.create(
            name="又一人", employment="officer", account=account
        )


def test_the_database_refuses_to_change_a_role_in_place(office: Unit) -> None:
    post = make_post(office)
    with pytest.raises(IntegrityError, match="never rewritten"), transaction.atomic():
        Post.objects.filter(pk=post.pk).update(role=make_role())


@pytest.mark.parametrize("employment", EmploymentKind)
def test_only_assistants_are_assistants(db: None, employment: EmploymentKind) -> None:
    made = make_person(employment=employment)
    made.refresh_from_db()
    assert made.is_assistant is (employment is EmploymentKind.ASSISTANT)


@pytest.mark.parametrize(
    ("phone", "shown"),
    [("13912345678", "139****5678"), ("", "")],
)
def test_a_number_is_shown_with_its_middle_hidden(db: None, phone: str, shown: str) -> None:
    assert make_person(phone=phone).masked_phone == shown


@pytest.mark.parametrize("phone", ["139 1234 5678", "abc", "-13912345678", "1391", "1" * 20])
def test_the_database_refuses_what_is_no_number(db: None, phone: str) -> None:
    with pytest.raises((IntegrityError, DataError)), transaction.atomic():
        make_person(phone=phone[:20])


@pytest.mark.parametrize("phone", ["13912345678", "0513-85000000", "+8613912345678", "12345"])
def test_the_database_takes_every_way_of_writing_a_number(db: None, phone: str) -> None:
    assert make_person(phone=phone).phone == phone


def test_the_database_refuses_an_unknown_employment(db: None) -> None:
    with pytest.raises(IntegrityError, match="person_employment_known"), transaction.atomic():
        make_person(employment="volunteer")


@pytest.mark.parametrize(
    ("until", "last_day"), [(None, None), (date(2027, 1, 1), date(2026, 12, 31)), (date(2024, 3, 1), date(2024, 2, 29))]
)
def test_the_last_day_with_power_is_the_one_before_the_end(until: date | None, last_day: date | None) -> None:
    assert Appointment(valid_to=until).last_day == last_day


def test_a_secondment_without_an_end_is_refused_by_the_database(office: Unit) -> None:
    with pytest.raises(IntegrityError, match="appointment_secondment_has_an_end"), transaction.atomic():
        make_appointment(make_person(), make_post(office), kind=AppointmentKind.SECONDMENT)


def test_the_database_refuses_the_same_post_twice_at_once(person: Person, post: Post) -> None:
    make_appointment(person, post)
    with pytest.raises(IntegrityError, match="appointment_once_to_a_post"), transaction.atomic():
        make_appointment(person, post, kind=AppointmentKind.CROSS)


def test_one_person_may_hold_the_same_post_again_later(person: Person, post: Post) -> None:
    make_appointment(person, post, until=date(2020, 1, 1))
    make_appointment(person, post, since=date(2020, 1, 1))
    assert person.appointments.count() == 2


def test_a_post_is_not_its_own_predecessor(post: Post) -> None:
    post.predecessor = post
    with pytest.raises(IntegrityError, match="post_not_its_own_predecessor"), transaction.atomic():
        post.save()


def test_a_post_ends_after_it_begins(office: Unit) -> None:
    with pytest.raises(IntegrityError, match="post_dates_in_order"), transaction.atomic():
        make_post(office, valid_from=TODAY, valid_to=TODAY)


def test_people_are_listed_by_sound(db: None) -> None:
    for name, pinyin in (("张丽", "zhangli zl"), ("安宁", "anning an"), ("曾丽", "zengli zl")):
        make_person(name, pinyin=pinyin)
    assert [one.name for one in Person.objects.all()] == ["安宁", "曾丽", "张丽"]


@pytest.mark.parametrize("held", ["post", "person", "role"])
def test_what_an_appointment_rests_on_is_not_removed(person: Person, post: Post, held: str) -> None:
    make_appointment(person, post)
    row = {"post": post, "person": person, "role": post.role}[held]
    with pytest.raises(ProtectedError):
        row.delete()


def test_an_account_with_a_person_is_not_removed(db: None) -> None:
    account = make_person("张丽", username="zhangli").account
    assert account is not None
    with pytest.raises(ProtectedError):
        account.delete()

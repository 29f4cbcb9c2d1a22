"""Posts, people and appointments: what the database refuses whoever writes."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

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

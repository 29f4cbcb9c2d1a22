"""Why somebody may not be appointed."""

from datetime import date
from typing import Any

import pytest

from chengzhi.kernel.access import SYSTEM, Scope
from chengzhi.kernel.errors import BadInput
from chengzhi.organisation.enums import AppointmentKind
from chengzhi.organisation.models import Appointment, Person, Post, Unit
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import capacities_of_person
from chengzhi.organisation.services import appoint, cross_appoint, end_appointment, second
from chengzhi.organisation.services.guards import (
    Term,
    administration_goes_on,
    administrator_remains,
    no_excluded_role,
    no_other_regular_post,
    not_oneself,
    overlapping,
    post_exists_throughout,
    room_in_the_post,
)
from tests.factories.organisation import (
    make_appointment,
    make_capacity,
    make_person,
    make_post,
    make_role,
)
from tests.organisation.conftest import DOCUMENT, TODAY

NEXT_YEAR = date(2027, 11, 23)


@pytest.fixture
def post(office: Unit) -> Post:
    return make_post(office, name="办事员", headcount=1)


@pytest.fixture
def person(db: None) -> Person:
    return make_person("张丽")


def give(person: Person, post: Post, **changes: Any) -> Appointment:
    facts = {"on": TODAY, "document": DOCUMENT, "capacity": SYSTEM}
    return appoint(person=person, post=post, **{**facts, **changes})


def test_a_second_regular_post_is_refused(person: Person, post: Post, street: Unit) -> None:
    give(person, post)
    with pytest.raises(BadInput, match="请先免去原职，或改用交叉任职、借调"):
        give(person, make_post(street))


def test_a_regular_post_after_the_first_has_ended_is_fine(person: Person, post: Post, street: Unit) -> None:
    give(person, post, until=NEXT_YEAR)
    give(person, make_post(street), on=NEXT_YEAR)
    assert len(capacities_of_person(person.pk, NEXT_YEAR)) == 1


def test_the_same_post_twice_is_refused(person: Person, post: Post) -> None:
    give(person, post)
    with pytest.raises(BadInput, match="不用再办"):
        cross_appoint(person=person, post=post, on=TODAY, document=DOCUMENT, capacity=SYSTEM)


def test_a_full_post_is_refused_with_the_names(person: Person, post: Post) -> None:
    give(person, post)
    with pytest.raises(BadInput, match="职数 1 已满：张丽"):
        give(make_person("赵强"), post)


def test_a_post_that_fills_up_later_in_the_term_is_refused(person: Person, post: Post) -> None:
    give(person, post, on=NEXT_YEAR)
    with pytest.raises(BadInput, match="已满"):
        give(make_person("赵强"), post)


def test_a_full_post_takes_somebody_until_the_next_begins(person: Person, post: Post) -> None:
    give(person, post, on=NEXT_YEAR)
    assert give(make_person("赵强"), post, until=NEXT_YEAR).pk


def test_somebody_lent_does_not_use_up_the_headcount(person: Person, post: Post) -> None:
    give(person, post)
    lent = second(person=make_person("赵强"), post=post, on=TODAY, until=NEXT_YEAR, document=DOCUMENT, capacity=SYSTEM)
    assert lent.kind == AppointmentKind.SECONDMENT


def test_a_term_beyond_the_post_is_refused(person: Person, office: Unit) -> None:
    ending = make_post(office, valid_to=NEXT_YEAR)
    with pytest.raises(BadInput, match="任期超出"):
        give(person, ending)
    assert give(person, ending, until=NEXT_YEAR).pk


def test_all_reasons_come_at_once(person: Person, post: Post, street: Unit) -> None:
    give(make_person("赵强"), post)
    give(person, make_post(street))
    with pytest.raises(BadInput) as refusal:
        give(person, post)
    assert len(refusal.value.errors[""]) == 2


def test_nobody_appoints_themselves(post: Post) -> None:
    capacity = make_capacity({Permission.MANAGE_APPOINTMENTS: Scope.CITY})
    with pytest.raises(BadInput, match="不能给自己任职"):
        give(Person.objects.get(pk=capacity.person_id), post, capacity=capacity)


ADMINS = ("system", "security", "audit")


@pytest.fixture
def admin_posts(office: Unit) -> dict[str, Post]:
    return {name: make_post(office, make_role(name, name=name, exclusive_group="admin3")) for name in ADMINS}


@pytest.mark.parametrize("pair", [("system", "security"), ("security", "audit"), ("audit", "system")])
def test_the_three_administrators_are_never_one_person(
    person: Person, admin_posts: dict[str, Post], pair: tuple[str, str]
) -> None:
    give(person, admin_posts[pair[0]])
    with pytest.raises(BadInput, match="不得由一人兼任"):
        cross_appoint(person=person, post=admin_posts[pair[1]], on=TODAY, document=DOCUMENT, capacity=SYSTEM)


def test_one_administrator_after_another_is_fine(person: Person, admin_posts: dict[str, Post]) -> None:
    give(person, admin_posts["system"], until=NEXT_YEAR)
    assert give(person, admin_posts["audit"], on=NEXT_YEAR).pk


def test_an_administrator_may_hold_an_ordinary_post_besides(person: Person, post: Post, admin_posts: Any) -> None:
    give(person, admin_posts["system"])
    assert cross_appoint(person=person, post=post, on=TODAY, document=DOCUMENT, capacity=SYSTEM).pk


def test_the_last_security_administrator_stays(office: Unit) -> None:
    role = make_role(grants={Permission.MANAGE_ACCOUNTS: Scope.CITY}, exclusive_group="admin3")
    post = make_post(office, role)
    held = make_appointment(make_person("陈静", username="anquan1"), post)
    with pytest.raises(BadInput, match="最后一个能管理账号的人"):
        end_appointment(appointment=held, on=TODAY, document=DOCUMENT, capacity=SYSTEM)
    make_appointment(make_person("周敏", username="anquan2"), post)
    end_appointment(appointment=held, on=TODAY, document=DOCUMENT, capacity=SYSTEM)


def term(person: Person, post: Post, **changes: Any) -> Term:
    facts: dict[str, Any] = {"kind": AppointmentKind.REGULAR, "on": TODAY, "until": None, "by": None}
    return Term(person=person, post=post, **{**facts, **changes})


@pytest.mark.parametrize(
    ("since", "until", "meets"),
    [
        (date(2020, 1, 1), None, True),
        (date(2020, 1, 1), TODAY, False),
        (date(2020, 1, 1), date(2026, 11, 24), True),
        (NEXT_YEAR, None, False),
        (date(2027, 11, 22), None, True),
        (date(2026, 12, 1), date(2026, 12, 2), True),
    ],
)
def test_two_terms_meet_when_they_share_a_day(
    person: Person,
    post: Post,
    since: date,
    until: date | None,
    meets: Any,
) -> None:
    make_appointment(person, post, since=since, until=until)
    assert overlapping(term(person, post, until=NEXT_YEAR)).exists() is meets


def test_without_an_end_a_term_meets_everything_later(person: Person, post: Post) -> None:
    make_appointment(person, post, since=date(2099, 1, 1))
    assert overlapping(term(person, post)).exists()


@pytest.mark.parametrize(("by", "refused"), [(None, False), ("self", True), (999_999, False)])
def test_only_the_person_themselves_are_refused_as_their_own_appointer(
    person: Person,
    post: Post,
    by: Any,
    refused: Any,
) -> None:
    assert bool(not_oneself(term(person, post, by=person.pk if by == "self" else by))) is refused


@pytest.mark.parametrize(
    ("on", "until", "fits"),
    [
        (TODAY, None, False),
        (TODAY, NEXT_YEAR, True),
        (TODAY, date(2027, 11, 24), False),
        (date(2025, 12, 31), NEXT_YEAR, False),
        (date(2026, 1, 1), date(2026, 1, 2), True),
    ],
)
def test_a_term_lies_within_the_life_of_its_post(
    person: Person,
    office: Unit,
    on: date,
    until: date | None,
    fits: Any,
) -> None:
    ending = make_post(office, valid_from=date(2026, 1, 1), valid_to=NEXT_YEAR)
    reason = post_exists_throughout(term(person, ending, on=on, until=until))
    assert (reason is None) is fits
    assert fits or "2026-01-01 到 2027-11-23" in (reason or "")


@pytest.mark.parametrize("kind", [AppointmentKind.CROSS, AppointmentKind.SECONDMENT])
def test_only_regular_posts_exclude_one_another(
    person: Person, post: Post, office: Unit, kind: AppointmentKind
) -> None:
    make_appointment(person, make_post(office))
    assert no_other_regular_post(term(person, post, kind=kind)) is None
    assert "请先免去原职" in (no_other_regular_post(term(person, post)) or "")


def test_a_full_post_names_ten_people_at_most(post: Post) -> None:
    Post.objects.filter(pk=post.pk).update(headcount=12)
    post.refresh_from_db()
    for number in range(12):
        make_appointment(make_person(f"人{number:02}"), post)
    reason = room_in_the_post(term(make_person("新人"), post)) or ""
    assert reason.startswith("“办事员”职数 12 已满：")
    assert reason.count("人0") + reason.count("人1") == 10


def test_a_post_with_one_seat_left_takes_one_more(post: Post) -> None:
    Post.objects.filter(pk=post.pk).update(headcount=2)
    post.refresh_from_db()
    make_appointment(make_person("王敏"), post)
    assert room_in_the_post(term(make_person("李军"), post)) is None


def test_ordinary_roles_exclude_nothing(person: Person, post: Post, office: Unit) -> None:
    make_appointment(person, make_post(office, make_role(exclusive_group="admin3")))
    assert no_excluded_role(term(person, post)) is None


def test_a_refusal_of_two_roles_names_both(person: Person, admin_posts: dict[str, Post]) -> None:
    make_appointment(person, admin_posts["system"])
    assert no_excluded_role(term(person, admin_posts["audit"])) == (
        "张丽 已任“system”，与“audit”不得由一人兼任。请另选人，或先免去原职。"
    )


def test_the_last_administrator_counts_by_account_and_day(office: Unit) -> None:
    role = make_role(grants={Permission.MANAGE_ACCOUNTS: Scope.CITY})
    post = make_post(office, role)
    first = make_person("陈静", username="anquan1")
    make_appointment(first, post)
    make_appointment(make_person("无账号"), post)
    with pytest.raises(BadInput, match="最后一个能管理账号的人"):
        administrator_remains(post, TODAY, leaving=first.pk)
    administrator_remains(make_post(office), TODAY, leaving=first.pk)


def test_a_change_of_powers_may_not_end_all_administration(office: Unit) -> None:
    role = make_role(grants={Permission.MANAGE_ACCOUNTS: Scope.CITY})
    make_appointment(make_person("陈静", username="anquan1"), make_post(office, role))
    with pytest.raises(BadInput, match="没有人能管理账号"), administration_goes_on(TODAY):
        role.grants.all().delete()


def test_where_nobody_administers_yet_nothing_is_refused(db: None) -> None:
    with administration_goes_on(TODAY):
        make_role()

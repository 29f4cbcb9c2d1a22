"""Posts, people, territories and subordinates are carried over from a day; nothing before it moves."""

from datetime import date, timedelta
from typing import Any

import pytest

from chengzhi.organisation.models import Appointment, Post, Territory, Unit
from chengzhi.organisation.services.transfers import (
    carry_post,
    carry_posts,
    carry_subordinates,
    carry_territories,
    covers_already,
    end_territory,
    not_over,
    posts_of,
    subordinates_of,
    territories_of,
)
from tests.factories.organisation import make_appointment, make_person, make_post, make_role, make_unit
from tests.organisation.conftest import DOCUMENT, TODAY

NEW_YEAR = date(2027, 1, 1)
EVE = TODAY - timedelta(days=1)


@pytest.fixture
def heir(district: Unit) -> Unit:
    return make_unit("承接机构", parent=district)


@pytest.mark.parametrize(
    ("until", "found"),
    [(None, True), (NEW_YEAR, True), (TODAY + timedelta(days=1), True), (TODAY, False), (EVE, False)],
)
def test_what_ends_on_the_day_is_over(office: Unit, until: date | None, found: Any) -> None:
    make_post(office, valid_to=until)
    assert Post.objects.filter(not_over(TODAY)).exists() is found


def test_a_post_goes_on_as_a_new_one(office: Unit, heir: Unit) -> None:
    post = make_post(office, name="办事员", headcount=3, valid_to=NEW_YEAR)
    new = carry_post(post, heir, TODAY, DOCUMENT, post.role_id)
    post.refresh_from_db()
    assert (post.unit, post.valid_to) == (office, TODAY)
    assert (new.unit, new.valid_from, new.valid_to, new.predecessor) == (heir, TODAY, NEW_YEAR, post)
    assert (new.name, new.headcount, new.role) == ("办事员", 3, post.role)


def test_a_post_that_has_not_begun_changes_hands_as_it_is(office: Unit, heir: Unit) -> None:
    post = make_post(office, valid_from=NEW_YEAR)
    assert carry_post(post, heir, TODAY, DOCUMENT, post.role_id) == post
    assert (post.unit, Post.objects.count()) == (heir, 1)


def test_a_post_may_take_another_role_on_the_way(office: Unit) -> None:
    post, role = make_post(office), make_role()
    assert carry_post(post, office, TODAY, DOCUMENT, role.pk).role == role
    post.refresh_from_db()
    assert post.role != role


def test_people_go_along_and_their_past_stays(office: Unit, heir: Unit) -> None:
    post = make_post(office)
    held = make_appointment(make_person(), post, until=NEW_YEAR, kind="cross")
    new = carry_post(post, heir, TODAY, DOCUMENT, post.role_id)
    held.refresh_from_db()
    after = Appointment.objects.get(post=new)
    assert (held.post, held.valid_to) == (post, TODAY)
    assert (after.valid_from, after.valid_to, after.kind, after.predecessor) == (TODAY, NEW_YEAR, "cross", held)
    assert after.document == DOCUMENT


def test_whoever_left_before_the_day_is_left_alone(office: Unit, heir: Unit) -> None:
    post = make_post(office)
    gone = make_appointment(make_person(), post, until=EVE)
    carry_post(post, heir, TODAY, DOCUMENT, post.role_id)
    assert list(Appointment.objects.all()) == [gone]


def test_whoever_begins_on_the_day_or_later_begins_over_there(office: Unit, heir: Unit) -> None:
    post = make_post(office)
    starting = [make_appointment(make_person(str(day)), post, since=day) for day in (TODAY, NEW_YEAR)]
    new = carry_post(post, heir, TODAY, DOCUMENT, post.role_id)
    assert {one.post_id for one in Appointment.objects.all()} == {new.pk}
    assert Appointment.objects.count() == len(starting)


def test_posts_are_counted_as_they_move(office: Unit, heir: Unit) -> None:
    posts = [make_post(office, name=name) for name in ("一", "二")]
    assert carry_posts(posts, heir, TODAY, DOCUMENT) == 2
    assert carry_posts([], heir, TODAY, DOCUMENT) == 0


def test_a_territory_ends_here_and_begins_there(street: Unit, heir: Unit) -> None:
    rows = territories_of(street, TODAY)
    assert carry_territories(rows, heir, TODAY, DOCUMENT) == 1
    found = (
        Territory.objects.order_by("pk").filter(division_code="320613001").values_list("unit", "valid_from", "valid_to")
    )
    assert list(found) == [(street.pk, date(2015, 1, 1), TODAY), (heir.pk, TODAY, None)]


def test_a_territory_with_an_end_keeps_it(street: Unit, heir: Unit) -> None:
    Territory.objects.update(valid_to=NEW_YEAR)
    carry_territories(territories_of(street, TODAY), heir, TODAY, DOCUMENT)
    assert Territory.objects.get(unit=heir).valid_to == NEW_YEAR


def test_a_territory_the_heir_has_already_is_not_doubled(street: Unit, heir: Unit) -> None:
    Territory.objects.create(unit=heir, division_code="320613001", valid_from=date(2020, 1, 1))
    assert carry_territories(territories_of(street, TODAY), heir, TODAY, DOCUMENT) == 1
    assert Territory.objects.filter(unit=heir).count() == 1


@pytest.mark.parametrize(("on", "covers"), [(EVE, True), (TODAY, True), (NEW_YEAR, False)])
def test_a_code_is_covered_until_its_end(street: Unit, on: date, covers: Any) -> None:
    Territory.objects.update(valid_to=NEW_YEAR)
    assert covers_already(street, "320613001", on) is covers
    assert not covers_already(street, "320613002", on)


def test_a_territory_that_never_began_leaves_no_trace(street: Unit) -> None:
    row = Territory.objects.create(unit=street, division_code="320613009", valid_from=NEW_YEAR)
    end_territory(row, NEW_YEAR)
    assert not Territory.objects.filter(division_code="320613009").exists()


def test_subordinates_come_under_the_heir_with_what_is_below_them(street: Unit, office: Unit, heir: Unit) -> None:
    make_unit("保洁班", parent=office)
    assert carry_subordinates(subordinates_of(street, TODAY), heir, TODAY, DOCUMENT) == 1
    assert subordinates_of(heir, TODAY) == [office]
    assert subordinates_of(street, TODAY) == []
    assert subordinates_of(street, EVE) == [office]


def test_only_what_holds_or_begins_later_is_carried(office: Unit) -> None:
    make_post(office, name="旧", valid_to=TODAY)
    make_post(office, name="今")
    make_post(office, name="后", valid_from=NEW_YEAR)
    assert [one.name for one in posts_of(office, TODAY)] == ["今", "后"]
    assert [one.name for one in posts_of(office, NEW_YEAR)] == ["今", "后"]

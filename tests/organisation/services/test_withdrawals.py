from datetime import date

import pytest

from chengzhi.kernel.access import SYSTEM, Scope
from chengzhi.kernel.errors import BadInput, Forbidden, NotFound
from chengzhi.organisation.models import Appointment, Post, RegisterAct, Territory, Unit, UnitSuccession
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import today, unit_as_of
from chengzhi.organisation.services import (
    SplitPart,
    abolish_unit,
    appoint,
    change_post_role,
    close_post,
    merge_units,
    move_unit,
    rename_unit,
    split_unit,
    transfer_posts,
    withdraw_territory,
)
from chengzhi.organisation.services.withdrawals import planned_succession, withdraw_succession
from tests.factories.organisation import make_appointment, make_capacity, make_person, make_post, make_role, make_unit

LATER, AFTER = date(2035, 3, 1), date(2036, 1, 1)
DOCUMENT = "崇编〔2035〕3号"
GROUND = {"on": LATER, "document": DOCUMENT, "capacity": SYSTEM}


@pytest.fixture
def east(db: None) -> Unit:
    return make_unit("城东", code="east", codes=("320613001",))


@pytest.fixture
def west(db: None) -> Unit:
    return make_unit("城西", code="west")


@pytest.fixture
def squad(east: Unit) -> Unit:
    return make_unit("中队", parent=east, code="squad")


def withdrawn(unit: Unit, reason: str = "文件作废") -> UnitSuccession:
    return withdraw_succession(unit=unit, reason=reason, capacity=SYSTEM)


def test_nothing_planned_is_refused(east: Unit) -> None:
    assert planned_succession(east) is None
    with pytest.raises(BadInput, match="没有可以撤回的变更"):
        withdrawn(east)


def test_what_has_begun_is_not_taken_back(east: Unit, west: Unit) -> None:
    merge_units(units=[east], into=west, on=today(), document=DOCUMENT, capacity=SYSTEM)
    assert planned_succession(east) is None
    with pytest.raises(BadInput):
        withdrawn(east)


def test_a_planned_merger_is_found_by_the_unit_that_ends(east: Unit, west: Unit) -> None:
    plan = merge_units(units=[east], into=west, **GROUND)
    assert planned_succession(east) == plan
    assert planned_succession(west) is None


def test_a_unit_goes_on_as_if_nothing_had_been_registered(east: Unit, west: Unit) -> None:
    merge_units(units=[east], into=west, **GROUND)
    withdrawn(east)
    east.refresh_from_db()
    assert east.valid_to is None
    version = unit_as_of(east.pk, AFTER)
    assert version is not None
    assert (version.name, version.valid_to) == ("城东", None)
    assert not UnitSuccession.objects.exists()


def test_posts_and_people_stay(east: Unit, west: Unit) -> None:
    post = make_post(east, name="主任")
    held = make_appointment(make_person("王强"), post)
    merge_units(units=[east], into=west, **GROUND)
    assert Post.objects.filter(predecessor=post).exists()
    withdrawn(east)
    post.refresh_from_db()
    held.refresh_from_db()
    assert (post.valid_to, held.valid_to) == (None, None)
    assert (Post.objects.count(), Appointment.objects.count()) == (1, 1)


def test_the_ends_that_were_set_before_stay_set(east: Unit, west: Unit) -> None:
    post = make_post(east, valid_to=AFTER)
    held = make_appointment(make_person("王强"), post, until=date(2035, 9, 1))
    merge_units(units=[east], into=west, **GROUND)
    withdrawn(east)
    post.refresh_from_db()
    held.refresh_from_db()
    assert (post.valid_to, held.valid_to) == (AFTER, date(2035, 9, 1))


def test_somebody_appointed_meanwhile_goes_back_with_the_post(east: Unit, west: Unit) -> None:
    post = make_post(east)
    merge_units(units=[east], into=west, **GROUND)
    heir = Post.objects.get(predecessor=post)
    appoint(person=make_person("陈红"), post=heir, on=AFTER, until=None, document=DOCUMENT, capacity=SYSTEM)
    withdrawn(east)
    assert Appointment.objects.get(person__name="陈红").post == post


def test_territories_stay(east: Unit, west: Unit) -> None:
    merge_units(units=[east], into=west, **GROUND)
    assert Territory.objects.filter(unit=west).exists()
    withdrawn(east)
    assert list(Territory.objects.values_list("unit", "division_code", "valid_to")) == [(east.pk, "320613001", None)]


def test_subordinates_stay(east: Unit, west: Unit, squad: Unit) -> None:
    merge_units(units=[east], into=west, **GROUND)
    withdrawn(east)
    version = unit_as_of(squad.pk, AFTER)
    assert version is not None
    assert version.parent_id == east.pk
    assert squad.versions.filter(superseded_at=None).count() == 1


def test_a_split_is_taken_back_with_all_its_parts(east: Unit, west: Unit, squad: Unit) -> None:
    south = make_unit("城南", code="south")
    post = make_post(east)
    parts = [SplitPart(unit=west, posts=(post,), subordinates=(squad,)), SplitPart(unit=south, codes=("320613001",))]
    split_unit(unit=east, parts=parts, **GROUND)
    withdrawn(east)
    east.refresh_from_db()
    assert east.valid_to is None
    assert list(Post.objects.values_list("unit", "valid_to")) == [(east.pk, None)]
    assert list(Territory.objects.values_list("unit", "valid_to")) == [(east.pk, None)]


def test_a_split_that_kept_the_unit_is_taken_back_too(east: Unit, west: Unit) -> None:
    post = make_post(east)
    split_unit(unit=east, parts=[SplitPart(unit=west, posts=(post,))], keeps=True, **GROUND)
    withdrawn(east)
    assert list(Post.objects.values_list("unit", "valid_to")) == [(east.pk, None)]
    assert Territory.objects.get().valid_to is None


@pytest.mark.parametrize("with_heir", [True, False])
def test_an_abolition_is_taken_back_with_or_without_an_heir(west: Unit, db: None, *, with_heir: bool) -> None:
    empty = make_unit("空处", code="empty")
    abolish_unit(unit=empty, into=west if with_heir else None, **GROUND)
    withdrawn(empty)
    empty.refresh_from_db()
    assert empty.valid_to is None


def test_a_merger_of_several_is_taken_back_as_one(east: Unit, west: Unit) -> None:
    other = make_unit("城北", code="north", codes=("320613002",))
    merge_units(units=[east, other], into=west, **GROUND)
    withdrawn(other)
    for unit in (east, other):
        unit.refresh_from_db()
        assert unit.valid_to is None
    assert set(Territory.objects.values_list("unit", flat=True)) == {east.pk, other.pk}


def test_a_change_that_rests_on_the_plan_must_be_taken_back_first(east: Unit, west: Unit) -> None:
    merge_units(units=[east], into=west, **GROUND)
    rename_unit(unit=west, name="新城", on=AFTER, document=DOCUMENT, capacity=SYSTEM)
    with pytest.raises(BadInput, match="2036-01-01 起的变更，以这次为前提"):
        withdrawn(east)
    east.refresh_from_db()
    assert east.valid_to == LATER


def test_the_last_of_two_plans_is_taken_back(east: Unit, west: Unit) -> None:
    post = make_post(east)
    split_unit(unit=east, parts=[SplitPart(unit=west, posts=(post,))], keeps=True, **GROUND)
    merge_units(units=[east], into=west, on=AFTER, document="崇编〔2036〕1号", capacity=SYSTEM)
    assert withdrawn(east).on == AFTER
    assert withdrawn(east).on == LATER
    assert list(Post.objects.values_list("unit", "valid_to")) == [(east.pk, None)]


def test_every_unit_concerned_keeps_it_in_its_book(east: Unit, west: Unit) -> None:
    merge_units(units=[east], into=west, **GROUND)
    withdrawn(east, "领导没有批准")
    rows = RegisterAct.objects.filter(act="withdraw_change")
    assert {one.unit_id for one in rows} == {east.pk, west.pk}
    assert {one.note for one in rows} == {"合并：领导没有批准"}


@pytest.mark.parametrize("reason", ["", "  ", "因" * 121])
def test_a_reason_is_needed(east: Unit, west: Unit, reason: str) -> None:
    merge_units(units=[east], into=west, **GROUND)
    with pytest.raises(BadInput) as refused:
        withdrawn(east, reason)
    assert "reason" in refused.value.errors
    assert planned_succession(east) is not None


def test_all_units_concerned_must_be_within_reach(east: Unit, west: Unit) -> None:
    merge_units(units=[east], into=west, **GROUND)
    bound = make_capacity({Permission.MANAGE_UNITS: Scope.UNIT}, unit=east)
    with pytest.raises(NotFound):
        withdraw_succession(unit=east, reason="x", capacity=bound)
    with pytest.raises(Forbidden):
        withdraw_succession(unit=east, reason="x", capacity=make_capacity({}, unit=west))


def test_the_same_merger_can_be_registered_again(east: Unit, west: Unit) -> None:
    make_appointment(make_person("王强"), make_post(east))
    for _again in range(2):
        merge_units(units=[east], into=west, **GROUND)
        withdrawn(east)
    merge_units(units=[east], into=west, **GROUND)
    assert unit_as_of(east.pk, AFTER) is None


def test_a_unit_that_came_under_the_successor_by_another_act_stays_there(east: Unit, west: Unit) -> None:
    guest = make_unit("宾队", code="guest")
    move_unit(unit=guest, parent=west, **GROUND)
    merge_units(units=[east], into=west, **GROUND)
    withdrawn(east)
    version = unit_as_of(guest.pk, AFTER)
    assert version is not None
    assert version.parent_id == west.pk


def test_a_post_that_begins_with_its_new_role_that_day_stays_with_the_successor(east: Unit, west: Unit) -> None:
    post, role = make_post(east, name="主任"), make_role("head")
    heir = change_post_role(post=post, role=role, **GROUND)
    merge_units(units=[east], into=west, **GROUND)
    withdrawn(east)
    heir.refresh_from_db()
    post.refresh_from_db()
    assert (post.unit, post.valid_to) == (east, LATER)
    assert (heir.unit, heir.role, heir.valid_from) == (west, role, LATER)


def test_a_post_closed_meanwhile_stays_closed(east: Unit, west: Unit) -> None:
    post, earlier = make_post(east), date(2034, 6, 1)
    merge_units(units=[east], into=west, **GROUND)
    close_post(post=post, on=earlier, document=DOCUMENT, capacity=SYSTEM)
    withdrawn(east)
    assert list(Post.objects.values_list("unit", "valid_to")) == [(east.pk, earlier)]


def test_a_post_that_is_carried_on_yet_again_must_be_returned_first(east: Unit, west: Unit) -> None:
    post = make_post(east, name="主任")
    merge_units(units=[east], into=west, **GROUND)
    heir = Post.objects.get(predecessor=post)
    transfer_posts(posts=[heir], to=make_unit("城南"), on=AFTER, document=DOCUMENT, capacity=SYSTEM)
    with pytest.raises(BadInput, match="岗位“主任”以后还要划转或调整角色，以这次为前提。请先撤销那次变更"):
        withdrawn(east)
    assert Post.objects.filter(predecessor__in=[post, heir]).count() == 2
    assert planned_succession(east) is not None


def test_a_territory_given_up_that_day_by_another_act_stays_given_up(east: Unit, west: Unit) -> None:
    post = make_post(east)
    withdraw_territory(territory=Territory.objects.get(unit=east), **GROUND)
    split_unit(unit=east, parts=[SplitPart(unit=west, posts=(post,))], keeps=True, **GROUND)
    withdrawn(east)
    assert Territory.objects.get(unit=east).valid_to == LATER


def test_a_name_planned_before_the_merger_is_borne_without_end(east: Unit, west: Unit) -> None:
    rename_unit(unit=east, name="新城东", on=date(2034, 1, 1), document=DOCUMENT, capacity=SYSTEM)
    merge_units(units=[east], into=west, **GROUND)
    withdrawn(east)
    kept = east.versions.filter(superseded_at=None).order_by("valid_from").values_list("name", "valid_to")
    assert list(kept) == [("城东", date(2034, 1, 1)), ("新城东", None)]

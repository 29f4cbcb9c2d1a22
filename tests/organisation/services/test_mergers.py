"""Mergers, splits and abolitions: the past stays where it was, the work goes on elsewhere."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from chengzhi.kernel.access import SYSTEM, Capacity, Scope
from chengzhi.kernel.errors import BadInput, Forbidden, NotFound
from chengzhi.kernel.models import Account, OutboxEvent, Role
from chengzhi.organisation.enums import UnitKind
from chengzhi.organisation.models import Appointment, Post, RegisterAct, Territory, Unit, UnitSuccession
from chengzhi.organisation.selectors import (
    capacities_of,
    capacity_of,
    responsible_units,
    successor_units,
    unit_as_of,
    unit_tree_ids,
)
from chengzhi.organisation.services import (
    SplitPart,
    abolish_unit,
    bring_up_to_date,
    merge_units,
    split_unit,
    transfer_posts,
)
from tests.factories.organisation import (
    make_appointment,
    make_capacity,
    make_person,
    make_post,
    make_role,
    make_unit,
)
from tests.organisation.conftest import DOCUMENT, TODAY

EVE = TODAY - timedelta(days=1)
NEW_YEAR = date(2027, 1, 1)
CELL = "320613001002003"


@dataclass
class Reform:
    """A street with its old 城管办, one person in it, and the 城综办 that will take over."""

    old: Unit
    heir: Unit
    street: Unit
    post: Post
    held: Appointment
    account: Account


@pytest.fixture
def reform(street: Unit, office: Unit) -> Reform:
    old = make_unit("城东街道城管办", kind=UnitKind.MANAGEMENT_OFFICE, parent=street, codes=("320613001002",))
    make_unit("城东保洁班", kind=UnitKind.TEAM, parent=old)
    post = make_post(old, make_role(grants={"organisation.register.read": Scope.UNIT}), name="办事员")
    person = make_person("李军", username="lijun")
    assert person.account is not None
    return Reform(old, office, street, post, make_appointment(person, post), person.account)


def abolish(reform: Reform, on: date = TODAY, **changes: Any) -> UnitSuccession:
    facts = {"unit": reform.old, "into": reform.heir, "on": on, "document": DOCUMENT, "capacity": SYSTEM}
    return abolish_unit(**{**facts, **changes})


def only(account: Account, on: date) -> Capacity:
    [capacity] = capacities_of(account, on)
    return capacity


class TestAbolishingTheStreetOfficeIntoTheUrbanOffice:
    """撤销街道城管办 into 城综办."""

    def test_the_old_office_stays_readable_at_its_date(self, reform: Reform) -> None:
        abolish(reform)
        before, after = unit_as_of(reform.old.pk, EVE), unit_as_of(reform.old.pk, TODAY)
        assert before is not None
        assert before.name == "城东街道城管办"
        assert after is None

    def test_people_and_posts_are_in_the_new_office_from_the_day(self, reform: Reform) -> None:
        abolish(reform)
        assert only(reform.account, EVE).unit_id == reform.old.pk
        today = only(reform.account, TODAY)
        assert (today.unit_id, today.unit_name, today.post_name) == (reform.heir.pk, "城东街道城综办", "办事员")

    def test_the_old_appointment_has_no_power_from_the_day(self, reform: Reform) -> None:
        abolish(reform)
        assert capacity_of(reform.held.pk, EVE) is not None
        assert capacity_of(reform.held.pk, TODAY) is None

    def test_rights_go_along_with_the_post(self, reform: Reform) -> None:
        abolish(reform)
        assert only(reform.account, TODAY).may("organisation.register.read")

    def test_the_territory_goes_along(self, reform: Reform) -> None:
        abolish(reform)
        assert responsible_units(CELL, EVE)[0].id == reform.old.pk
        assert responsible_units(CELL, TODAY)[0].id == reform.heir.pk

    def test_what_stood_below_stands_below_the_new_office(self, reform: Reform) -> None:
        [team] = unit_tree_ids(reform.old.pk) - {reform.old.pk}
        abolish(reform)
        assert team in unit_tree_ids(reform.heir.pk)

    def test_open_work_can_follow(self, reform: Reform) -> None:
        abolish(reform)
        assert successor_units(reform.old.pk, EVE) == [reform.old.pk]
        assert successor_units(reform.old.pk, TODAY) == [reform.heir.pk]

    def test_other_rooms_hear_of_it(self, reform: Reform) -> None:
        abolish(reform)
        payloads = dict(OutboxEvent.objects.values_list("name", "payload"))
        assert payloads["organisation.unit_abolished"]["predecessors"] == [reform.old.pk]
        assert payloads["organisation.unit_abolished"]["successors"] == [reform.heir.pk]
        heir = Appointment.objects.get(predecessor=reform.held)
        assert payloads["organisation.appointment_ended"]["followed_by"] == heir.pk

    def test_both_units_have_the_act_in_the_book(self, reform: Reform) -> None:
        abolish(reform)
        acts = RegisterAct.objects.filter(act="abolish_unit")
        assert {act.unit_id for act in acts} == {reform.old.pk, reform.heir.pk}
        assert {act.note for act in acts} == {"城东街道城管办 → 城东街道城综办"}

    def test_a_planned_abolition_leaves_today_as_it_is(self, reform: Reform) -> None:
        abolish(reform, NEW_YEAR)
        assert only(reform.account, TODAY).unit_id == reform.old.pk
        assert only(reform.account, NEW_YEAR).unit_id == reform.heir.pk
        assert not OutboxEvent.objects.exists()
        bring_up_to_date(NEW_YEAR)
        assert OutboxEvent.objects.count() == 2

    def test_somebody_appointed_from_later_starts_in_the_new_office(self, reform: Reform) -> None:
        late = make_appointment(make_person("赵强"), reform.post, since=NEW_YEAR)
        abolish(reform)
        capacity = capacity_of(late.pk, NEW_YEAR)
        assert capacity is not None
        assert capacity.unit_id == reform.heir.pk

    def test_a_post_planned_for_later_is_set_up_in_the_new_office(self, reform: Reform) -> None:
        planned = make_post(reform.old, valid_from=NEW_YEAR)
        abolish(reform)
        planned.refresh_from_db()
        assert planned.unit == reform.heir

    def test_a_secondment_keeps_its_last_day(self, reform: Reform) -> None:
        lent = make_appointment(make_person("孙芳"), reform.post, until=NEW_YEAR, kind="secondment")
        abolish(reform)
        assert Appointment.objects.get(predecessor=lent).valid_to == NEW_YEAR

    def test_a_territory_that_both_have_is_not_doubled(self, reform: Reform) -> None:
        Territory.objects.create(unit=reform.heir, division_code="320613001002", valid_from=date(2016, 1, 1))
        abolish(reform)
        assert Territory.objects.filter(unit=reform.heir).count() == 1

    def test_a_territory_planned_for_later_begins_with_the_new_office(self, reform: Reform) -> None:
        Territory.objects.create(unit=reform.old, division_code="320613001009", valid_from=NEW_YEAR)
        abolish(reform)
        rows = Territory.objects.filter(division_code="320613001009").values_list("unit", "valid_from")
        assert list(rows) == [(reform.heir.pk, NEW_YEAR)]

    def test_it_is_refused_without_the_right(self, reform: Reform) -> None:
        with pytest.raises(Forbidden):
            abolish(reform, capacity=make_capacity({}))

    def test_it_is_refused_without_a_document(self, reform: Reform) -> None:
        with pytest.raises(BadInput, match="没有填写"):
            abolish(reform, document=" ")

    def test_it_is_refused_before_the_successor_exists(self, reform: Reform) -> None:
        with pytest.raises(BadInput, match="不存在"):
            abolish(reform, into=make_unit("新城综办", since=NEW_YEAR))

    def test_it_is_refused_into_what_stands_below(self, reform: Reform) -> None:
        below = make_unit("内设组", parent=reform.old)
        with pytest.raises(BadInput, match="不能由它承接"):
            abolish(reform, into=below)

    def test_it_is_refused_on_the_day_of_its_own_founding(self, reform: Reform) -> None:
        with pytest.raises(BadInput, match="不能同一天撤销"):
            abolish(reform, reform.old.valid_from)

    def test_it_is_refused_twice(self, reform: Reform) -> None:
        abolish(reform)
        with pytest.raises(BadInput, match="不存在"):
            abolish(reform, NEW_YEAR)


def test_a_unit_that_still_has_something_needs_a_successor(reform: Reform) -> None:
    with pytest.raises(BadInput) as refusal:
        abolish(reform, into=None)
    assert len(refusal.value.errors["into"]) == 3


def test_an_empty_unit_ends_without_a_successor(street: Unit) -> None:
    empty = make_unit("临时专班", parent=street)
    abolish_unit(unit=empty, on=TODAY, document=DOCUMENT, capacity=SYSTEM)
    assert successor_units(empty.pk, TODAY) == []


def test_two_bureaus_become_one_and_both_lead_to_it(district: Unit) -> None:
    units = [make_unit(name, kind=UnitKind.DEPARTMENT) for name in ("崇川城管局", "港闸城管局")]
    into = make_unit("崇川区城市管理局", kind=UnitKind.DEPARTMENT, parent=district)
    merge_units(units=units, into=into, on=TODAY, document=DOCUMENT, capacity=SYSTEM)
    assert [successor_units(unit.pk, TODAY) for unit in units] == [[into.pk], [into.pk]]
    assert OutboxEvent.objects.get().name == "organisation.units_merged"


def test_successors_are_followed_through_later_changes(district: Unit) -> None:
    first, second, third = (make_unit(f"第{number}代", parent=district) for number in "一二三")
    for old, new, on in ((first, second, date(2020, 1, 1)), (second, third, TODAY)):
        abolish_unit(unit=old, into=new, on=on, document=DOCUMENT, capacity=SYSTEM)
    assert successor_units(first.pk, date(2021, 1, 1)) == [second.pk]
    assert successor_units(first.pk, TODAY) == [third.pk]


def test_a_merger_of_nothing_is_refused(office: Unit) -> None:
    with pytest.raises(BadInput, match="没有选要合并的机构"):
        merge_units(units=[], into=office, on=TODAY, document=DOCUMENT, capacity=SYSTEM)


def test_a_unit_is_not_merged_into_itself(office: Unit) -> None:
    with pytest.raises(BadInput, match="不能由它承接"):
        merge_units(units=[office], into=office, on=TODAY, document=DOCUMENT, capacity=SYSTEM)


def test_days_before_a_change_read_the_same_as_before(reform: Reform) -> None:
    days = [reform.old.valid_from, date(2020, 2, 29), EVE]

    def read() -> list[Any]:
        people = [capacities_of(reform.account, day) for day in days]
        units = [unit_as_of(one.pk, day) for one in (reform.old, reform.heir, reform.street) for day in days]
        return [people, [unit and (unit.name, unit.parent_id) for unit in units]]

    before = read()
    abolish(reform)
    assert read() == before


@dataclass
class Split:
    old: Unit
    parts: tuple[SplitPart, SplitPart]


@pytest.fixture
def split(district: Unit) -> Split:
    old = make_unit("东区中队", parent=district, codes=("320613001", "320613002"))
    heirs = [make_unit(name, parent=district) for name in ("一中队", "二中队")]
    posts = [make_post(old, name=name) for name in ("队长", "队员")]
    below = make_unit("巡查组", parent=old)
    return Split(
        old,
        (
            SplitPart(unit=heirs[0], posts=(posts[0],), codes=("320613001",), subordinates=(below,)),
            SplitPart(unit=heirs[1], posts=(posts[1],), codes=("320613002",)),
        ),
    )


def divide(split: Split, *parts: SplitPart, keeps: bool = False) -> UnitSuccession:
    parts = parts or split.parts
    return split_unit(unit=split.old, parts=parts, on=TODAY, document=DOCUMENT, capacity=SYSTEM, keeps=keeps)


def test_a_split_gives_each_successor_its_part(split: Split) -> None:
    divide(split)
    first, second = (part.unit for part in split.parts)
    assert responsible_units("320613001001", TODAY)[0].id == first.pk
    assert responsible_units("320613002001", TODAY)[0].id == second.pk
    assert set(successor_units(split.old.pk, TODAY)) == {first.pk, second.pk}
    assert [post.name for post in Post.objects.filter(unit=second)] == ["队员"]


def test_a_split_that_forgets_something_is_refused(split: Split) -> None:
    with pytest.raises(BadInput) as refusal:
        divide(split, split.parts[0])
    assert refusal.value.errors["parts"] == [
        "还没有分给承接机构的岗位：队员。请逐一分配。",
        "还没有分给承接机构的辖区：320613002。请逐一分配。",
    ]


def test_a_unit_that_keeps_the_rest_goes_on(split: Split) -> None:
    divide(split, split.parts[0], keeps=True)
    assert successor_units(split.old.pk, TODAY) == [split.old.pk]
    assert Post.objects.filter(unit=split.old, valid_to=None).count() == 1


def test_a_thing_given_to_two_successors_is_refused(split: Split) -> None:
    first, second = split.parts
    with pytest.raises(BadInput, match="分给了两个机构"):
        divide(split, first, SplitPart(unit=second.unit, posts=(*first.posts, *second.posts), codes=second.codes))


def test_a_thing_of_another_unit_is_refused(split: Split, office: Unit) -> None:
    foreign = SplitPart(unit=split.parts[1].unit, posts=(make_post(office),))
    with pytest.raises(BadInput, match="不属于原机构"):
        divide(split, split.parts[0], foreign, keeps=True)


def test_a_split_into_nothing_is_refused(split: Split) -> None:
    with pytest.raises(BadInput, match="没有选承接机构"):
        split_unit(unit=split.old, parts=[], on=TODAY, document=DOCUMENT, capacity=SYSTEM, keeps=True)


def test_posts_can_move_while_both_units_go_on(reform: Reform) -> None:
    facts: dict[str, Any] = {"to": reform.heir, "on": TODAY, "document": DOCUMENT, "capacity": SYSTEM}
    assert transfer_posts(posts=[reform.post], **facts) == 1
    assert only(reform.account, TODAY).unit_id == reform.heir.pk
    assert successor_units(reform.old.pk, TODAY) == [reform.old.pk]
    with pytest.raises(BadInput, match="没有可划转的岗位"):
        transfer_posts(posts=[reform.post], **facts)


def test_a_role_may_be_held_twice_after_a_merger(reform: Reform) -> None:
    assert Role.objects.filter(posts=reform.post).count() == 1
    make_post(reform.heir, reform.post.role, name="办事员")
    abolish(reform)
    assert Post.objects.filter(unit=reform.heir, name="办事员").count() == 2


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_unit_and_its_subordinate_merge_together_in_either_order(
    district: Unit, street: Unit, office: Unit, order: tuple[int, int]
) -> None:
    crew = make_unit("保洁班", parent=office)
    into = make_unit("城东片区管理中心", parent=district)
    units = [(street, office)[at] for at in order]
    merge_units(units=units, into=into, on=TODAY, document=DOCUMENT, capacity=SYSTEM)
    assert unit_tree_ids(into.pk) == {into.pk, crew.pk}
    assert [successor_units(one.pk) for one in units] == [[into.pk], [into.pk]]


def test_a_unit_named_twice_is_merged_once(district: Unit, office: Unit) -> None:
    into = make_unit("新城综办", parent=district)
    merge_units(units=[office, office], into=into, on=TODAY, document=DOCUMENT, capacity=SYSTEM)
    assert RegisterAct.objects.filter(act="merge_units", unit=office).count() == 1


def test_a_merger_takes_the_right_over_every_unit(district: Unit, street: Unit, office: Unit) -> None:
    elsewhere = make_unit("别处", parent=district)
    capacity = make_capacity({"organisation.unit.manage": Scope.UNIT}, unit=street)
    facts: dict[str, Any] = {"on": TODAY, "document": DOCUMENT}
    with pytest.raises(NotFound):
        merge_units(units=[office], into=elsewhere, capacity=capacity, **facts)
    assert Unit.objects.get(pk=office.pk).valid_to is None


@pytest.mark.parametrize("document", ["", "  ", "文" * 121])
def test_no_succession_without_a_document_that_fits(reform: Reform, document: str) -> None:
    for act in (
        lambda: abolish(reform, document=document),
        lambda: abolish(reform, document=document, into=None),
        lambda: transfer_posts(posts=[reform.post], to=reform.heir, on=TODAY, document=document, capacity=SYSTEM),
        lambda: split_unit(unit=reform.old, parts=[], on=TODAY, document=document, capacity=SYSTEM),
    ):
        with pytest.raises(BadInput) as refusal:
            act()
        assert list(refusal.value.errors) == ["document"]


def test_a_refused_merger_leaves_everything_as_it_was(reform: Reform) -> None:
    before = (Post.objects.count(), Territory.objects.count(), UnitSuccession.objects.count())
    with pytest.raises(BadInput):
        abolish(reform, reform.old.valid_from)
    assert (Post.objects.count(), Territory.objects.count(), UnitSuccession.objects.count()) == before
    assert not OutboxEvent.objects.exists()


def test_leftovers_are_counted_by_sort(reform: Reform) -> None:
    make_post(reform.old, name="第二岗")
    with pytest.raises(BadInput) as refusal:
        abolish(reform, into=None)
    assert refusal.value.errors["into"] == [
        "还有 2 个岗位。请选承接机构，或先划转、撤销。",
        "还有 1 个辖区。请选承接机构，或先划转、撤销。",
        "还有 1 个下级机构。请选承接机构，或先划转、撤销。",
    ]


def test_a_subordinate_forgotten_in_a_split_is_named(split: Split) -> None:
    first, second = split.parts
    with pytest.raises(BadInput, match="还没有分给承接机构的下级机构：巡查组"):
        divide(split, SplitPart(unit=first.unit, posts=first.posts, codes=first.codes), second)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"codes": ("320613009",)}, "有辖区不属于原机构"),
        ({"subordinates": "self"}, "有下级机构不属于原机构"),
    ],
)
def test_a_code_or_unit_of_others_is_refused_in_a_split(split: Split, facts: dict[str, Any], words: str) -> None:
    given = {key: (split.old,) if value == "self" else value for key, value in facts.items()}
    with pytest.raises(BadInput, match=words):
        divide(split, *split.parts, SplitPart(unit=split.parts[0].unit, **given))


def test_a_split_into_a_part_of_itself_is_refused(split: Split) -> None:
    below = split.parts[0].subordinates[0]
    with pytest.raises(BadInput, match="不能由它承接"):
        divide(split, SplitPart(unit=below), keeps=True)


def test_a_split_is_told_with_all_successors(split: Split) -> None:
    divide(split)
    event = OutboxEvent.objects.get(name="organisation.unit_split")
    assert event.payload["successors"] == sorted(part.unit.pk for part in split.parts)
    assert RegisterAct.objects.filter(act="split_unit").count() == 3


def test_posts_of_several_units_move_in_one_act(district: Unit, street: Unit, office: Unit) -> None:
    posts = [make_post(one, name=one.name) for one in (street, office)]
    to = make_unit("执法大队", parent=district)
    assert transfer_posts(posts=posts, to=to, on=TODAY, document=DOCUMENT, capacity=SYSTEM) == 2
    act = RegisterAct.objects.get()
    assert (act.act, act.unit, act.note) == ("transfer_posts", to, "城东街道办事处、城东街道城综办")


def test_a_post_that_is_there_already_stays(reform: Reform) -> None:
    own = make_post(reform.heir, name="本部岗")
    assert transfer_posts(posts=[own, reform.post], to=reform.heir, on=TODAY, document=DOCUMENT, capacity=SYSTEM) == 1
    own.refresh_from_db()
    assert own.valid_to is None


def test_posts_do_not_move_to_a_unit_that_is_not_there_yet(reform: Reform) -> None:
    with pytest.raises(BadInput, match="不存在"):
        transfer_posts(
            posts=[reform.post], to=make_unit("将来", since=NEW_YEAR), on=TODAY, document=DOCUMENT, capacity=SYSTEM
        )


def test_moving_posts_takes_the_right_over_both_units(reform: Reform) -> None:
    capacity = make_capacity({"organisation.post.manage": Scope.UNIT}, unit=reform.old)
    with pytest.raises(NotFound):
        transfer_posts(posts=[reform.post], to=reform.heir, on=TODAY, document=DOCUMENT, capacity=capacity)

"""Who answers for a place."""

from datetime import timedelta
from typing import Any

import pytest

from chengzhi.kernel.access import Scope
from chengzhi.kernel.models import Account
from chengzhi.kernel.permissions import UnknownPermissionError
from chengzhi.organisation.models import Appointment, Unit
from chengzhi.organisation.selectors import (
    holders,
    holders_everywhere,
    holders_in_units,
    responsible_units,
    unit_chain,
    unit_ref,
    units_as_of,
)
from chengzhi.organisation.selectors.routing import covering
from tests.factories.organisation import make_appointment, make_capacity, make_person, make_post, make_role, make_unit
from tests.organisation.conftest import TODAY

RIGHT = "organisation.register.read"
CELL = "320613001002001"


def names(found: Any) -> list[str]:
    return [one.person_name for one in found]


@pytest.fixture
def crowd(district: Unit, street: Unit, office: Unit) -> None:
    """One city-wide, one of the district, one of the street, one of a cell's unit, one of another street."""
    cell_team = make_unit("二网格组", parent=office, codes=("320613001002",))
    elsewhere = make_unit("学田街道", parent=district, codes=("320613006",))
    make_capacity({RIGHT: Scope.CITY}, unit=elsewhere, name="全区")
    for unit, name in ((street, "街道"), (cell_team, "网格"), (elsewhere, "学田"), (district, "区级")):
        make_capacity({RIGHT: Scope.TERRITORY}, unit=unit, name=name)


def test_the_narrowest_territory_comes_first(crowd: None) -> None:
    assert names(holders(RIGHT, CELL)) == ["网格", "街道", "区级", "全区"]


def test_outside_every_territory_only_the_city_wide_remain(crowd: None) -> None:
    assert names(holders(RIGHT, "320612001")) == ["全区"]


def test_a_holder_of_another_right_is_not_called(crowd: None, office: Unit) -> None:
    make_capacity({"organisation.unit.manage": Scope.CITY}, unit=office, name="他人")
    assert "他人" not in names(holders(RIGHT, CELL))


def test_regular_holders_come_before_lent_ones(office: Unit) -> None:
    post = make_post(office, make_role(grants={RIGHT: Scope.TERRITORY}))
    make_appointment(make_person("借来"), post, kind="secondment", until=TODAY + timedelta(days=9))
    make_appointment(make_person("在编"), post)
    assert names(holders(RIGHT, CELL)) == ["在编", "借来"]


def test_who_left_or_whose_account_is_closed_is_not_called(crowd: None, office: Unit) -> None:
    capacity = make_capacity({RIGHT: Scope.TERRITORY}, unit=office, name="停用", username="closed")
    Account.objects.filter(pk=capacity.account_id).update(is_active=False)
    Appointment.objects.filter(person__name="街道").update(valid_to=TODAY)
    assert names(holders(RIGHT, CELL)) == ["网格", "区级", "全区"]
    assert "街道" in names(holders(RIGHT, CELL, TODAY - timedelta(days=1)))


def test_holders_of_given_units_are_exactly_theirs(crowd: None, street: Unit) -> None:
    assert names(holders_in_units(RIGHT, [street.pk])) == ["街道"]
    assert len(holders_everywhere(RIGHT)) == 5


def test_a_permission_nobody_declared_is_an_error(db: None) -> None:
    with pytest.raises(UnknownPermissionError):
        holders("organisation.register.raed", CELL)


def test_a_call_costs_two_queries_once_the_tree_is_held(crowd: None, django_assert_num_queries: Any) -> None:
    holders(RIGHT, CELL)
    with django_assert_num_queries(2):
        holders(RIGHT, CELL)
    with django_assert_num_queries(1):
        responsible_units(CELL)


def test_responsible_units_can_be_narrowed_by_kind(crowd: None, street: Unit) -> None:
    assert [one.id for one in responsible_units(CELL, kinds=["street_office"])] == [street.pk]
    assert responsible_units("110101001") == []


def test_the_units_of_a_day_are_listed_by_code(district: Unit, street: Unit, office: Unit) -> None:
    assert [one.code for one in units_as_of()] == ["cc", "czb-cd", "jd-cd"]
    assert [one.label for one in unit_chain(office.pk)] == ["城东街道城综办", "城东街道办事处", "崇川区"]
    reference = unit_ref(office.pk)
    assert reference is not None
    assert reference.parent_id == street.pk
    assert unit_ref(office.pk, office.valid_from - timedelta(days=1)) is None


@pytest.mark.parametrize(
    ("territory", "code", "length"),
    [
        (("320613",), "320613001002001", 6),
        (("320613", "320613001"), "320613001002001", 9),
        (("320613001", "320613"), "320613001002001", 9),
        (("320612",), "320613001", 0),
        ((), "320613001", 0),
        (("320613001002",), "320613001", 0),
        (("320613",), "", 0),
    ],
)
def test_the_longest_own_prefix_tells_how_near_a_place_is(territory: tuple[str, ...], code: str, length: int) -> None:
    assert covering(territory, code) == length


def test_a_holder_says_how_far_and_in_which_post(office: Unit) -> None:
    make_capacity({RIGHT: Scope.TERRITORY}, unit=office, name="王敏", post_name="巡查员", username="wangmin")
    [holder] = holders_everywhere(RIGHT)
    assert (holder.scope, holder.post_name, holder.unit_name) == (Scope.TERRITORY, "巡查员", "城东街道城综办")
    assert holder.account_id is not None
    assert holder.precision(CELL) == 9
    assert holder.precision("999999") == 0


@pytest.mark.parametrize("scope", [Scope.OWN, Scope.UNIT, Scope.TERRITORY])
def test_every_scope_but_the_widest_ends_at_the_territory(office: Unit, scope: Scope) -> None:
    make_capacity({RIGHT: scope}, unit=office, name="王敏")
    assert names(holders(RIGHT, CELL)) == ["王敏"]
    assert holders(RIGHT, "320613002001001") == []


def test_a_post_that_is_closed_or_has_not_begun_calls_nobody(office: Unit) -> None:
    role = make_role(grants={RIGHT: Scope.CITY})
    make_appointment(make_person("已撤"), make_post(office, role, valid_to=TODAY))
    make_appointment(make_person("未设"), make_post(office, role, valid_from=TODAY + timedelta(days=1)))
    assert holders_everywhere(RIGHT) == []
    assert names(holders_everywhere(RIGHT, TODAY + timedelta(days=1))) == ["未设"]


def test_people_of_an_ended_unit_are_not_called(office: Unit) -> None:
    make_capacity({RIGHT: Scope.CITY}, unit=office)
    office.versions.update(valid_to=TODAY)
    assert holders_everywhere(RIGHT) == []
    assert len(holders_everywhere(RIGHT, TODAY - timedelta(days=1))) == 1


def test_no_units_mean_nobody(crowd: None) -> None:
    assert holders_in_units(RIGHT, []) == []


def test_units_with_equal_territory_come_in_the_order_of_their_codes(district: Unit) -> None:
    for code in ("b", "a"):
        make_unit(code, code=code, parent=district, codes=("320613001",))
    assert [one.code for one in responsible_units(CELL)] == ["a", "b", "cc"]


def test_only_units_with_a_territory_of_their_own_answer(district: Unit, office: Unit) -> None:
    assert office.pk not in {one.id for one in responsible_units(CELL)}
    assert responsible_units("") == []

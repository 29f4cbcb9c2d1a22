"""What hand-written statements reach is what everything else reaches: the same cases for every right and scope."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from chengzhi.cases.enums import CaseState
from chengzhi.cases.models import Case
from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors.nextacts import reach_of
from chengzhi.cases.selectors.reachsql import (
    ALL,
    LIGHT,
    NONE,
    Clause,
    any_of,
    begins_with,
    light_params,
    own_clause,
    reach_clause,
    state_labels,
)
from chengzhi.kernel import clock
from chengzhi.kernel.access import SYSTEM, Capacity, Scope
from tests.factories.city import STREET, City
from tests.factories.loop import act, case_after, report
from tests.factories.moves import take

pytestmark = pytest.mark.django_db


def reached(clause: Clause) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT number FROM cases_case WHERE {clause.sql}", clause.params)  # noqa: S608  the clause is ours
        return {number for (number,) in cursor.fetchall()}


@pytest.fixture
def some(city: City) -> list[Case]:
    """Return cases of every kind of nearness: nobody's, the unit's, helped with, handed down, off the grid."""
    helped = case_after(city, "take_over")
    act(helped, "add_joint_unit", city.carol, unit=city.units["street"].pk, part="劝离")
    handed = case_after(city, "take_over")
    take(city, handed, "hand_down")
    return [report(city), report(city, lon=None, lat=None), case_after(city, "dispatch"), helped, handed]


@pytest.mark.parametrize("permission", [Permission.READ, Permission.HANDLE, Permission.PATROL, Permission.WHISTLE])
def test_everybody_reaches_the_same_by_either_way(city: City, some: list[Case], permission: Permission) -> None:
    for viewer in (*city.people.values(), SYSTEM):
        same = set(Case.objects.filter(reach_of(viewer, permission)).values_list("number", flat=True))
        assert reached(reach_clause(viewer, permission)) == same, viewer.person_name


@pytest.mark.parametrize("scope", Scope)
@pytest.mark.parametrize("territory", [(), (STREET,), ("320613007",), ("320613007", STREET)])
def test_every_scope_reaches_the_same_by_either_way(
    city: City, some: list[Case], scope: Scope, territory: tuple[str, ...]
) -> None:
    for name in ("dave", "hank", "grace", "erin"):
        viewer = replace(city.people[name], grants={Permission.READ.value: scope}, territory=territory)
        same = set(Case.objects.filter(reach_of(viewer, Permission.READ)).values_list("number", flat=True))
        assert reached(reach_clause(viewer)) == same, name


def test_who_is_confined_reaches_no_further_whatever_the_scope(city: City, some: list[Case]) -> None:
    near = replace(city.alice, confines=(STREET,))
    assert reached(reach_clause(near)) == {one.number for one in some if one.cell_code}
    assert reached(reach_clause(replace(city.alice, confines=("320613007",)))) == set()


def test_without_the_right_nothing_is_reached(some: list[Case]) -> None:
    assert reached(reach_clause(Capacity())) == set()
    assert reach_clause(Capacity()) == NONE


@pytest.mark.parametrize(
    ("prefix", "count"), [("", 5), ("3206", 4), (STREET, 4), (f"{STREET}001001", 4), (f"{STREET}0010011", 0), ("4", 0)]
)
def test_a_code_begins_like_the_codes_below_it(some: list[Case], prefix: str, count: int) -> None:
    assert len(reached(begins_with(prefix))) == count


@pytest.mark.parametrize("odd", ["320613'; --", "%", "_", "3206130060010%"])
def test_odd_letters_in_a_code_are_only_letters(some: list[Case], odd: str) -> None:
    assert reached(begins_with(odd)) == set()


def test_conditions_are_joined_with_their_parameters_in_order() -> None:
    both = Clause("a = %s", (1,)) & Clause("b = %s", (2,))
    assert both == Clause("(a = %s) AND (b = %s)", (1, 2))
    assert any_of(both, Clause("c = %s", (3,))) == Clause("((a = %s) AND (b = %s) OR c = %s)", (1, 2, 3))


def test_what_is_ones_own_needs_a_post(city: City, some: list[Case]) -> None:
    assert own_clause(None) == NONE
    assert reached(own_clause(city.hank.appointment_id)) == {some[4].number}
    assert reached(own_clause(city.dave.appointment_id)) == {some[3].number}


@pytest.mark.parametrize(
    ("facts", "light"),
    [
        ({"due": -1, "warn": -2}, "r"), ({"due": 1, "warn": -1}, "y"), ({"due": 1, "warn": 0}, "y"),
        ({"due": 2, "warn": 1}, "g"), ({"due": 1, "warn": None}, "g"), ({"due": None, "warn": None}, None),
        ({"due": -1, "warn": -2, "is_clock_paused": True}, "b"),
    ],
)  # fmt: skip
def test_the_light_is_told_as_everywhere(city: City, facts: dict[str, Any], light: str | None) -> None:
    now = clock.now()

    def moment(hours: int | None) -> datetime | None:
        return None if hours is None else now + timedelta(hours=hours)

    case = report(city)
    given = {
        "due_at": moment(facts["due"]),
        "warn_at": moment(facts["warn"]),
        "is_clock_paused": "is_clock_paused" in facts,
    }
    Case.objects.filter(pk=case.pk).update(**given)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {LIGHT} FROM cases_case", light_params(now))  # noqa: S608  a constant of ours
        assert cursor.fetchone() == (light,)


@pytest.mark.parametrize(("language", "name"), [("zh-hans", "待受理"), ("en", "To accept")])
def test_states_are_named_in_the_language_asked_for(city: City, language: str, name: str) -> None:
    report(city)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {state_labels(language)} FROM cases_case")  # noqa: S608  a constant of ours
        (found,) = cursor.fetchone() or ("",)
    assert found == name


def test_every_state_has_its_name() -> None:
    assert all(f"WHEN '{state}' THEN '{state.label}'" in state_labels("zh-hans") for state in CaseState)
    assert ALL.sql != NONE.sql

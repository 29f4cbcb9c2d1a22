"""A capacity says who acts, in which post, and how far each permission reaches."""

from dataclasses import FrozenInstanceError

import pytest

from chengzhi.kernel.access import SYSTEM, ActorKind, Capacity, Scope, resident

OFFICER = Capacity(territory=("320613006",), grants={"cases.case.read": Scope.TERRITORY})


def test_scopes_are_ordered_from_narrow_to_wide() -> None:
    assert sorted(Scope, key=lambda one: one.width) == [Scope.OWN, Scope.UNIT, Scope.TERRITORY, Scope.CITY]


def test_a_capacity_may_what_it_was_granted_and_nothing_else() -> None:
    assert OFFICER.may("cases.case.read")
    assert OFFICER.scope("cases.case.read") is Scope.TERRITORY
    assert not OFFICER.may("cases.case.file")
    assert OFFICER.scope("cases.case.file") is None


def test_a_territory_covers_the_codes_that_begin_with_it() -> None:
    assert OFFICER.covers("320613006001001")
    assert not OFFICER.covers("320613007001001")
    assert not Capacity().covers("320613006001001")


def test_a_resident_and_the_system_hold_no_permission() -> None:
    assert (resident("王女士").kind, resident("王女士").person_name) == (ActorKind.RESIDENT, "王女士")
    assert not resident().grants
    assert SYSTEM.kind is ActorKind.SYSTEM
    assert not SYSTEM.grants


GRANTED = {"cases.case.read": Scope.UNIT, "cases.case.file": Scope.OWN}


@pytest.mark.parametrize("scope", Scope)
@pytest.mark.parametrize("permission", ["cases.case.read", "kernel.audit.read"])
def test_every_permission_reaches_as_far_as_it_was_granted(permission: str, scope: Scope) -> None:
    held = Capacity(grants={permission: scope})
    assert held.may(permission)
    assert held.scope(permission) is scope
    assert not held.may(permission + "x")


@pytest.mark.parametrize(
    ("territory", "code", "is_covered"),
    [
        (("320613",), "320613006001001", True),
        (("320613006",), "320613006", True),
        (("320613006",), "320613", False),
        (("320613006", "320613007"), "320613007002", True),
        (("320613006001001",), "320613006001001", True),
        (("320613006001001",), "320613006001002", False),
        (("",), "320613", True),
        ((), "320613", False),
        (("320613",), "", False),
    ],
)
def test_a_code_lies_in_a_territory_by_its_beginning(
    territory: tuple[str, ...], code: str, *, is_covered: bool
) -> None:
    assert Capacity(territory=territory).covers(code) is is_covered


def test_scopes_widen_in_one_order() -> None:
    assert [one.width for one in Scope] == [0, 1, 2, 3]
    assert [str(one) for one in Scope] == ["own", "unit", "territory", "city"]


def test_a_capacity_cannot_be_widened_afterwards() -> None:
    held = Capacity(grants=GRANTED)
    with pytest.raises(FrozenInstanceError):
        held.unit_id = 7  # type: ignore[misc]  # what must not be possible
    with pytest.raises(TypeError):
        Capacity().grants["cases.case.read"] = Scope.CITY  # type: ignore[index]  # what must not be possible


def test_two_capacities_with_the_same_facts_are_the_same() -> None:
    assert Capacity(person_name="王敏", grants=GRANTED) == Capacity(person_name="王敏", grants=dict(GRANTED))
    assert Capacity(person_name="王敏") != Capacity(person_name="李军")


def test_a_fresh_capacity_stands_for_nobody() -> None:
    nobody = Capacity()
    assert (nobody.kind, nobody.account_id, nobody.person_id, nobody.appointment_id) == (
        ActorKind.PERSON,
        None,
        None,
        None,
    )
    assert (nobody.unit_id, nobody.unit_ids, nobody.territory, dict(nobody.grants)) == (None, frozenset(), (), {})

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

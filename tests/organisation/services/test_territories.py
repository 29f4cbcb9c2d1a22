"""Territories: given, taken, and carried over when division codes change."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from chengzhi.kernel.access import SYSTEM, Scope
from chengzhi.kernel.errors import BadInput, Forbidden
from chengzhi.organisation.models import RegisterAct, Territory, Unit
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import responsible_units, unit_territories
from chengzhi.organisation.services import assign_territory, merge_units, recode_territories, withdraw_territory
from chengzhi.organisation.services.territories import checked_code
from tests.factories.organisation import make_capacity, make_unit
from tests.organisation.conftest import DOCUMENT, TODAY

FACTS: dict[str, Any] = {"on": TODAY, "document": DOCUMENT, "capacity": SYSTEM}
EVE = TODAY - timedelta(days=1)
CODES = {"320602": "320613", "320611": "320613", "320611001": "320613016"}


def ids(code: str, on: date) -> list[int]:
    return [unit.id for unit in responsible_units(code, on)]


def test_a_unit_answers_for_what_it_was_given(office: Unit, street: Unit, district: Unit) -> None:
    assign_territory(unit=office, code="3206 13001 002", **FACTS)
    assert ids("320613001002001", TODAY) == [office.pk, street.pk, district.pk]
    assert ids("320613001002001", EVE) == [street.pk, district.pk]


@pytest.mark.parametrize("code", ["", "0320613", "32061300100200199", "城东", "3"])
def test_a_code_that_cannot_be_one_is_refused(office: Unit, code: str) -> None:
    with pytest.raises(BadInput, match="2 到 15 位数字"):
        assign_territory(unit=office, code=code, **FACTS)


def test_the_same_code_twice_is_refused(office: Unit) -> None:
    assign_territory(unit=office, code="320613001002", **FACTS)
    with pytest.raises(BadInput, match="不用再加"):
        assign_territory(unit=office, code="320613001002", **FACTS)


def test_a_territory_before_its_unit_is_refused(office: Unit) -> None:
    with pytest.raises(BadInput, match="不存在"):
        assign_territory(unit=office, code="320613001002", **{**FACTS, "on": date(2014, 1, 1)})


def test_a_withdrawn_territory_stays_readable(street: Unit) -> None:
    row = street.territories.get()
    withdraw_territory(territory=row, **FACTS)
    assert list(unit_territories(SYSTEM, street, EVE)) == [row]
    assert not unit_territories(SYSTEM, street).exists()
    with pytest.raises(BadInput, match="已不属该辖区"):
        withdraw_territory(territory=row, **FACTS)


def test_a_change_of_codes_reads_old_before_and_new_after(db: None) -> None:
    old = make_unit("崇川区城管局", codes=("320602",))
    tangzha = make_unit("永兴街道", codes=("320611001",))
    make_unit("通州区", codes=("320612",))
    assert recode_territories(codes=CODES, **FACTS) == 2
    assert ids("320602001", EVE) == [old.pk]
    assert ids("320602001", TODAY) == []
    assert ids("320613016002", TODAY) == [tangzha.pk, old.pk]


def test_codes_and_units_can_change_on_the_same_day(db: None) -> None:
    bureaus = [make_unit("崇川城管局", codes=("320602",)), make_unit("港闸城管局", codes=("320611",))]
    into = make_unit("崇川区城市管理局")
    recode_territories(codes=CODES, **FACTS)
    merge_units(units=bureaus, into=into, **FACTS)
    assert [ids(code, EVE) for code in ("320602001", "320611002")] == [[unit.pk] for unit in bureaus]
    assert ids("320613001", TODAY) == [into.pk]
    assert Territory.objects.filter(unit=into).count() == 1


def test_a_change_of_codes_needs_the_right_everywhere(office: Unit) -> None:
    capacity = make_capacity({Permission.MANAGE_UNITS: Scope.UNIT}, unit=office)
    with pytest.raises(Forbidden, match="全区"):
        recode_territories(codes=CODES, **{**FACTS, "capacity": capacity})


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("territory_code_is_digits", {"division_code": "城东"}),
        ("territory_dates_in_order", {"valid_to": date(2010, 1, 1)}),
        ("territory_once_at_a_time", {"division_code": "320613001"}),
    ],
)
def test_the_database_refuses_a_malformed_territory(street: Unit, constraint: str, changes: dict[str, Any]) -> None:
    facts = {"unit": street, "division_code": "320613999", "valid_from": date(2016, 1, 1)}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Territory.objects.create(**{**facts, **changes})


def test_no_territory_is_given_to_a_unit_about_to_end(office: Unit, street: Unit) -> None:
    heir = make_unit("新城综办", parent=street)
    merge_units(units=[office], into=heir, **{**FACTS, "on": date(2027, 1, 1)})
    with pytest.raises(BadInput, match="已定于 2027-01-01 撤销"):
        assign_territory(unit=office, code="320613001002", **FACTS)


@pytest.mark.parametrize(
    ("typed", "code"),
    [("320613", "320613"), (" 320613 001 ", "320613001"), ("32", "32"), ("320613001002003", "320613001002003")],
)
def test_a_code_is_kept_without_blanks(typed: str, code: str) -> None:
    assert checked_code(typed) == code


@pytest.mark.parametrize("typed", ["3", "0320613", "3206130010020031", "32061a", "３２０６１３x", "-320613"])
def test_what_is_no_code_is_refused(typed: str) -> None:
    with pytest.raises(BadInput) as refusal:
        checked_code(typed)
    assert list(refusal.value.errors) == ["code"]


def test_a_code_may_be_given_again_after_it_was_taken(street: Unit) -> None:
    withdraw_territory(territory=street.territories.get(), **FACTS)
    again = assign_territory(unit=street, code="320613001", **FACTS)
    assert (again.valid_from, again.valid_to, again.document) == (TODAY, None, DOCUMENT)


def test_a_territory_planned_for_later_counts_as_given(street: Unit) -> None:
    assign_territory(unit=street, code="320613009", **{**FACTS, "on": date(2027, 1, 1)})
    with pytest.raises(BadInput, match="不用再加"):
        assign_territory(unit=street, code="320613009", **FACTS)


def test_two_units_may_answer_for_one_place(street: Unit, office: Unit) -> None:
    assign_territory(unit=office, code="320613001", **FACTS)
    assert set(ids("320613001", TODAY)) >= {street.pk, office.pk}


def test_a_territory_that_never_began_is_withdrawn_without_trace(street: Unit) -> None:
    row = assign_territory(unit=street, code="320613009", **{**FACTS, "on": date(2027, 1, 1)})
    withdraw_territory(territory=row, **{**FACTS, "on": date(2027, 1, 1)})
    assert not Territory.objects.filter(division_code="320613009").exists()
    assert RegisterAct.objects.filter(act="withdraw_territory").count() == 1


@pytest.mark.parametrize(
    ("code", "becomes"),
    [
        ("320602", "320613"),
        ("320602001", "320613001"),
        ("320602001002003", "320613001002003"),
        ("320611", "320613"),
        ("320611001", "320613016"),
        ("320611001002", "320613016002"),
        ("320611002", "320613002"),
        ("320612", "320612"),
        ("32", "32"),
        ("3206", "3206"),
    ],
)
def test_the_longest_old_code_that_fits_is_replaced(db: None, code: str, becomes: str) -> None:
    unit = make_unit("某机构", codes=(code,))
    recode_territories(codes=CODES, **FACTS)
    assert [row.division_code for row in unit_territories(SYSTEM, unit)] == [becomes]


def test_a_territory_of_later_is_recoded_from_its_own_day(db: None) -> None:
    unit = make_unit("某机构")
    later = date(2027, 6, 1)
    Territory.objects.create(unit=unit, division_code="320602001", valid_from=later)
    recode_territories(codes=CODES, **FACTS)
    assert list(unit.territories.values_list("division_code", "valid_from")) == [("320613001", later)]


def test_a_territory_that_is_over_keeps_its_old_code(db: None) -> None:
    unit = make_unit("老机构", codes=("320602",), until=TODAY)
    assert recode_territories(codes=CODES, **FACTS) == 0
    assert unit.territories.get().division_code == "320602"


def test_recoding_twice_changes_nothing_more(db: None) -> None:
    make_unit("某机构", codes=("320602",))
    assert recode_territories(codes=CODES, **FACTS) == 1
    assert recode_territories(codes=CODES, **FACTS) == 0


@pytest.mark.parametrize("codes", [{"城东": "320613"}, {"320602": "x"}, {"": "320613"}])
def test_recoding_takes_codes_on_both_sides(db: None, codes: dict[str, str]) -> None:
    make_unit("某机构", codes=("320602",))
    with pytest.raises(BadInput, match="2 到 15 位数字"):
        recode_territories(codes=codes, **FACTS)
    assert not RegisterAct.objects.exists()


def test_the_book_says_which_codes_became_which(db: None) -> None:
    recode_territories(codes={"320602": "320613"}, **FACTS)
    act = RegisterAct.objects.get()
    assert (act.act, act.note, act.unit) == ("recode_territories", "320602 → 320613", None)


def test_two_codes_that_become_one_are_held_once(db: None) -> None:
    unit = make_unit("合并局", codes=("320602", "320611"))
    assert recode_territories(codes=CODES, **FACTS) == 2
    assert [row.division_code for row in unit_territories(SYSTEM, unit)] == ["320613"]

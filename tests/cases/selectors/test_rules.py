"""The most exact rule proposes the unit, and only a unit that still stands."""

from datetime import date

import pytest

from chengzhi.cases.models import Case, DispatchRule
from chengzhi.cases.selectors.rules import proposed_unit, rules_for
from chengzhi.organisation.models import Unit
from tests.factories.city import SINCE, STREET, City, make_city
from tests.factories.loop import case_after, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return make_city()


@pytest.fixture
def case(city: City) -> Case:
    return report(city)


def rule(unit: Unit, **facts: object) -> DispatchRule:
    return DispatchRule.objects.create(**{"unit": unit, "ground": "测试", "valid_from": SINCE, **facts})


def test_the_trade_of_the_category_leads_to_its_unit(city: City, case: Case) -> None:
    assert proposed_unit(case) == (city.units["cleaning"], "三定方案")


def test_a_rule_for_the_category_goes_before_one_for_the_trade(city: City, case: Case) -> None:
    rule(city.units["street"], category=case.category)
    assert proposed_unit(case)[0] == city.units["street"]


def test_a_rule_for_the_street_goes_before_one_for_the_district(city: City, case: Case) -> None:
    rule(city.units["crew"], category=case.category)
    rule(city.units["street"], category=case.category, division_code=STREET)
    rule(city.units["centre"], category=case.category, division_code="320613007")
    assert [one.unit.code for one in rules_for(case)] == ["street", "crew", "cleaning"]


def test_a_ruling_goes_before_a_plain_rule(city: City, case: Case) -> None:
    rule(city.units["crew"], category=case.category, is_ruling=True, ruled_case_number="20260101-0001")
    rule(city.units["street"], category=case.category)
    assert proposed_unit(case)[0] == city.units["crew"]


def test_a_rule_holds_from_its_first_day_to_the_day_before_its_end(city: City, case: Case) -> None:
    DispatchRule.objects.update(valid_from=date(2026, 5, 1), valid_to=date(2026, 6, 1))
    assert proposed_unit(case, date(2026, 5, 1))[0] == city.units["cleaning"]
    assert proposed_unit(case, date(2026, 4, 30)) == (None, "")
    assert proposed_unit(case, date(2026, 6, 1)) == (None, "")


def test_a_unit_that_was_abolished_is_not_proposed(city: City, case: Case) -> None:
    rule(city.units["crew"], category=case.category)
    Unit.objects.filter(code="crew").update(valid_to=date(2024, 1, 1))
    assert proposed_unit(case)[0] == city.units["cleaning"]


def test_the_unit_of_the_standard_goes_before_every_rule_while_it_stands(city: City) -> None:
    case = case_after(city, "file")
    assert case.standard is not None
    case.standard.default_unit = city.units["street"]
    assert proposed_unit(case) == (city.units["street"], "立案条件 0301-1")
    city.units["street"].valid_to = date(2024, 1, 1)
    assert proposed_unit(case)[0] == city.units["cleaning"]

"""Reading the register: reach, history, effects, faults, and the day's work."""

from datetime import date

import pytest

from chengzhi.kernel.access import SYSTEM, Scope
from chengzhi.kernel.errors import Forbidden
from chengzhi.organisation import selectors
from chengzhi.organisation.models import Unit
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.services import correct_unit, rename_unit
from tests.factories.organisation import make_capacity
from tests.organisation.conftest import DOCUMENT, TODAY

READ_UNIT = {Permission.READ_REGISTER: Scope.UNIT}
NEW_YEAR = date(2027, 1, 1)


def rename(unit: Unit, on: date = TODAY) -> None:
    rename_unit(unit=unit, name="新名字", on=on, document=DOCUMENT, capacity=SYSTEM)


def test_a_viewer_sees_the_own_unit_and_below(district: Unit, street: Unit, office: Unit) -> None:
    viewer = make_capacity(READ_UNIT, unit=street)
    assert {one.id for one in selectors.visible_units(viewer)} == {street.pk, office.pk}
    assert selectors.access_unit(viewer, office.pk) == office


def test_history_shows_corrected_rows_too(office: Unit) -> None:
    rename(office)
    correct_unit(version=office.versions.get(name="新名字"), name="再改", reason="错字", capacity=SYSTEM)
    rows = selectors.unit_history(SYSTEM, office)
    assert [(row.name, row.superseded_at is None) for row in rows] == [
        ("城东街道城综办", True),
        ("新名字", False),
        ("再改", True),
    ]
    assert selectors.unit_successions(SYSTEM, office).count() == 1


def test_acts_are_for_the_auditor_or_for_the_own_unit(office: Unit) -> None:
    rename(office)
    assert selectors.register_acts(make_capacity({Permission.READ_ACTS: Scope.CITY})).count() == 1
    assert selectors.register_acts(make_capacity(READ_UNIT, unit=office), office).count() == 1
    with pytest.raises(Forbidden, match="查阅变更记录"):
        selectors.register_acts(make_capacity(READ_UNIT, unit=office))

"""Periods of validity: half-open, from the first day to the day before the end."""

import datetime as dt

import pytest

from chengzhi.catalogue.models import Category, Edition
from chengzhi.catalogue.models.periods import in_force
from tests.factories import catalogue as made

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("on", "holds"),
    [
        (dt.date(2019, 12, 31), 0),
        (dt.date(2020, 1, 1), 1),
        (dt.date(2026, 5, 31), 1),
        (dt.date(2026, 6, 1), 0),
        (dt.date(2999, 1, 1), 0),
    ],
)
def test_the_first_day_belongs_to_a_period_and_the_last_does_not(on: dt.date, holds: int) -> None:
    edition = made.edition(valid_to=made.LATER)
    made.category(edition)
    assert Edition.objects.filter(in_force(on)).count() == holds
    assert Category.objects.filter(in_force(on, "edition__")).count() == holds


def test_what_has_no_end_holds_for_ever() -> None:
    made.edition()
    assert Edition.objects.filter(in_force(dt.date(2999, 1, 1))).exists()

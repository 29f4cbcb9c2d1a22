"""Periods of validity: half-open, from the first day to the day before ``valid_to``."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField, RangeOperators
from django.db.models import Func, Q, Value


def in_force(on: dt.date, prefix: str = "") -> Q:
    """Return the condition that a row is valid on a day."""
    begun = Q(**{f"{prefix}valid_from__lte": on})
    return begun & (Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gt": on}))


def periods_meet() -> tuple[Func[DateRangeField], str]:
    """Return the part of an exclusion constraint that compares two periods of validity."""
    period = Func("valid_from", "valid_to", function="daterange", output_field=DateRangeField())
    return period, RangeOperators.OVERLAPS


def numbers_equal(number: str | Func[Any]) -> tuple[Func[BigIntegerRangeField], str]:
    """Return the part of an exclusion constraint that compares two numbers; as ranges it needs no extension."""
    span = Func(number, number, Value("[]"), function="int8range", output_field=BigIntegerRangeField())
    return span, RangeOperators.OVERLAPS

"""Whatever acts follow one another, the days before an act read the same as before it."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chengzhi.kernel.access import SYSTEM
from chengzhi.kernel.errors import BadInput
from chengzhi.organisation.models import Person, Post, Unit
from chengzhi.organisation.selectors import capacities_of_person, units_as_of
from chengzhi.organisation.services import (
    abolish_unit,
    assign_territory,
    establish_unit,
    merge_units,
    move_unit,
    rename_unit,
    transfer_posts,
)
from tests.factories.organisation import make_appointment, make_person, make_post, make_unit
from tests.organisation.conftest import DOCUMENT

FIRST = date(2016, 1, 1)
ACTS = ("establish", "rename", "move", "merge", "abolish", "transfer", "assign")
Deed = tuple[str, int, int, int]
DEEDS = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, 5), st.integers(0, 5), st.integers(1, 40)), min_size=1, max_size=4
)


def perform(deed: Deed, units: list[Unit], on: date) -> None:
    act, first, second, number = deed
    unit, other = units[first % len(units)], units[second % len(units)]
    facts: dict[str, Any] = {"on": on, "document": DOCUMENT, "capacity": SYSTEM}
    if act == "establish":
        code = f"new-{on:%Y%m%d}"
        units.append(establish_unit(code=code, name=f"新机构{number}{on}", kind="team", parent=other, **facts))
    elif act == "rename":
        rename_unit(unit=unit, name=f"名字{number}", **facts)
    elif act == "move":
        move_unit(unit=unit, parent=other, **facts)
    elif act == "merge":
        merge_units(units=[unit], into=other, **facts)
    elif act == "abolish":
        abolish_unit(unit=unit, into=other, **facts)
    elif act == "transfer":
        transfer_posts(posts=list(Post.objects.filter(unit=unit)), to=other, **facts)
    else:
        assign_territory(unit=unit, code=f"320613{number:03}", **facts)


def read(days: list[date]) -> list[Any]:
    """Return everything the register says of these days."""
    people = list(Person.objects.order_by("pk"))
    return [[units_as_of(day), [capacities_of_person(person.pk, day) for person in people]] for day in days]


@pytest.fixture
def units(db: None) -> list[Unit]:
    root = make_unit("区", since=FIRST, codes=("320613",))
    rest = [make_unit(f"机构{number}", since=FIRST, parent=root) for number in range(3)]
    for unit in rest:
        make_appointment(make_person(), make_post(unit))
    return [root, *rest]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=DEEDS)
def test_no_act_changes_the_days_before_it(units: list[Unit], deeds: list[Deed]) -> None:
    present, on = list(units), FIRST
    with transaction.atomic():
        for deed in deeds:
            days, on = [on, on + timedelta(days=deed[3] - 1)], on + timedelta(days=deed[3])
            before = read(days)
            with suppress(BadInput):
                perform(deed, present, on)
            assert read(days) == before
        transaction.set_rollback(True)

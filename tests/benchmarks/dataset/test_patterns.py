import random
from typing import Any

import numpy as np
import pytest
from django.db import connection

from benchmarks.dataset.patterns import CASE, CHILDREN, STEP, Copies, Pattern, hash_text, moved, read_patterns, repeat
from benchmarks.dataset.rows import Table, split, write_rows
from chengzhi.cases.models import Case, CaseClock, CaseStep, CaseWords, Report
from chengzhi.kernel.procedures import verify_chain
from tests.factories.city import make_city
from tests.factories.loop import case_after

pytestmark = pytest.mark.django_db

WEEK_US = 7 * 86_400_000_000
FIRST_ID = 1_000_000
NUMBERS = ["20251117-0001", "20251117-0002", "20251117-0003"]


@pytest.fixture
def played() -> tuple[dict[str, Table], Pattern]:
    case_after(make_city(), "close")
    tables, (pattern,) = read_patterns(raw())
    pattern.cut(tables)
    return tables, pattern


def raw() -> Any:
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return connection.connection


def copies(pattern: Pattern, *, weeks: int = 53) -> Copies:
    ids = np.arange(FIRST_ID, FIRST_ID + len(NUMBERS))
    first = {name: FIRST_ID + np.arange(len(NUMBERS)) * max(1, pattern.count(name)) for name in CHILDREN}
    shifts = np.full(len(NUMBERS), -weeks * WEEK_US)
    return Copies(ids, NUMBERS, shifts, first, np.random.default_rng(1))


@pytest.fixture
def written(played: tuple[dict[str, Table], Pattern]) -> list[Case]:
    """Return three copies of a closed case, a year and a week older."""
    tables, pattern = played
    rows = repeat(pattern, tables, copies(pattern))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
    for name, parts in rows.items():
        write_rows(raw(), tables[name], [line for _moments, many in parts for line in split(many)])
    return list(Case.objects.filter(pk__gte=FIRST_ID).order_by("pk"))


def test_copies_have_histories_that_verify(written: list[Case]) -> None:
    assert [verify_chain(one).is_whole for one in written] == [True] * 3


def test_copies_have_their_own_numbers(written: list[Case]) -> None:
    assert [one.number for one in written] == NUMBERS


def test_copies_are_as_much_older_as_was_asked(written: list[Case]) -> None:
    original = Case.objects.get(pk__lt=FIRST_ID)
    assert {(original.opened_at - one.opened_at).days for one in written} == {371}
    assert {(original.closed_at or one.opened_at) - (one.closed_at or one.opened_at) for one in written} == {
        original.opened_at - written[0].opened_at
    }


@pytest.mark.parametrize("model", [CaseStep, CaseClock])
def test_copies_have_as_many_rows_as_the_case(written: list[Case], model: Any) -> None:
    original = Case.objects.get(pk__lt=FIRST_ID)
    expected = model.objects.filter(subject=original).count()
    assert [model.objects.filter(subject=one).count() for one in written] == [expected] * 3


def test_steps_were_recorded_when_they_were_taken(written: list[Case]) -> None:
    assert all(step.recorded_at == step.taken_at for step in CaseStep.objects.filter(subject=written[0]))


def test_copies_lie_about_the_spot_and_not_on_it(written: list[Case]) -> None:
    original = Case.objects.get(pk__lt=FIRST_ID)
    spots = {(one.lon, one.lat) for one in written}
    assert len(spots) == 3
    assert all(abs((lon or 0) - (original.lon or 0)) < 0.005 for lon, _lat in spots)


def test_the_point_of_a_copy_is_its_position(written: list[Case]) -> None:
    assert all((one.point.lon, one.point.lat) == (one.lon, one.lat) for one in written)


def test_every_reporter_has_a_token_of_their_own(written: list[Case]) -> None:
    tokens = Report.objects.filter(case__in=written).values_list("token", flat=True)
    assert len(set(tokens)) == 3


def test_a_copy_is_found_by_its_own_number_only(written: list[Case]) -> None:
    query = {"vector": "0002"}
    found = CaseWords.objects.filter(**query).values_list("case_id", flat=True)
    assert written[1].pk in found
    assert written[0].pk not in found


def test_a_step_that_does_not_hash_to_its_mark_is_refused(played: tuple[dict[str, Table], Pattern]) -> None:
    _tables, pattern = played
    forged = pattern.children[STEP][0].with_values(unit_name="别的单位".encode())
    with pytest.raises(ValueError, match="does not hash"):
        hash_text(pattern.case.text("number"), forged)


def test_a_rare_open_state_gets_many_places() -> None:
    city = make_city()
    case_after(city, "close")
    case_after(city, "accept")
    _tables, patterns = read_patterns(raw())
    for one in patterns:
        one.case.values["handler_id"] = one.case.values["handler_id"] or b"\0" * 8
    spread = moved(patterns, random.Random(1), variants=7)  # noqa: S311  the same places every time
    assert [one.state for one in spread].count("accepted") == 7
    assert [one.state for one in spread].count("closed") == 1


def test_a_case_with_a_key_of_its_own_is_no_pattern() -> None:
    case_after(make_city(), "accept", key="only-once")
    assert read_patterns(raw())[1] == []


def test_tables_are_read_as_the_database_has_them(played: tuple[dict[str, Table], Pattern]) -> None:
    tables, _pattern = played
    names = [column.column for column in Case._meta.concrete_fields]
    assert sorted(tables[CASE].columns) == sorted(names)

"""Rows written together are the rows Django would have written, with keys known before they are sent."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from django.contrib.postgres.search import SearchQuery
from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import F
from pytest_django import DjangoAssertNumQueries

from chengzhi.cases.enums import CaseState
from chengzhi.cases.models import Case, CaseWords
from chengzhi.kernel.clock import now
from chengzhi.kernel.models.outbox import OutboxDelivery, OutboxEvent
from chengzhi.kernel.writing import KEYS_AT_ONCE, Writes, as_text, forget_keys, key_for
from tests.factories.city import City
from tests.factories.loop import report

MOMENT = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)


def event(name: str = "bell", **payload: object) -> OutboxEvent:
    return OutboxEvent(name=name, payload=payload, happened_at=MOMENT)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        ("南通", "南通"),
        ("", ""),
        (True, "t"),
        (False, "f"),
        (12, "12"),
        (-0.5, "-0.5"),
        (Decimal("3.20"), "3.20"),
        (CaseState.CLOSED, "closed"),
        (date(2026, 2, 28), "2026-02-28"),
        (MOMENT, "2026-11-23T10:30:00+00:00"),
        (UUID(int=7), "00000000-0000-0000-0000-000000000007"),
    ],
)
def test_a_plain_value_is_written_as_postgresql_reads_it(value: object, text: str | None) -> None:
    assert as_text(value) == text


@pytest.mark.parametrize("value", [F("attempts") + 1, [1], {"a": 1}, object()])
def test_what_is_not_one_value_is_refused_before_anything_is_sent(value: object) -> None:
    with pytest.raises(TypeError, match="cannot be written as a value"):
        as_text(value)


@pytest.mark.django_db
def test_a_row_is_the_same_as_if_saved() -> None:
    row = event(words="垃圾 'quoted' \\ 100%s", number=3, none=None)
    writes = Writes()
    writes.insert(row)
    writes.send()
    found = OutboxEvent.objects.get(pk=row.pk)
    assert (found.name, found.payload, found.happened_at) == (row.name, row.payload, MOMENT)
    assert (found.delivered_at, found.attempts, found.last_error) == (None, 0, "")


@pytest.mark.django_db
def test_nothing_is_written_before_it_is_sent() -> None:
    writes = Writes()
    writes.insert(event())
    assert not OutboxEvent.objects.exists()
    writes.send()
    assert OutboxEvent.objects.count() == 1


@pytest.mark.django_db
def test_sending_twice_writes_once() -> None:
    writes = Writes()
    writes.insert(event())
    writes.send()
    writes.send()
    assert OutboxEvent.objects.count() == 1


@pytest.mark.django_db
def test_a_row_knows_its_key_before_it_is_sent_and_is_no_longer_new_after() -> None:
    writes, row = Writes(), event()
    writes.insert(row)
    key, was_new = row.pk, row._state.adding
    writes.send()
    assert key == row.pk
    assert (was_new, row._state.adding, row._state.db) == (True, False, "default")


@pytest.mark.django_db
def test_a_later_row_may_name_an_earlier_one() -> None:
    writes, row = Writes(), event()
    writes.insert(row)
    writes.insert(OutboxDelivery(event=row, handler="ear"))
    writes.send()
    assert row.deliveries.get().handler == "ear"


@pytest.mark.django_db
def test_a_moment_that_django_sets_on_saving_is_set_here_too() -> None:
    writes, row = Writes(), event()
    proof = OutboxDelivery(event=row, handler="ear")
    for one in (row, proof):
        writes.insert(one)
    writes.send()
    assert proof.at is not None
    assert OutboxDelivery.objects.get().at == proof.at


@pytest.mark.django_db
def test_a_change_touches_only_the_named_columns() -> None:
    row = event()
    row.save()
    row.attempts, row.last_error, row.name = 4, "gone", "changed"
    writes = Writes()
    writes.update(row, ["attempts", "last_error", "attempts"])
    writes.send()
    row.refresh_from_db()
    assert (row.attempts, row.last_error, row.name) == (4, "gone", "bell")


@pytest.mark.django_db
def test_a_change_can_empty_a_column() -> None:
    row = event()
    row.delivered_at = now()
    row.save()
    row.delivered_at = None
    writes = Writes()
    writes.update(row, ["delivered_at"])
    writes.send()
    row.refresh_from_db()
    assert row.delivered_at is None


@pytest.mark.django_db
def test_rows_and_changes_are_written_in_the_order_in_which_they_came() -> None:
    writes, row = Writes(), event()
    writes.insert(row)
    row.attempts = 2
    writes.update(row, ["attempts"])
    row.attempts = 9
    writes.send()
    assert OutboxEvent.objects.get().attempts == 2


@pytest.mark.django_db
def test_a_constraint_that_is_hurt_is_djangos_own_error_and_writes_nothing() -> None:
    writes = Writes()
    writes.insert(event())
    writes.insert(event(name=""))
    with pytest.raises(IntegrityError, match="outbox_name_present"), transaction.atomic():
        writes.send()
    assert not OutboxEvent.objects.exists()


@pytest.mark.django_db
def test_a_character_that_postgresql_cannot_keep_is_refused() -> None:
    writes = Writes()
    writes.insert(event(name="be\x00ll"))
    with pytest.raises((DataError, ValueError), match="NUL"), transaction.atomic():
        writes.send()


@pytest.mark.django_db
def test_points_and_words_are_written_as_their_fields_say(city: City) -> None:
    case = report(city)
    case.refresh_from_db()
    assert (case.point.lon, case.point.lat) == (case.lon, case.lat)
    assert CaseWords.objects.filter(case=case, vector=SearchQuery("垃圾", config="simple")).exists()


@pytest.mark.django_db
def test_hundreds_of_rows_are_copied_table_by_table() -> None:
    writes = Writes(keys_at_once=300)
    for number in range(300):
        row = event(number=number)
        writes.insert(row)
        writes.insert(OutboxDelivery(event=row, handler="ear"))
    writes.send_by_table()
    assert [one.payload["number"] for one in OutboxEvent.objects.order_by("pk")] == list(range(300))
    assert OutboxDelivery.objects.filter(handler="ear").count() == 300


@pytest.mark.django_db
def test_copied_text_keeps_tabs_line_ends_and_backslashes() -> None:
    words = "一\t二\n三\\n四\r'五' \"六\" \\N"
    writes = Writes()
    writes.insert(event(words=words))
    writes.send_by_table()
    assert OutboxEvent.objects.get().payload["words"] == words


@pytest.mark.django_db
def test_a_table_whose_values_need_a_function_is_written_from_arrays(city: City) -> None:
    cases = [report(city), report(city)]
    CaseWords.objects.all().delete()
    writes = Writes()
    for case in cases:
        writes.insert(CaseWords(case=case, vector="工 地 工地"))
    writes.send_by_table()
    assert CaseWords.objects.filter(vector=SearchQuery("工地", config="simple")).count() == 2


@pytest.mark.django_db
def test_a_change_cannot_be_copied() -> None:
    row = event()
    row.save()
    writes = Writes()
    writes.update(row, ["name"])
    with pytest.raises(TypeError, match="only new rows"):
        writes.send_by_table()


@pytest.mark.django_db
def test_keys_come_from_the_tables_own_sequence_and_never_twice() -> None:
    forget_keys()
    drawn = [key_for(OutboxEvent) for _ in range(KEYS_AT_ONCE + 1)]
    saved = event()
    saved.save()
    assert len({*drawn, saved.pk}) == KEYS_AT_ONCE + 2
    assert saved.pk > max(drawn[:KEYS_AT_ONCE])


@pytest.mark.django_db
def test_keys_are_drawn_many_at_a_time(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    forget_keys()
    with django_assert_num_queries(1):
        for _ in range(KEYS_AT_ONCE):
            key_for(OutboxEvent)


@pytest.mark.django_db
def test_a_rolled_back_row_leaves_a_gap_and_no_double() -> None:
    row = event()
    writes = Writes()
    writes.insert(row)
    with transaction.atomic():
        writes.send()
        transaction.set_rollback(True)
    assert not OutboxEvent.objects.exists()
    assert key_for(OutboxEvent) != row.pk


@pytest.mark.django_db
def test_every_column_of_every_subject_row_is_written(city: City) -> None:
    """A column added later must not be left to a default that the database does not have."""
    case = report(city)
    with connection.cursor() as cursor:
        cursor.execute('SELECT * FROM "cases_case" WHERE id = %s', [case.pk])
        names = {one[0] for one in cursor.description}
    assert names == {one.column for one in Case._meta.concrete_fields}


@pytest.mark.django_db
def test_keys_that_a_restored_sequence_gives_again_are_dropped_at_the_first_collision() -> None:
    forget_keys()
    key_for(OutboxEvent)
    taken = event()
    taken.pk = key_for(OutboxEvent) + 1
    taken.save(force_insert=True)
    writes = Writes()
    writes.insert(event())
    with pytest.raises(IntegrityError, match="pkey"), transaction.atomic():
        writes.send()
    again = Writes()
    again.insert(event())
    again.send()
    assert OutboxEvent.objects.count() == 2

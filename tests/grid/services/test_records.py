"""Who wrote a row, and how memory learns of a change."""

import pytest

from chengzhi.grid.events import CellChanged
from chengzhi.grid.models import Cell, GridRevision
from chengzhi.grid.selectors import locate, revision_mark
from chengzhi.grid.services.records import hold_register, mark_revision, record_all, signature, take_no_notice
from chengzhi.kernel.access import SYSTEM, Capacity
from chengzhi.kernel.models import OutboxEvent
from tests.factories.grid import alice, middle


@pytest.mark.parametrize(
    ("capacity", "words"),
    [
        (alice(), "alice（数据管理员）"),
        (Capacity(person_name="王敏"), "王敏"),
        (SYSTEM, ""),
        (Capacity(person_name="长" * 100, post_name="岗"), "长" * 80),
    ],
)
def test_a_row_is_signed_with_name_and_post(capacity: Capacity, words: str) -> None:
    assert signature(capacity) == {"recorded_by": words, "appointment_id": None}


def test_a_row_keeps_the_appointment_it_was_done_in() -> None:
    assert signature(Capacity(appointment_id=7, person_name="王敏"))["appointment_id"] == 7


def test_nobody_watching_is_fine() -> None:
    take_no_notice()


@pytest.mark.parametrize("count", [0, 1, 2_500])
def test_many_events_are_recorded_in_few_queries(db: None, count: int) -> None:
    record_all(CellChanged(cell_id=at, code=str(at), on="2026-11-23") for at in range(count))
    assert OutboxEvent.objects.count() == count


def test_a_mark_is_new_every_time_and_memory_follows(cells: list[Cell]) -> None:
    before, first = revision_mark(), GridRevision.objects.get().mark
    Cell.objects.get(pk=cells[0].pk).versions.update(name="改名")
    mark_revision()
    assert GridRevision.objects.get().mark != first
    assert revision_mark() != before
    found = locate(*middle(0, 1))
    assert found
    assert found.name == "改名"


def test_the_register_can_be_held_before_anything_stands_in_it(db: None) -> None:
    hold_register()
    hold_register()
    assert GridRevision.objects.count() == 1

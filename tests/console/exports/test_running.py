"""The worker's part: the workbook in the rights and language of whoever asked, and every way in which it may fail."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from django.utils import translation
from openpyxl import load_workbook

from chengzhi.console.exports import running, store
from chengzhi.console.exports.store import Export
from chengzhi.kernel.access import Scope
from chengzhi.kernel.errors import Forbidden
from chengzhi.kernel.models import RoleGrant
from chengzhi.organisation.models import Appointment, RegisterVersion
from tests.console.exports.conftest import Ask
from tests.factories.city import SINCE, City
from tests.factories.loop import case_after, report


def written(export: Export) -> Export:
    running.write_later(export.account, export.token)
    return store.load(export.account, export.token)


def rows_of(export: Export) -> list[list[Any]]:
    book = load_workbook(export.book)
    return [[cell.value for cell in row] for sheet in book.worksheets[1:] for row in list(sheet.rows)[1:]]


def cover_of(export: Export) -> dict[str, str]:
    return {row[0].value: row[1].value for row in load_workbook(export.book).worksheets[0].rows}


def touch_register() -> None:
    """Let capacities that are held in memory be read anew."""
    RegisterVersion.objects.update(number=1)


def test_the_workbook_holds_the_rows_of_the_list_in_its_order(city: City, asked: Ask) -> None:
    first, second = report(city), report(city)
    done = written(asked(sort="-number"))
    assert (done.stage, done.rows, done.fault) == ("done", 2, "")
    assert [row[0] for row in rows_of(done)] == [second.number, first.number]


def test_filters_are_kept_and_stand_on_the_first_sheet(city: City, asked: Ask) -> None:
    report(city)
    wanted = report(city, channel="resident")
    done = written(asked(channel="resident"))
    assert [row[0] for row in rows_of(done)] == [wanted.number]
    cover = cover_of(done)
    assert (cover["列表"], cover["来源"], cover["行数"]) == ("在办", "resident", "1")
    assert cover["导出人"] == "ella · exporter · 监督指挥中心"


def test_a_list_that_has_become_empty_is_still_a_workbook(city: City, asked: Ask) -> None:
    done = written(asked(text="没有这样的"))
    assert (done.stage, done.rows, rows_of(done)) == ("done", 0, [])


@pytest.mark.parametrize(("most", "sheets"), [(1, 3), (2, 2), (3, 1), (100, 1)])
def test_more_rows_than_a_sheet_holds_go_on_to_the_next(
    city: City, asked: Ask, monkeypatch: pytest.MonkeyPatch, most: int, sheets: int
) -> None:
    numbers = [report(city).number for _case in range(3)]
    monkeypatch.setattr(running, "MOST_ROWS", most)
    done = written(asked(sort="number"))
    book = load_workbook(done.book)
    assert len(book.worksheets) == 1 + sheets
    assert {sheet["A1"].value for sheet in book.worksheets[1:]} == {"编号"}
    assert [row[0] for row in rows_of(done)] == numbers


def test_it_is_written_in_the_language_of_whoever_asked(city: City, asked: Ask) -> None:
    report(city)
    with translation.override("en"):
        export = asked()
    with translation.override("zh-hans"):
        done = written(export)
    assert load_workbook(done.book).worksheets[1]["A1"].value == "Number"


def test_progress_is_told_on_the_way(city: City, asked: Ask) -> None:
    report(city)
    assert written(asked()).written == 1


def test_what_is_finished_is_not_written_again(city: City, asked: Ask) -> None:
    report(city)
    done = written(asked())
    report(city)
    assert written(done).rows == 1


def test_what_was_dropped_meanwhile_is_no_fault(city: City, asked: Ask) -> None:
    export = asked()
    export.drop()
    running.write_later(export.account, export.token)
    assert not export.folder.exists()


def test_without_the_appointment_nothing_is_written(city: City, asked: Ask) -> None:
    export = asked()
    Appointment.objects.filter(pk=city.ella.appointment_id).update(valid_to=SINCE + timedelta(days=1))
    touch_register()
    failed = written(export)
    assert (failed.stage, failed.book.exists()) == ("failed", False)
    assert "任职已经变了" in failed.fault
    assert "重新导出" in failed.fault


@pytest.mark.parametrize(
    ("permission", "change"),
    [("cases.case.export", None), ("cases.case.read", Scope.UNIT), ("cases.case.read", None)],
)
def test_rights_that_were_narrowed_meanwhile_are_refused(
    city: City, asked: Ask, permission: str, change: Scope | None
) -> None:
    export = asked()
    held = RoleGrant.objects.filter(role__code="exporter", permission=permission)
    if change is None:
        held.delete()
    else:
        held.update(scope=change)
    touch_register()
    with pytest.raises(Forbidden, match="权限或辖区变了"):
        running.allowed_capacity(export)
    assert written(export).stage == "failed"


def test_an_appointment_of_somebody_else_is_worth_nothing(city: City, asked: Ask) -> None:
    export = asked()
    export.appointment = city.emil.appointment_id
    with pytest.raises(Forbidden, match="任职已经变了"):
        running.allowed_capacity(export)


def test_no_appointment_is_worth_nothing(city: City, asked: Ask) -> None:
    export = asked()
    export.appointment = None
    with pytest.raises(Forbidden, match="任职已经变了"):
        running.allowed_capacity(export)


def test_a_list_there_is_no_more_is_told(city: City, asked: Ask) -> None:
    failed = written(asked("yesterday"))
    assert (failed.stage, failed.fault) == ("failed", "这个列表已经没有了，没有导出。")


@pytest.mark.parametrize(
    ("fault", "words"), [(OSError(28, "full"), "磁盘满了"), (DatabaseError("gone"), "读数据时出错")]
)
def test_a_fault_is_told_in_words_and_leaves_no_half_a_file(
    city: City, asked: Ask, monkeypatch: pytest.MonkeyPatch, fault: Exception, words: str
) -> None:
    def break_down(*, target: Any, **_given: Any) -> None:
        target.write_bytes(b"half")
        raise fault

    monkeypatch.setattr(running, "write_xlsx", break_down)
    failed = written(asked())
    assert (failed.stage, failed.rows) == ("failed", 0)
    assert words in failed.fault
    assert sorted(one.name for one in failed.folder.iterdir()) == [store.FACTS]


def test_cases_out_of_reach_are_not_in_the_workbook(city: City, asked: Ask) -> None:
    RoleGrant.objects.create(
        role_id=Appointment.objects.get(pk=city.dave.appointment_id).post.role_id,
        permission="cases.case.export", scope=Scope.UNIT,
    )  # fmt: skip
    touch_register()
    ours, _others = case_after(city, "dispatch"), report(city)
    dave = running.capacity_of(city.dave.appointment_id or 0)
    done = written(asked("todo", viewer=dave))
    assert [row[0] for row in rows_of(done)] == [ours.number]

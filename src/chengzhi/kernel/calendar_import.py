"""Import the holidays that the State Council announces for a year."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chengzhi.kernel import calendars, clock
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.calendar_log import CALENDAR_DAY, CALENDAR_YEAR
from chengzhi.kernel.calendar_services import FIRST_DAY, LAST_YEAR, check_capacity, write_mark, year_before
from chengzhi.kernel.calendars import Mark
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.models.calendars import CalendarYear
from chengzhi.kernel.models.setting_changes import ChangeAct
from chengzhi.kernel.settings_log import ImportedFile, note_change, note_import
from chengzhi.kernel.tabular import Cell, DryRun, Fate, Row, RowFate
from chengzhi.kernel.workdays import SATURDAY

_COLUMNS = {
    "date": ("date", "日期"),
    "is_workday": ("is_workday", "上班", "是否上班", "是否工作日"),
    "name": ("holiday_name", "name", "名称", "节日"),
}
_YES_NO = {
    "1": True,
    "true": True,
    "是": True,
    "上班": True,
    "班": True,
    "0": False,
    "false": False,
    "否": False,
    "休": False,
    "休息": False,
    "放假": False,
}
# A year's notice is recognised by the two holidays that no notice can lack.
_LANDMARKS = ((1, 1), (10, 1))


@dataclass(frozen=True, slots=True)
class _Plan:
    """A reading of calendar rows: their fates, the marks to write, and the years they announce."""

    run: DryRun
    marks: Mapping[date, Mark]
    years: tuple[int, ...]


def preview_calendar(*, rows: Iterable[Row]) -> DryRun:
    """Return what importing a calendar would do with each row; nothing is written. Raises BadInput as the import does."""
    return _plan(rows).run


@transaction.atomic
def import_calendar(*, capacity: Capacity, rows: Iterable[Row], source: str, file_hash: str = "") -> DryRun:
    """Write the marked days of whole years and declare those years announced; the log keeps the file's SHA-256.

    ``rows`` has the columns date, is_workday and holiday_name, for every day or only for those that differ from the
    weekend rule. Refused as a whole, with BadInput, where any row is wrong, the file holds no whole year's notice, or
    a year would be left out in between. Days that the file leaves out keep what was known of them.
    """
    check_capacity(capacity)
    calendars.lock()
    plan = _plan(rows)
    if plan.run.refused:
        worst = plan.run.refused[0]
        words = _(
            "有 %(count)s 行不能导入，第一处在第 %(number)s 行：%(reason)s。请改正后重新导入，本次没有写入任何内容。"
        )
        raise BadInput(words % {"count": len(plan.run.refused), "number": worst.number, "reason": worst.reason})
    for day, mark in plan.marks.items():
        write_mark(day, mark, source)
    _note_days(capacity, plan, source, file_hash)
    known = calendars.announced_years()
    for year in plan.years:
        _announce(capacity, year, source, file_hash)
    new_from = [date(year - 1, 12, 1) for year in plan.years if year not in known]
    if plan.marks or new_from:
        calendars.changed(min([*plan.marks, *new_from]))
    return plan.run


def _note_days(capacity: Capacity, plan: _Plan, source: str, file_hash: str) -> None:
    span = "、".join(str(year) for year in plan.years)
    file = ImportedFile(key=span, label=span, counts=plan.run.counts, source=source, file_hash=file_hash)
    changed = ((one.key, dict(one.before), dict(one.after)) for one in plan.run.rows if _is_written(one))
    note_import(capacity=capacity, setting=CALENDAR_DAY, file=file, rows=changed)


def _announce(capacity: Capacity, year: int, source: str, file_hash: str) -> None:
    before = year_before(year)
    facts = {"announced": True, "imported_at": clock.now(), "source": source}
    found, _made = CalendarYear.objects.update_or_create(year=year, defaults=facts)
    note_change(
        capacity=capacity, setting=CALENDAR_YEAR, row=found, act=ChangeAct.IMPORTED, before=before, file_hash=file_hash
    )


def _plan(rows: Iterable[Row]) -> _Plan:
    known = calendars.marked_days()
    fates: list[RowFate] = []
    said: dict[date, Mark] = {}
    for row in rows:
        day, mark, errors = _read(row.values)
        if day in said:
            errors["date"] = _("%(day)s 在文件中出现了两次") % {"day": day}
        if day is None or errors:
            fates.append(RowFate(row.number, Fate.REFUSED, str(day or ""), errors, after=row.values))
            continue
        said[day] = mark
        fates.append(_fate(row.number, day, _now(day, known), mark))
    run = DryRun(fates)
    new = {date.fromisoformat(one.key): said[date.fromisoformat(one.key)] for one in fates if _is_written(one)}
    return _Plan(run, new, _announced(said))


def _is_written(fate: RowFate) -> bool:
    return fate.fate in {Fate.NEW, Fate.CHANGED}


def _now(day: date, known: Mapping[date, Mark]) -> Mark:
    return known.get(day, Mark(is_workday=day.weekday() < SATURDAY, name=""))


def _fate(number: int, day: date, before: Mark, after: Mark) -> RowFate:
    same_name = not after.name or calendars.chinese_name(after.name) == before.name
    fate = Fate.CHANGED if before.name else Fate.NEW
    if before.is_workday == after.is_workday and same_name:
        fate = Fate.SAME
    return RowFate(number, fate, day.isoformat(), before=_facts(before), after=_facts(after))


def _facts(mark: Mark) -> dict[str, Any]:
    return {"is_workday": mark.is_workday, "name": mark.name}


def _announced(said: Mapping[date, Mark]) -> tuple[int, ...]:
    """Return the years whose whole notice the rows hold, in order; raises BadInput where none or not connected."""
    resting = {day for day, mark in said.items() if not mark.is_workday}
    years = sorted(
        year for year in {day.year for day in said} if all(date(year, *landmark) in resting for landmark in _LANDMARKS)
    )
    if not years:
        raise BadInput(_("文件里没有一个完整年度的放假安排（至少要有元旦和国庆）。只改一天，请在“日历例外日”中设置。"))
    known = calendars.announced_years() | set(years)
    missing = [year for year in range(calendars.coverage() + 1, years[-1]) if year not in known]
    if missing:
        words = _("还没有 %(year)s 年的放假安排，不能先导入后面的年度。请先导入 %(year)s 年。")
        raise BadInput(words % {"year": missing[0]})
    return tuple(years)


def _read(values: Mapping[str, Cell]) -> tuple[date | None, Mark, dict[str, str]]:
    errors: dict[str, str] = {}
    day = _date(_value(values, "date"))
    if day is None:
        errors["date"] = _("日期读不出来，请写成 2027-01-01")
    elif not FIRST_DAY <= day <= date(LAST_YEAR, 12, 31):
        errors["date"] = _("日期不在日历范围内，请填写 2004 年以后的日期")
    works = _YES_NO.get(str(_value(values, "is_workday")).strip().lower())
    if works is None:
        errors["is_workday"] = _("是否上班请填 1 或 0")
    name = calendars.chinese_name(str(_value(values, "name") or ""))[:60]
    return day, Mark(is_workday=bool(works), name=name), errors


def _value(values: Mapping[str, Cell], field: str) -> Cell:
    return next((values[name] for name in _COLUMNS[field] if name in values), None)


def _date(value: Cell) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    try:
        year, month, day = (int(part) for part in str(value).replace("/", "-").split("-"))
        return date(year, month, day)
    except ValueError:
        return None

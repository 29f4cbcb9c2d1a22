"""Sheets: filing standards, and the holidays of a year."""

import csv
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chengzhi.catalogue.limit_words import Reading
from chengzhi.catalogue.permissions import Permission
from chengzhi.catalogue.services import import_standards
from chengzhi.catalogue.services.sheets import known_columns
from chengzhi.console.imports.kinds import Column, Kind, by_alias, look_at_table
from chengzhi.console.imports.results import report_of
from chengzhi.console.imports.store import Job, Ticker
from chengzhi.console.registers.catalogue.reading import edition_named, editions
from chengzhi.console.registers.organisation.fields import day_field, text_field
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.calendar_import import import_calendar, preview_calendar
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.permissions import Permission as Kernel
from chengzhi.kernel.settings_log import file_hash
from chengzhi.kernel.tabular import DryRun, Row, guarded, read_table
from chengzhi.organisation.selectors import today

SHEETS = ".csv,.tsv,.txt,.xlsx,.parquet,.gz"
FORMATS = gettext_lazy("CSV、XLSX 或 Parquet")
# The heading under which the service knows each of our fields.
HEADINGS = {
    "kind": "类别", "big_code": "大类代码", "big_name": "大类名称", "code": "小类代码", "name": "小类名称",
    "condition": "立案条件", "closing": "结案条件", "limit": "处置时限", "limit_value": "时限数值", "limit_unit": "时限单位",
    "limit_a": "A类时限", "limit_b": "B类时限", "limit_c": "C类时限", "level": "区域级别", "handler": "处置行业",
    "unit": "处置单位", "extension": "本市扩展", "verified": "已核对", "source": "来源",
}  # fmt: skip
STANDARD_COLUMNS = (
    Column("kind", gettext_lazy("类别（部件或事件）"), is_needed=True),
    Column("big_code", gettext_lazy("大类代码")), Column("big_name", gettext_lazy("大类")), Column("code", gettext_lazy("小类代码")),
    Column("name", gettext_lazy("小类"), is_needed=True),
    Column("condition", gettext_lazy("立案条件"), is_needed=True),
    Column("closing", gettext_lazy("结案条件")), Column("limit", gettext_lazy("处置时限（数字和单位）")),
    Column("limit_value", gettext_lazy("时限数值")), Column("limit_unit", gettext_lazy("时限单位")),
    Column("limit_a", gettext_lazy("A 类区域时限")), Column("limit_b", gettext_lazy("B 类区域时限")),
    Column("limit_c", gettext_lazy("C 类区域时限")),
    Column("level", gettext_lazy("区域级别")), Column("unit", gettext_lazy("处置单位")), Column("extension", gettext_lazy("本市扩展")),
    Column("verified", gettext_lazy("已核对")), Column("source", gettext_lazy("来源")),
)  # fmt: skip
CALENDAR_ALIASES = {
    "date": ("date", "日期"),
    "is_workday": ("is_workday", "上班", "是否上班", "是否工作日"),
    "name": ("holiday_name", "name", "名称", "节日"),
}
CALENDAR_HEADINGS = {"date": "日期", "is_workday": "上班", "name": "名称"}
CALENDAR_COLUMNS = (
    Column("date", gettext_lazy("日期"), is_needed=True),
    Column("is_workday", gettext_lazy("上班还是休息"), is_needed=True),
    Column("name", gettext_lazy("节日名称")),
)


def suggest_standards(job: Job) -> dict[str, str]:
    """Return which column holds which fact, as far as the names are known."""
    try:
        found = known_columns(tuple(job.columns))
    except BadInput:
        padded = known_columns((*job.columns, *HEADINGS.values()))
        found = {fact: name for fact, name in padded.items() if name in job.columns}
    return found


def standard_fields(_job: Job, _viewer: Capacity) -> Mapping[str, Any]:
    listed = [(one.code, one.name) for one in editions()]
    held = edition_named("", today())
    return {
        "edition": forms.ChoiceField(
            label=_("导入到哪个版本"), choices=listed, initial=held.code if held else "", help_text=_("表里有而版本里没有的小类会一起增加")
        ),
        "valid_from": day_field(_("生效日"), hint=_("新增和修改的标准从这天起执行；已立案的案卷照旧")),
        "reading": forms.ChoiceField(
            label=_("“天”和“小时”怎么算"), choices=[(one.value, one.label) for one in Reading],
            help_text=_("来源没写夜间和节假日算不算的，要先说清楚"),
        ),
        "source": text_field(_("来源"), 300, hint=_("标准名称、文号；表里有“来源”列的以表为准"), required=False),
    }  # fmt: skip


def _standards(job: Job, capacity: Capacity, *, is_dry_run: bool) -> dict[str, Any]:
    given = job.options
    edition = edition_named(given["edition"], today())
    if edition is None:
        raise BadInput({"edition": _("还没有任何分类版本。请先建立版本。")})
    run = import_standards(
        path=job.path if job.mapping == suggest_standards(job) else _renamed(job),
        edition=edition,
        capacity=capacity,
        valid_from=date.fromisoformat(given["valid_from"]),
        reading=Reading(given["reading"]),
        source=given["source"] or job.filename,
        is_dry_run=is_dry_run,
        original=job.path,
    )
    return report_of(job, run)


def _renamed(job: Job) -> Any:
    """Return a copy of the sheet under headings that the service knows, each row at its number in the original."""
    target = job.folder / "renamed.csv"
    keys = [key for key, column in job.mapping.items() if column]
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([HEADINGS[key] for key in keys])
        line = 1
        for row in read_table(job.path).rows:
            while line + 1 < row.number:
                writer.writerow([""] * max(len(keys), 2))
                line += 1
            writer.writerow([guarded(row.values.get(job.mapping[key])) for key in keys])
            line += 1
    return target


def check_standards(job: Job, capacity: Capacity, _ticker: Ticker) -> dict[str, Any]:
    return _standards(job, capacity, is_dry_run=True)


def write_standards(job: Job, capacity: Capacity, _ticker: Ticker) -> dict[str, Any]:
    return _standards(job, capacity, is_dry_run=False)


def calendar_fields(_job: Job, _viewer: Capacity) -> Mapping[str, Any]:
    return {"source": text_field(_("依据"), 200, hint=_("例如：国办发明电〔2026〕…号，2027 年部分节假日安排"))}


def _calendar_rows(job: Job) -> list[Row]:
    wanted = {CALENDAR_HEADINGS[key]: column for key, column in job.mapping.items() if column}
    return [
        Row(row.number, {name: row.values.get(column) for name, column in wanted.items()})
        for row in read_table(job.path).rows
    ]


def _named_columns(job: Job) -> dict[str, str]:
    return {key: job.mapping.get(key) or name for key, name in CALENDAR_HEADINGS.items()}


def check_calendar(job: Job, _capacity: Capacity, _ticker: Ticker) -> dict[str, Any]:
    return report_of(job, preview_calendar(rows=_calendar_rows(job)), labels=_named_columns(job))


def write_calendar(job: Job, capacity: Capacity, _ticker: Ticker) -> dict[str, Any]:
    """Write the good rows; the service takes all that it is given or nothing."""
    rows = _calendar_rows(job)
    tried = preview_calendar(rows=rows)
    bad = {one.number for one in tried.refused}
    run = import_calendar(
        capacity=capacity, rows=[row for row in rows if row.number not in bad], source=job.options["source"],
        file_hash=file_hash(job.path),
    )  # fmt: skip
    return report_of(job, DryRun([*run.rows, *tried.refused]), labels=_named_columns(job))


STANDARDS = Kind(
    name="standards", label=gettext_lazy("立案标准"), note=gettext_lazy("小类、立案条件、结案条件、A B C 类区域的处置时限"),
    formats=FORMATS, accept=SHEETS, icon="list-details", right=Permission.MANAGE, columns=STANDARD_COLUMNS,
    look=look_at_table, suggest=suggest_standards, fields=standard_fields, check=check_standards, write=write_standards,
    effect=gettext_lazy("新增的标准从生效日起执行，修改的从那天起换新版；已立案的案卷照原标准办完。标准导入后不能整批撤回，只能逐条修订或停用。"),
)  # fmt: skip
CALENDAR = Kind(
    name="calendar", label=gettext_lazy("放假安排"), note=gettext_lazy("国务院办公厅公布的一年节假日和调休上班日"),
    formats=FORMATS, accept=SHEETS, icon="calendar", right=Kernel.MANAGE_SYSTEM, columns=CALENDAR_COLUMNS,
    look=look_at_table, suggest=lambda job: by_alias(job.columns, CALENDAR_ALIASES), fields=calendar_fields,
    check=check_calendar, write=write_calendar,
    effect=gettext_lazy("这些年度改为“已公布”。按工作时间计时、到期落在其中的时限自动重新计算，不再标“暂定”。"),
)  # fmt: skip

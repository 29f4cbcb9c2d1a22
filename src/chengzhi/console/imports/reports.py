"""Files of reports from hotlines and other systems."""

from collections.abc import Mapping as Fields
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors.settings import import_mappings, open_channels
from chengzhi.cases.services.imports import (
    Mapping,
    Outcome,
    guessed_columns,
    import_reports,
    known_columns,
    mapping_named,
)
from chengzhi.cases.services.rules import keep_import_mapping
from chengzhi.catalogue.selectors import categories_in_force
from chengzhi.console.imports.kinds import Column, Kind, look_at_table
from chengzhi.console.imports.placing import Ground
from chengzhi.console.imports.results import facts_of
from chengzhi.console.imports.store import Job, Ticker
from chengzhi.console.imports.tables import FORMATS, SHEETS
from chengzhi.console.registers.organisation.fields import text_field
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.coordinates import Datum
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.step_forms import DatalistInput
from chengzhi.kernel.tabular import read_table

COLUMNS = (
    Column("ref", gettext_lazy("编号（没有就按内容认重）")), Column("title", gettext_lazy("标题")),
    Column("words", gettext_lazy("诉求内容")), Column("time", gettext_lazy("时间")), Column("category", gettext_lazy("类别")),
    Column("place", gettext_lazy("位置")), Column("lon", gettext_lazy("经度")), Column("lat", gettext_lazy("纬度")),
    Column("name", gettext_lazy("称呼")), Column("phone", gettext_lazy("电话")),
)  # fmt: skip


# So many rows are looked at to tell what a column holds.
LOOKED_AT = 50


def suggest(job: Job) -> dict[str, str]:
    """Return the columns whose names are known; none where no name is."""
    return known_columns(job.columns)


def look(job: Job) -> None:
    """Note columns and samples, and guess what the columns hold whose names are not known."""
    look_at_table(job)
    rows = [row.values for row in read_table(job.path, limit_rows=LOOKED_AT).rows]
    found = guessed_columns(job.columns, rows, suggest(job))
    job.guesses = {key: {"column": one.column, "why": one.why} for key, one in found.items()}


def fields(job: Job, viewer: Capacity) -> Fields[str, Any]:
    """Return channel, fall-back category, datum, and the saved ways to read such files."""
    saved = [(one.name, one.name) for one in import_mappings(viewer) if set(one.columns.values()) <= set(job.columns)]
    found: dict[str, Any] = {}
    if saved:
        found["saved"] = forms.ChoiceField(
            label=_("已存的方案"), choices=[("", _("不用")), *saved], required=False, help_text=_("选了就按方案对列，上面的对应不用")
        )  # fmt: skip
    names = [(one.name, one.initials) for one in categories_in_force()]
    found["channel"] = forms.ChoiceField(label=_("算哪个渠道"), choices=open_channels(), initial="import")
    found["fallback"] = forms.CharField(
        label=_("认不出时的小类"), required=False, max_length=60, widget=DatalistInput(names, {"autocomplete": "off"}),
        help_text=_("空着的话，认不出小类的行不导入"),
    )  # fmt: skip
    found["datum"] = forms.ChoiceField(
        label=_("坐标系"), choices=Datum.choices(), help_text=_("经纬度两列按哪个坐标系")
    )
    found["keep_as"] = text_field(_("把对应存为方案"), 60, hint=_("写个名字，下次同样的文件直接用"), required=False)
    return found


def chosen_mapping(job: Job) -> Mapping:
    """Return how the file is read: the saved way that was chosen, else what was matched by hand."""
    given = job.options
    if given.get("saved"):
        return mapping_named(given["saved"])
    columns = {key: name for key, name in job.mapping.items() if name}
    if not columns.keys() & {"words", "title", "category"}:
        raise BadInput({"map_words": _("没有指明哪一列是诉求内容。请在“诉求内容”里选一列。")})
    return Mapping(columns=columns, datum=given["datum"])


def _run(job: Job, capacity: Capacity, ticker: Ticker, *, is_dry_run: bool) -> dict[str, Any]:
    mapping = chosen_mapping(job)
    ground = Ground(mapping.datum)
    fallback = job.options.get("fallback", "").strip()
    if job.options.get("keep_as") and not is_dry_run:
        kept = Mapping(columns=mapping.columns, categories=mapping.categories, fallback=fallback, datum=mapping.datum)
        keep_import_mapping(capacity=capacity, name=job.options["keep_as"], mapping=kept)
    outcome = import_reports(
        job.path,
        capacity=capacity,
        channel=job.options["channel"],
        mapping=mapping,
        fallback=fallback,
        is_dry_run=is_dry_run,
        progress=ticker.at,
        told_of=ground.take,
    )
    return _report(job, mapping, outcome) | {"places": ground.keep(job)}


def _report(job: Job, mapping: Mapping, outcome: Outcome) -> dict[str, Any]:
    counts = {"new": outcome.taken, "changed": 0, "same": outcome.known, "refused": len(outcome.refused)}
    labels = {one.key: mapping.columns.get(one.key) or str(one.label) for one in COLUMNS}
    return facts_of(job, counts=counts, rows=outcome.refused, labels=labels)


def check(job: Job, capacity: Capacity, ticker: Ticker) -> dict[str, Any]:
    return _run(job, capacity, ticker, is_dry_run=True)


def write(job: Job, capacity: Capacity, ticker: Ticker) -> dict[str, Any]:
    return _run(job, capacity, ticker, is_dry_run=False)


REPORTS = Kind(
    name="reports", label=gettext_lazy("诉求"), note=gettext_lazy("热线工单、留言和别的系统的问题清单，认得 311 和 Open311 的列名"),
    formats=FORMATS, accept=SHEETS, icon="inbox", right=Permission.IMPORT, columns=COLUMNS, look=look,
    suggest=suggest, fields=fields, check=check, write=write,
    effect=gettext_lazy("每行成为一件待受理的案卷，从导入时起计受理时限。同一文件再导入不会重复。导入后不能整批撤回，只能逐件不予受理或作废。"),
)  # fmt: skip

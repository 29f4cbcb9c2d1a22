"""The log of changed settings, for the audit administrator."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from chengzhi.console.errors import explained
from chengzhi.console.registers.shell import figures, page_of, parsed_day, without
from chengzhi.console.work.workbooks import workbook
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.excel import Column, ColumnKind
from chengzhi.kernel.models import SettingsChange
from chengzhi.kernel.permissions import Permission
from chengzhi.kernel.settings_book import changes_for_audit, in_words, told
from chengzhi.kernel.settings_log import registered
from chengzhi.kernel.web import StaffRequest, guarded

MOST_EXPORTED = 10_000
ASKED = ("q", "setting", "since", "until")


def _rows(request: StaffRequest) -> tuple[dict[str, str], QuerySet[SettingsChange]]:
    asked = {key: request.GET.get(key, "").strip()[:60] for key in ASKED}
    rows = changes_for_audit(
        request.capacity, text=asked["q"], setting=asked["setting"],
        since=parsed_day(asked["since"]), until=parsed_day(asked["until"]),
    )  # fmt: skip
    return asked, rows


def _settings() -> dict[str, Any]:
    return {one.code: one.name for one in registered()}


def _chips(request: StaffRequest, asked: dict[str, str]) -> list[dict[str, Any]]:
    labels = {"q": _("查找"), "setting": _("设置"), "since": _("从"), "until": _("到")}
    words = _settings()
    return [
        {"label": labels[key], "value": words.get(value, value), "remove_url": without(request, key)}
        for key, value in asked.items()
        if value
    ]


@guarded(Permission.READ_AUDIT)
@explained
@require_GET
def settings_changes(request: StaffRequest) -> HttpResponse:
    """Show who changed which setting from what to what, newest first."""
    asked, rows = _rows(request)
    page = page_of(request, rows)
    context = {
        "asked": asked, "chips": _chips(request, asked), "page": page, "rows": [told(one) for one in page],
        "settings": _settings().items(), "nav_counts": figures(request),
    }  # fmt: skip
    return render(request, "console/registers/settings_changes.html", context)


@guarded(Permission.READ_AUDIT)
@explained
@require_GET
def settings_changes_export(request: StaffRequest) -> HttpResponse:
    """Write the log as a workbook."""
    asked, rows = _rows(request)
    if rows.count() > MOST_EXPORTED:
        raise BadInput(_("没有导出。符合条件的超过 10,000 条，请按日期缩小范围后分次导出。"))
    columns = [
        Column(_("时间"), ColumnKind.MOMENT), Column(_("设置"), width=16), Column(_("哪一项"), width=30),
        Column(_("动作"), width=12), Column(_("原来和改为"), width=60), Column(_("姓名"), width=12), Column(_("岗位"), width=20),
        Column(_("机构"), width=24), Column(_("账号"), width=18), Column(_("来源"), width=30), Column("SHA-256", width=66),
    ]  # fmt: skip
    conditions = [(str(one["label"]), str(one["value"])) for one in _chips(request, asked)]
    return workbook(request, _("设置变更记录"), conditions, columns, map(_exported, rows))


def _exported(row: SettingsChange) -> list[Any]:
    shown = told(row)
    return [
        row.at, str(shown.setting), str(shown.which), row.get_act_display(), in_words(row), row.person_name or _("系统"),
        row.post_name, row.unit_name, row.account_name, row.source, row.file_hash,
    ]  # fmt: skip

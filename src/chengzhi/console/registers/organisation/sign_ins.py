"""The log of failed sign-ins, for the audit administrator."""

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
from chengzhi.kernel.models import FailureReason, SignInFailure
from chengzhi.kernel.permissions import Permission
from chengzhi.kernel.sign_ins import failed_sign_ins
from chengzhi.kernel.web import StaffRequest, guarded

MOST_EXPORTED = 10_000
ASKED = ("q", "reason", "since", "until")


def _rows(request: StaffRequest) -> tuple[dict[str, str], QuerySet[SignInFailure]]:
    asked = {key: request.GET.get(key, "").strip()[:60] for key in ASKED}
    rows = failed_sign_ins(
        request.capacity, text=asked["q"], reason=asked["reason"],
        since=parsed_day(asked["since"]), until=parsed_day(asked["until"]),
    )  # fmt: skip
    return asked, rows


def _chips(request: StaffRequest, asked: dict[str, str]) -> list[dict[str, Any]]:
    labels = {"q": _("查找"), "reason": _("原因"), "since": _("从"), "until": _("到")}
    words: dict[str, Any] = dict(FailureReason.choices)
    return [
        {"label": labels[key], "value": words.get(value, value), "remove_url": without(request, key)}
        for key, value in asked.items()
        if value
    ]


@guarded(Permission.READ_AUDIT)
@explained
@require_GET
def sign_ins(request: StaffRequest) -> HttpResponse:
    """Show which names were tried without success, from where and why, newest first."""
    asked, rows = _rows(request)
    context = {
        "asked": asked, "chips": _chips(request, asked), "page": page_of(request, rows),
        "reasons": FailureReason.choices, "nav_counts": figures(request),
    }  # fmt: skip
    return render(request, "console/registers/sign_ins.html", context)


@guarded(Permission.READ_AUDIT)
@explained
@require_GET
def sign_ins_export(request: StaffRequest) -> HttpResponse:
    """Write the log as a workbook."""
    asked, rows = _rows(request)
    if rows.count() > MOST_EXPORTED:
        raise BadInput(_("没有导出。符合条件的超过 10,000 条，请按日期缩小范围后分次导出。"))
    columns = [
        Column(_("时间"), ColumnKind.MOMENT), Column(_("所试账号"), width=24), Column(_("来源地址"), width=24),
        Column(_("原因"), width=24),
    ]  # fmt: skip
    conditions = [(str(one["label"]), str(one["value"])) for one in _chips(request, asked)]
    told = ([one.at, one.username, one.address, one.get_reason_display()] for one in rows)
    return workbook(request, _("登录失败记录"), conditions, columns, told)

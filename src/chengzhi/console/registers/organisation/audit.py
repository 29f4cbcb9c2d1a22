"""The books of the audit administrator."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from chengzhi.console.errors import explained
from chengzhi.console.registers.organisation import selectors as read
from chengzhi.console.registers.shell import figures, page_of, parsed_day, without
from chengzhi.console.work.workbooks import workbook
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.excel import Column, ColumnKind
from chengzhi.kernel.permissions import Permission as Kernel
from chengzhi.kernel.web import StaffRequest, guarded
from chengzhi.organisation.enums import ActKind
from chengzhi.organisation.permissions import Permission

MOST_EXPORTED = 10_000


def _asked(request: StaffRequest, name: str) -> dict[str, str]:
    return {key: request.GET.get(key, "").strip()[:60] for key in ("q", name, "since", "until")}


def _days(asked: dict[str, str]) -> dict[str, date | None]:
    return {"since": parsed_day(asked["since"]), "until": parsed_day(asked["until"])}


def _chips(request: StaffRequest, asked: dict[str, str], name: str, label: str, words: dict[str, Any]) -> list[Any]:
    labels = {"q": _("查找"), name: label, "since": _("从"), "until": _("到")}
    return [
        {"label": labels[key], "value": words.get(value, value), "remove_url": without(request, key)}
        for key, value in asked.items()
        if value
    ]


def _kinds() -> dict[str, Any]:
    return {str(value): label for value, label in ActKind.choices}


def _allowed() -> dict[str, Any]:
    return {"yes": _("看到了"), "no": _("没有准许")}


def _acts(request: StaffRequest) -> tuple[dict[str, str], list[Any], Any]:
    asked = _asked(request, "act")
    chips = _chips(request, asked, "act", _("事项"), _kinds())
    kind = asked["act"] if asked["act"] in ActKind.values else ""
    return asked, chips, read.act_rows(request.capacity, text=asked["q"], act=kind, **_days(asked))


@guarded(Permission.READ_ACTS)
@explained
@require_GET
def acts(request: StaffRequest) -> HttpResponse:
    """Show the book of the register, newest first."""
    asked, chips, rows = _acts(request)
    context = {
        "asked": asked, "chips": chips, "page": page_of(request, rows), "kinds": ActKind.choices,
        "nav_counts": figures(request),
    }  # fmt: skip
    return render(request, "console/registers/acts.html", context)


@guarded(Permission.READ_ACTS)
@explained
@require_GET
def acts_export(request: StaffRequest) -> HttpResponse:
    """Write the book of the register as a workbook."""
    _asked_for, chips, rows = _acts(request)
    columns = [
        Column(_("登记时间"), ColumnKind.MOMENT), Column(_("事项"), width=16), Column(_("内容"), width=50),
        Column(_("机构"), width=30), Column(_("人员"), width=12), Column(_("生效日"), ColumnKind.DATE),
        Column(_("依据文件"), width=24), Column(_("经办人"), width=40),
    ]  # fmt: skip
    return _sheet(request, _("变更记录"), chips, columns, (_exported_act(one) for one in _all(rows)))


def _exported_act(one: Any) -> list[Any]:
    unit, person = one.unit.name if one.unit else "", one.person.name if one.person else ""
    return [one.recorded_at, one.get_act_display(), one.note, unit, person, one.on, one.document, one.actor]


def _personal(request: StaffRequest) -> tuple[dict[str, str], list[Any], Any]:
    asked = _asked(request, "allowed")
    chips = _chips(request, asked, "allowed", _("结果"), _allowed())
    return asked, chips, read.personal_rows(request.capacity, text=asked["q"], allowed=asked["allowed"], **_days(asked))


@guarded(Kernel.READ_AUDIT)
@explained
@require_GET
def personal_access(request: StaffRequest) -> HttpResponse:
    """Show who looked at whose personal data, and why."""
    asked, chips, rows = _personal(request)
    context = {
        "asked": asked, "chips": chips, "page": page_of(request, rows), "allowed": _allowed().items(),
        "nav_counts": figures(request),
    }  # fmt: skip
    return render(request, "console/registers/personal_access.html", context)


@guarded(Kernel.READ_AUDIT)
@explained
@require_GET
def personal_access_export(request: StaffRequest) -> HttpResponse:
    """Write the log of looks at personal data as a workbook; it holds no personal data of residents."""
    _asked_for, chips, rows = _personal(request)
    columns = [
        Column(_("时间"), ColumnKind.MOMENT), Column(_("姓名"), width=12), Column(_("账号"), width=18),
        Column(_("用途"), width=40), Column(_("对象"), width=24), Column(_("字段"), width=14), Column(_("结果"), width=12),
    ]  # fmt: skip
    return _sheet(request, _("个人信息访问日志"), chips, columns, (_exported_look(one) for one in _all(rows)))


def _exported_look(one: Any) -> list[Any]:
    subject = f"{one.subject_kind} {one.subject_ref}"
    outcome = _("看到了") if one.allowed else _("没有准许")
    return [one.at, one.actor_name, one.account.username, one.purpose, subject, one.field, outcome]


def _all(rows: Any) -> Any:
    if rows.count() > MOST_EXPORTED:
        raise BadInput(_("没有导出。符合条件的超过 10,000 条，请按日期缩小范围后分次导出。"))
    return rows


def _sheet(request: StaffRequest, title: str, chips: list[Any], columns: list[Column], rows: Any) -> HttpResponse:
    conditions = [(str(one["label"]), str(one["value"])) for one in chips]
    return workbook(request, title, conditions, columns, rows)

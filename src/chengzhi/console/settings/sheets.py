"""Channels, dispatch rules, limits of stages, the calendar and daily hours as workbooks."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from chengzhi.cases.models import Channel, DispatchRule
from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors import settings as rules_of
from chengzhi.catalogue.enums import HandlerKind
from chengzhi.console.exports.sheets import Listing, Sheet, rows_of
from chengzhi.console.registers.shell import day_of
from chengzhi.console.settings import reading as read
from chengzhi.console.settings.calendar import year_of
from chengzhi.console.settings.rules import asked_of
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.calendar_log import hours_text
from chengzhi.kernel.excel import Column, ColumnKind
from chengzhi.kernel.models.calendars import WorkScheduleSpan
from chengzhi.kernel.permissions import Permission as Kernel
from chengzhi.kernel.wording import duration, working_duration

Given = Mapping[str, str]


def _channels(viewer: Capacity, _given: Given) -> Sheet:
    columns = [
        Column(_("代码"), width=16), Column(_("名称"), width=24), Column(_("英文名"), width=24), Column(_("类型")),
        Column(_("公众诉求")), Column(_("已收诉求"), ColumnKind.NUMBER), Column(_("状态")),
    ]  # fmt: skip
    return rows_of(rules_of.channels_for(viewer), _channel, columns)


def _channel(one: Channel) -> list[Any]:
    state = pgettext("state", "启用") if one.is_active else pgettext("state", "停用")
    return [one.code, one.name, one.name_en, one.get_kind_display(), one.is_public, getattr(one, "reports", 0), state]


def _rules(viewer: Capacity, given: Given) -> Sheet:
    shown, asked, is_ruling = day_of(given), asked_of(given), given.get("ruling") == "1"
    names = read.area_names()
    columns = [
        Column(_("小类代码")), Column(_("小类"), width=24), Column(_("处置行业"), width=16), Column(_("在哪里"), width=24),
        Column(_("处置单位"), width=36), Column(_("依据"), width=40), Column(_("裁定的案卷"), width=16),
        Column(_("起"), ColumnKind.DATE), Column(_("止"), ColumnKind.DATE),
    ]  # fmt: skip
    handler = str(HandlerKind(asked["handler"]).label) if asked["handler"] else ""
    conditions = [
        (_("日期"), shown.on.isoformat()), (_("查找"), asked["category"]), (_("处置行业"), handler),
        (_("区划"), names.get(asked["division"], asked["division"])), (_("只看裁定"), _("是") if is_ruling else ""),
    ]  # fmt: skip
    found = rules_of.dispatch_rules(viewer, shown.on, **asked, only_rulings=is_ruling)
    return rows_of(found, lambda one: _rule(one, names), columns, conditions)


def _rule(one: DispatchRule, names: Mapping[str, str]) -> list[Any]:
    code, name = (one.category.code, one.category.name) if one.category else ("", "")
    handler = "" if one.category else one.get_handler_display()
    area = names.get(one.division_code, one.division_code) or _("全区")
    return [
        code, name, handler, area, one.unit.name, one.ground, one.ruled_case_number if one.is_ruling else "",
        one.valid_from, one.valid_to,
    ]  # fmt: skip


def _limits(viewer: Capacity, _given: Given) -> Sheet:
    names = dict(read.schedule_options())
    columns = [
        Column(_("环节"), width=16), Column(_("现行时限"), width=18), Column(_("怎么计时"), width=24),
        Column(_("通用时限"), width=18), Column(_("来源")),
    ]  # fmt: skip
    return rows_of(rules_of.stage_rows(viewer), lambda row: _limit(row, names), columns)


def _limit(row: rules_of.StageRow, names: Mapping[str, str]) -> list[Any]:
    now = working_duration(row.seconds) if row.is_working else duration(row.seconds)
    usual = (working_duration if row.default_is_working else duration)(row.default_seconds)
    how = _("只算工作时间 · %(name)s") % {"name": names.get(row.schedule, row.schedule)}
    source = _("本市设定") if row.is_own else _("通用")
    return [row.clock.label, now, how if row.is_working else _("连续计时"), usual, source]


def _calendar(_viewer: Capacity, given: Given) -> Sheet:
    view = read.year_view(year_of(given))
    columns = [
        Column(_("日期"), ColumnKind.DATE), Column(_("这天")), Column(_("名称"), width=24), Column(_("本区例外")),
        Column(_("依据"), width=40),
    ]  # fmt: skip
    sources = {one.date: one.source for one in view.own}
    days = [day for month in view.months for day in month.days]
    return rows_of(days, lambda day: _day(day, sources), columns, [(_("年份"), str(view.year))])


def _day(day: read.DayCell, sources: Mapping[Any, str]) -> list[Any]:
    return [
        day.on, _("上班") if day.is_workday else _("休息"), day.name, _("是") if day.is_own else "", sources.get(day.on, "")
    ]  # fmt: skip


def _schedules(_viewer: Capacity, _given: Given) -> Sheet:
    columns = [
        Column(_("代码"), width=16), Column(_("计时方案"), width=24), Column(_("从"), ColumnKind.DATE),
        Column(_("最后一天"), ColumnKind.DATE), Column(_("工作时段"), width=36), Column(_("星期六上班")),
        Column(_("星期日上班")),
    ]  # fmt: skip
    nothing: list[WorkScheduleSpan | None] = [None]
    rows = [(code, name, span) for code, name, spans in read.schedules() for span in spans or nothing]
    return rows_of(rows, _span, columns)


def _span(row: tuple[str, str, WorkScheduleSpan | None]) -> list[Any]:
    """A plan without spans follows the standard hours and stands alone."""
    code, name, span = row
    if span is None:
        return [code, name, None, None, _("标准作息"), None, None]
    hours = hours_text(span.periods)
    return [code, name, span.valid_from, span.valid_to, hours, span.works_saturday, span.works_sunday]


RULES, SYSTEM = (Permission.MANAGE_RULES,), (Kernel.MANAGE_SYSTEM,)
SETTINGS = (
    Listing(name="channels", label=gettext_lazy("渠道"), page=("channels",), read=_channels, rights=RULES),
    Listing(
        name="rules", label=gettext_lazy("派遣规则"), page=("rules",), read=_rules, rights=RULES,
        asks=("on", "q", "handler", "area", "ruling"),
    ),
    Listing(name="limits", label=gettext_lazy("环节时限"), page=("limits",), read=_limits, rights=RULES),
    Listing(
        name="calendar", label=gettext_lazy("工作日历"), page=("calendar",), read=_calendar, rights=SYSTEM, asks=("year",)
    ),
    Listing(name="schedules", label=gettext_lazy("每日作息"), page=("schedules",), read=_schedules, rights=SYSTEM),
)  # fmt: skip

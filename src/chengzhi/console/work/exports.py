"""A list as a workbook: the same filters, rights and order."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from chengzhi.cases.models import Case
from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors.filters import channel_name, filter_words
from chengzhi.cases.selectors.nextacts import waiting_for
from chengzhi.cases.selectors.worklists import CAP, listed
from chengzhi.console.errors import explained
from chengzhi.console.work.lists import read_query
from chengzhi.console.work.workbooks import workbook
from chengzhi.kernel import clock
from chengzhi.kernel.clocks import light
from chengzhi.kernel.components import LIGHT_WORDS
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.excel import Column, ColumnKind
from chengzhi.kernel.web import StaffRequest, guarded
from chengzhi.kernel.wording import time_left


@guarded(Permission.EXPORT)
@explained
@require_GET
def export(request: StaffRequest, name: str) -> HttpResponse:
    """Write the list as a workbook: the same filters, rights and order."""
    query = read_query(request, name)
    rows = listed(request.capacity, query).select_related("category", "channel", "handling_unit", "patroller__person")
    cases = list(rows[: CAP + 1])
    if len(cases) > CAP:
        raise BadInput(_("没有导出。符合条件的超过 10,000 件，请加条件缩小范围后分次导出。"))
    conditions = [(str(_("列表")), str(query.work_list.label))]
    conditions += [(str(label), str(value)) for _key, label, value in filter_words(query)]
    return workbook(request, str(query.work_list.label), conditions, _columns(), map(_exported, cases))


def _columns() -> list[Column]:
    return [
        Column(_("编号"), width=16),
        Column(_("灯"), width=8),
        Column(_("时限"), width=18),
        Column(_("到期"), ColumnKind.MOMENT, 18),
        Column(_("状态"), width=12),
        Column(_("小类"), width=18),
        Column(_("摘要"), width=40),
        Column(_("位置"), width=36),
        Column(_("街道和社区"), width=24),
        Column(_("网格"), width=18),
        Column(_("来源"), width=12),
        Column(_("处置单位"), width=24),
        Column(_("处置员"), width=12),
        Column(_("督办"), width=12),
        Column(_("上报"), ColumnKind.MOMENT, 18),
        Column(_("办结"), ColumnKind.MOMENT, 18),
        Column(_("等谁"), width=24),
    ]


def _exported(case: Case) -> list[Any]:
    now = clock.now()
    shown = light(due_at=case.due_at, warn_at=case.warn_at, is_paused=case.is_clock_paused, at=now)
    unit = case.handling_unit.name if case.handling_unit else ""
    return [
        case.number,
        str(LIGHT_WORDS[shown]) if shown else "",
        time_left(case.due_at, now) if case.due_at else "",
        case.due_at,
        case.state_label,
        case.category.name,
        case.summary,
        case.place,
        case.area_name,
        case.cell_code,
        channel_name(case.channel),
        unit,
        case.handler_name,
        case.get_supervision_display() if case.supervision else "",
        case.opened_at,
        case.closed_at,
        waiting_for(case) if case.is_open else "",
    ]

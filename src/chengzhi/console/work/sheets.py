"""A work list as rows of a workbook: the same filters, rights and order as on the page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from chengzhi.cases.models import Case
from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors.filters import channel_name, filter_words
from chengzhi.cases.selectors.nextacts import waiting_for
from chengzhi.cases.selectors.worklists import CHOSEN, LISTS, WorkList, WorkQuery, listed
from chengzhi.console.exports.sheets import Listing, Read, Sheet, streamed
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.clocks import light
from chengzhi.kernel.components import LIGHT_WORDS
from chengzhi.kernel.excel import Column, ColumnKind
from chengzhi.kernel.wording import time_left

RELATED = ("category", "channel", "handling_unit", "patroller__person")


@dataclass(frozen=True, slots=True)
class ListSheet:
    """A list as one viewer sees it, ready to be written."""

    viewer: Capacity
    query: WorkQuery

    @property
    def title(self) -> str:
        return str(self.query.work_list.label)

    @property
    def conditions(self) -> list[tuple[str, str]]:
        """Return the list and its filters in words, for the first sheet."""
        chosen = [(str(label), str(value)) for _key, label, value in filter_words(self.query)]
        return [(_("列表"), self.title), *chosen]

    def count(self) -> int:
        return listed(self.viewer, self.query).order_by().count()

    def rows(self) -> Iterator[list[Any]]:
        """Yield the rows in the order of the page, read a thousand at a time."""
        found = listed(self.viewer, self.query).select_related(*RELATED)
        return map(told, streamed(found))

    @property
    def sheet(self) -> Sheet:
        return Sheet(columns=list_columns(), count=self.count, rows=self.rows, conditions=self.conditions)


def list_columns() -> list[Column]:
    """Return the columns of a list, the number of the case first."""
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


def told(case: Case) -> list[Any]:
    """Return a case as it stands under the columns."""
    now = clock.now()
    shown = light(due_at=case.due_at, warn_at=case.warn_at, is_paused=case.is_clock_paused, at=now)
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
        case.handling_unit.name if case.handling_unit else "",
        case.handler_name,
        case.get_supervision_display() if case.supervision else "",
        case.opened_at,
        case.closed_at,
        waiting_for(case) if case.is_open else "",
    ]


def _read(name: str) -> Read:
    return lambda viewer, given: ListSheet(viewer, WorkQuery.read(name, given)).sheet


def _listing(one: WorkList) -> Listing:
    return Listing(
        name=one.name, label=one.label, page=("work_list", one.name), read=_read(one.name),
        rights=(Permission.EXPORT,), asks=(*CHOSEN, "sort"),
    )  # fmt: skip


WORK = tuple(_listing(one) for one in LISTS.values())

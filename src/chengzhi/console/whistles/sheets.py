"""The list of whistles as a workbook: one row for each department called."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chengzhi.cases.models import Whistle
from chengzhi.console.exports.sheets import Listing, Sheet, in_batches
from chengzhi.console.whistles import selectors as read
from chengzhi.console.whistles.views import RIGHTS, asked_of, labels
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.excel import Column, ColumnKind


def _whistles(viewer: Capacity, given: Mapping[str, str]) -> Sheet:
    tab, text = asked_of(given)
    found = read.whistle_rows(viewer, tab=tab, text=text)
    columns = [
        Column(_("编号"), width=18), Column(_("事由"), width=40), Column(_("集合地点"), width=30),
        Column(_("集合时间"), ColumnKind.MOMENT), Column(_("吹哨单位"), width=30), Column(_("状态"), width=10),
        Column(_("部门"), width=28), Column(_("部门状态"), width=10), Column(_("到场人"), width=12),
        Column(_("签到时间"), ColumnKind.MOMENT), Column(_("签到距离（米）"), ColumnKind.NUMBER), Column(_("处理结果"), width=40),
    ]  # fmt: skip
    conditions = [(_("列表"), labels()[tab]), (_("查找"), text)]
    return Sheet(
        columns=columns, count=lambda: _count(found), rows=lambda: in_batches(found, _called), conditions=conditions
    )  # fmt: skip


def _count(found: QuerySet[Whistle]) -> int:
    """Return the departments called by all of them."""
    return found.aggregate(rows=Sum("called"))["rows"] or 0


def _called(batch: list[Whistle]) -> Iterator[list[Any]]:
    for one in batch:
        head = [one.number, one.matter, one.place, one.gather_at, one.unit.name, one.state_label]
        for each in one.summonses.all():
            yield [
                *head, each.unit.name, each.state_label, each.coming, each.signed_at, each.signed_metres, each.result,
            ]  # fmt: skip


LIST = Listing(
    name="whistles",
    label=gettext_lazy("街道吹哨"),
    page=("whistles",),
    read=_whistles,
    rights=RIGHTS,
    asks=("tab", "q"),
)
WHISTLES = (LIST,)

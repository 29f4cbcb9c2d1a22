"""Parts, cells, divisions and their changes as workbooks: the conditions and the order of the page."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chengzhi.console.exports.sheets import Listing, Sheet, in_batches, rows_of
from chengzhi.console.registers.grid import cells, divisions, parts
from chengzhi.console.registers.grid import reading as read
from chengzhi.console.registers.shell import day_of
from chengzhi.grid.enums import Grade, PartState
from chengzhi.grid.models import Cell, Division, DivisionChange, Part
from chengzhi.grid.permissions import Permission
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.excel import Column, ColumnKind

Given = Mapping[str, str]


def _parts(viewer: Capacity, given: Given) -> Sheet:
    asked = parts.asked_of(given)
    columns = [
        Column(_("部件编码"), width=20), Column(_("部件名称"), width=24), Column(_("部件状态")), Column(_("网格编码"), width=20),
        Column(_("主管单位"), width=28), Column(_("权属单位"), width=28), Column(_("养护单位"), width=28),
        Column(_("经度")), Column(_("纬度")), Column(_("登记日期"), ColumnKind.DATE), Column(_("注销日期"), ColumnKind.DATE),
    ]  # fmt: skip
    conditions = [
        (_("查找"), asked["text"]), (_("区划"), asked["area"]), (_("类别"), asked["category"]),
        (_("部件状态"), PartState(asked["state"]).label if asked["state"] else ""),
        (_("已注销"), _("是") if asked["retired"] else ""),
    ]  # fmt: skip
    return rows_of(read.find_parts(viewer, **asked), _part, columns, conditions)


def _part(one: Part) -> list[Any]:
    return [
        one.code, one.name, one.get_state_display(), one.cell.code if one.cell else "", one.competent_name, one.owner_name,
        one.maintainer_name, f"{one.lon:.6f}", f"{one.lat:.6f}", one.valid_from, one.valid_to,
    ]  # fmt: skip


def _cells(viewer: Capacity, given: Given) -> Sheet:
    shown, asked = day_of(given), cells.asked_of(given)
    columns = [
        Column(_("网格编码"), width=20), Column(_("名称"), width=24), Column(_("街道"), width=16), Column(_("社区"), width=16),
        Column(_("区域类别")), Column(_("面积（平方米）"), ColumnKind.NUMBER), Column(_("采集员"), width=20),
        Column(_("部件"), ColumnKind.NUMBER), Column(_("在办"), ColumnKind.NUMBER),
    ]  # fmt: skip
    conditions = [
        (_("日期"), shown.on.isoformat()), (_("查找"), asked["text"]), (_("区划"), asked["area"]),
        (_("区域类别"), str(Grade(asked["grade"]).label) if asked["grade"] else ""),
        (_("没有采集员"), _("是") if asked["bare"] else ""),
    ]  # fmt: skip
    found = read.find_cells(viewer, shown.on, **asked)

    def told(batch: list[Cell]) -> Iterator[list[Any]]:
        return map(_cell, read.cell_rows(batch, shown.on, is_today=shown.is_today))

    return Sheet(columns=columns, count=found.count, rows=lambda: in_batches(found, told), conditions=conditions)


def _cell(row: read.CellRow) -> list[Any]:
    community, facts = row.cell.community, row.facts
    street = community.parent.short_name if community.parent else ""
    collectors = "、".join(row.collectors)
    return [
        row.cell.code, facts.name, street, community.short_name, facts.grade, facts.area_m2, collectors, row.parts, row.cases
    ]  # fmt: skip


def _divisions(_viewer: Capacity, given: Given) -> Sheet:
    edition = divisions.edition_of(given.get("edition", ""), read.division_editions())
    columns = [
        Column(_("代码"), width=16), Column(_("名称"), width=36), Column(_("简称"), width=18), Column(_("级别")),
        Column(_("上级代码"), width=16), Column(_("上级名称"), width=24), Column(_("网格"), ColumnKind.NUMBER),
        Column(_("起"), ColumnKind.DATE), Column(_("止"), ColumnKind.DATE),
    ]  # fmt: skip
    rows = list(_branches(read.division_tree(edition)))
    return rows_of(rows, _division, columns, [(_("版本"), edition)])


def _branches(tree: list[Any], above: Division | None = None) -> Iterator[tuple[read.Branch, Division | None]]:
    for branch in tree:
        yield branch, above
        yield from _branches(branch.below, branch.division)


def _division(row: tuple[read.Branch, Division | None]) -> list[Any]:
    branch, above = row
    one = branch.division
    higher = (above.code, above.name) if above else ("", "")
    return [
        one.code, one.name, one.short_name, one.get_level_display(), *higher, branch.cells, one.valid_from, one.valid_to
    ]  # fmt: skip


def _changes(_viewer: Capacity, given: Given) -> Sheet:
    text = given.get("q", "")[:40]
    columns = [
        Column(_("原代码"), width=16), Column(_("原名称"), width=30), Column(_("新代码"), width=16), Column(_("新名称"), width=30),
        Column(_("变更方式")), Column(_("起"), ColumnKind.DATE), Column(_("依据文件"), width=40),
    ]  # fmt: skip
    return rows_of(read.division_changes(text), _change, columns, [(_("查找"), text)])


def _change(row: tuple[DivisionChange, str, str]) -> list[Any]:
    one, old, new = row
    return [one.old_code, old, one.new_code, new, one.get_kind_display(), one.on, one.document]


READ = (Permission.READ,)
PARTS = Listing(
    name="parts", label=gettext_lazy("部件"), page=("parts",), read=_parts, rights=READ,
    asks=("q", "area", "category", "state", "retired"),
)  # fmt: skip
CELLS = Listing(
    name="cells", label=gettext_lazy("网格"), page=("cells",), read=_cells, rights=READ,
    asks=("on", "q", "area", "grade", "bare"),
)  # fmt: skip
DIVISIONS = Listing(
    name="divisions", label=gettext_lazy("区划"), page=("divisions",), read=_divisions, rights=READ, asks=("edition",)
)
CHANGES = Listing(
    name="division_changes", label=gettext_lazy("区划代码变更"), page=("divisions",), read=_changes, rights=READ,
    asks=("edition", "q"),
)  # fmt: skip
GRID = (PARTS, CELLS, DIVISIONS, CHANGES)

"""Categories, filing standards and the mappings between editions as workbooks."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chengzhi.catalogue.enums import Level
from chengzhi.catalogue.models import Category, CategoryMapping, FilingStandard
from chengzhi.catalogue.permissions import Permission
from chengzhi.console.exports.sheets import Listing, Sheet, rows_of
from chengzhi.console.registers.catalogue import reading as read
from chengzhi.console.registers.catalogue.views import asked_of
from chengzhi.console.registers.shell import day_of
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.excel import Column, ColumnKind
from chengzhi.kernel.limits import LimitUnit

Given = Mapping[str, str]


def _standards(viewer: Capacity, given: Given) -> Sheet:
    """The columns are those that the import knows."""
    shown, asked = day_of(given), asked_of(given)
    columns = [
        Column(_("类别")), Column(_("大类代码")), Column(_("大类名称")), Column(_("小类代码")), Column(_("小类名称"), width=24),
        Column(_("编号")), Column(_("立案条件"), width=40), Column(_("结案条件"), width=40), Column(_("区域级别")),
        Column(_("时限数值"), ColumnKind.NUMBER), Column(_("时限单位")), Column(_("时限说明")), Column(_("处置行业")),
        Column(_("生效日期"), ColumnKind.DATE), Column(_("来源"), width=30),
    ]  # fmt: skip
    level = str(Level(asked["level"]).label) if asked["level"] else ""
    conditions = [(_("日期"), shown.on.isoformat()), (_("查找"), asked["text"]), (_("区域级别"), level)]
    return rows_of(read.standards(viewer, shown.on, **asked), _standard, columns, conditions)


def _standard(one: FilingStandard) -> list[Any]:
    held = one.category
    return [
        held.get_kind_display(), held.big_code, held.big_name, held.code, held.name, one.number, one.condition,
        one.closing_rule, one.level, one.limit_value, LimitUnit(one.limit_unit).label, one.limit_note,
        one.get_default_handler_display(), one.valid_from, one.source,
    ]  # fmt: skip


def _categories(_viewer: Capacity, given: Given) -> Sheet:
    """Both kinds stand on the sheet, as both stand on the page behind its tabs."""
    shown, text = day_of(given), given.get("q", "").strip()
    edition = read.edition_named(given.get("edition", ""), shown.on)
    classes = read.tree(edition, shown.on, text=text) if edition else []
    columns = [
        Column(_("类别")), Column(_("大类代码")), Column(_("大类名称"), width=20), Column(_("小类代码")),
        Column(_("小类名称"), width=24), Column(_("处置行业"), width=16), Column(_("立案条件"), ColumnKind.NUMBER),
        Column(_("本市扩展")), Column(_("关键词"), width=40),
    ]  # fmt: skip
    conditions = [(_("日期"), shown.on.isoformat()), (_("版本"), edition.name if edition else ""), (_("查找"), text)]
    return rows_of([row for one in classes for row in one.rows], _category, columns, conditions)


def _category(one: Category) -> list[Any]:
    return [
        one.get_kind_display(), one.big_code, one.big_name, one.code, one.name, one.get_handler_display(),
        getattr(one, "conditions", 0), one.is_city_extension, " ".join(one.keywords),
    ]  # fmt: skip


def _mappings(_viewer: Capacity, _given: Given) -> Sheet:
    columns = [
        Column(_("原版本"), width=24), Column(_("原大类"), width=18), Column(_("原代码")), Column(_("原小类"), width=22),
        Column(_("关系")), Column(_("对应版本"), width=24), Column(_("对应大类"), width=18), Column(_("对应代码")),
        Column(_("对应小类"), width=22), Column(_("说明"), width=40),
    ]  # fmt: skip
    editions = read.editions()
    rows = [row for one in editions[1:] for row in read.edition_mappings(editions[0], one)]
    return rows_of(rows, _mapping, columns)


def _mapping(one: CategoryMapping) -> list[Any]:
    first, second = one.from_category, one.to_category
    return [
        first.edition.name, first.big_name, first.code, first.name, one.get_relation_display(),
        second.edition.name, second.big_name, second.code, second.name, one.note,
    ]  # fmt: skip


READ = (Permission.READ,)
STANDARDS = Listing(
    name="standards", label=gettext_lazy("立案标准"), page=("standards",), read=_standards, rights=READ,
    asks=("on", "q", "level"),
)  # fmt: skip
CATEGORIES = Listing(
    name="categories", label=gettext_lazy("部件事件目录"), page=("catalogue",), read=_categories, rights=READ,
    asks=("on", "q", "edition"),
)  # fmt: skip
MAPPINGS = Listing(name="mappings", label=gettext_lazy("版本对照"), page=("editions",), read=_mappings, rights=READ)
CATALOGUE = (STANDARDS, CATEGORIES, MAPPINGS)

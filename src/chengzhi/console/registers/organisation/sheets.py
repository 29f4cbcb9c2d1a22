"""Units, territories, people and posts as workbooks: the conditions and the order of the page."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chengzhi.console.exports.sheets import Listing, Sheet, rows_of
from chengzhi.console.registers.organisation import people, units
from chengzhi.console.registers.organisation import selectors as read
from chengzhi.console.registers.shell import DayShown, day_of, in_words
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.excel import Column, ColumnKind
from chengzhi.kernel.templatetags.cz import named
from chengzhi.organisation.enums import UnitKind
from chengzhi.organisation.models import Territory
from chengzhi.organisation.permissions import Permission

Given = Mapping[str, str]


def _day(shown: DayShown) -> tuple[str, str]:
    return _("日期"), shown.on.isoformat()


def _units(viewer: Capacity, given: Given) -> Sheet:
    shown, asked = day_of(given), units.asked_of(given)
    columns = [
        Column(_("机构代码"), width=22), Column(_("名称"), width=36), Column(_("简称"), width=18), Column(_("类别"), width=16),
        Column(_("上级机构"), width=36), Column(_("辖区"), width=30), Column(_("岗位"), ColumnKind.NUMBER),
        Column(_("在岗人数"), ColumnKind.NUMBER),
    ]  # fmt: skip
    conditions = [_day(shown), *in_words(units.conditions(viewer, asked))]
    return rows_of(units.rows_for(viewer, shown, asked), _unit, columns, conditions)


def _unit(row: read.UnitRow) -> list[Any]:
    unit = row.unit
    above = row.parent.name if row.parent else ""
    kind = UnitKind(unit.kind).label
    return [unit.code, unit.name, unit.short_name, kind, above, "、".join(unit.territory), row.posts, row.people]


def _territories(viewer: Capacity, given: Given) -> Sheet:
    shown = day_of(given)
    columns = [
        Column(_("代码"), width=18), Column(_("区划"), width=24), Column(_("机构"), width=36),
        Column(_("起"), ColumnKind.DATE), Column(_("止"), ColumnKind.DATE), Column(_("依据文件"), width=30),
    ]  # fmt: skip
    conditions = [_day(shown), (_("查找"), given.get("q", ""))]
    return rows_of(units.territories_for(viewer, shown, given), _territory, columns, conditions)


def _territory(row: tuple[Territory, str]) -> list[Any]:
    one, name = row
    return [one.division_code, name, one.unit.name, one.valid_from, one.valid_to, one.document]


def _people(viewer: Capacity, given: Given) -> Sheet:
    """Numbers stay masked."""
    shown, asked = day_of(given), people.asked_of_people(given)
    columns = [
        Column(_("姓名"), width=12), Column(_("用工性质"), width=14), Column(_("岗位和机构"), width=60),
        Column(_("手机号（已遮）"), width=16), Column(_("账号"), width=10),
    ]  # fmt: skip
    conditions = [_day(shown), *in_words(people.people_conditions(viewer, asked))]
    return rows_of(people.people_for(viewer, asked, shown.on), _person, columns, conditions)


def _person(one: Any) -> list[Any]:
    held = "；".join(f"{each.post.name} · {each.post.unit.name}" for each in one.current)
    return [one.name, one.get_employment_display(), held, one.masked_phone, _("有") if one.account_id else _("没有")]


def _posts(viewer: Capacity, given: Given) -> Sheet:
    shown, asked = day_of(given), people.asked_of_posts(given)
    columns = [
        Column(_("岗位"), width=20), Column(_("机构"), width=36), Column(_("角色"), width=18),
        Column(_("职数"), ColumnKind.NUMBER), Column(_("在任"), ColumnKind.NUMBER), Column(_("谁在任"), width=50),
        Column(_("设置日"), ColumnKind.DATE),
    ]  # fmt: skip
    conditions = [_day(shown), *in_words(people.post_conditions(viewer, asked))]
    return rows_of(people.posts_for(viewer, asked, shown.on), _post, columns, conditions)


def _post(one: Any) -> list[Any]:
    names = "、".join(held.person.name for held in one.holding)
    return [one.name, one.unit.name, named(one.role), one.headcount, len(one.holding), names, one.valid_from]


READ = (Permission.READ_REGISTER,)
UNITS = Listing(
    name="units",
    label=gettext_lazy("机构"),
    page=("units",),
    read=_units,
    rights=READ,
    asks=("on", "q", "kind", "unit"),
)
TERRITORIES = Listing(
    name="territories", label=gettext_lazy("辖区"), page=("territories",), read=_territories, rights=READ,
    asks=("on", "q", "unit"),
)  # fmt: skip
PEOPLE = Listing(
    name="people", label=gettext_lazy("人员"), page=("people",), read=_people, rights=READ,
    asks=("on", "q", "employment", "state", "unit"),
)  # fmt: skip
POSTS = Listing(
    name="posts", label=gettext_lazy("岗位任职"), page=("posts",), read=_posts, rights=READ,
    asks=("on", "q", "role", "vacancy", "unit"),
)  # fmt: skip
REGISTERS = (UNITS, TERRITORIES, PEOPLE, POSTS)

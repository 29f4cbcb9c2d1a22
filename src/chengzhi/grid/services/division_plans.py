"""What an import of divisions would do: the fate of every row, and what a person should look at besides."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import shapely
from django.utils.translation import gettext as _

from chengzhi.grid import codes
from chengzhi.grid.geometry import from_geojson, rounded
from chengzhi.grid.models import Cell, Division, DivisionChange
from chengzhi.grid.permissions import Permission, reaches
from chengzhi.grid.selectors.divisions import divisions_in_force
from chengzhi.grid.services.division_sources import Source
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.coordinates import CHINA_BOX
from chengzhi.kernel.tabular import DryRun, Fate, RowFate
from chengzhi.kernel.wording import listed
from chengzhi.organisation.models import in_force

LONGEST_NAME = 60
LONGEST_EDITION = 10
SAME_WITHIN = 1e-7
COMMITTEES = ("居民委员会", "居委会", "村民委员会", "村委会")
Change = tuple[str, str]


@dataclass(slots=True)
class DivisionRow:
    """One division on its way: what the file says, what it was before, and what is wrong with it so far."""

    source: Source
    code: str
    name: str
    short_name: str
    old_codes: tuple[str, ...]
    shape: Any = None
    standing: Division | None = None
    errors: dict[str, str] = field(default_factory=dict)
    fate: Fate = Fate.NEW

    def refuse(self, column: str, words: str) -> None:
        self.errors.setdefault(column, words)
        self.fate = Fate.REFUSED

    @property
    def is_renamed(self) -> bool:
        return self.standing is not None and self.standing.name != self.name

    @property
    def told(self) -> RowFate:
        before = {"name": self.standing.name, "short_name": self.standing.short_name} if self.standing else {}
        after = {"code": self.code, "name": self.name, "short_name": self.short_name}
        after["old_code"] = "、".join(self.old_codes)
        return RowFate(self.source.number, self.fate, self.code, self.errors, before, after)


@dataclass(frozen=True, slots=True, kw_only=True)
class DivisionPlan:
    """The fate of every row; ``notes`` are sentences that bar nothing."""

    rows: list[DivisionRow]
    notes: list[str]

    @property
    def dry_run(self) -> DryRun:
        return DryRun([row.told for row in self.rows])


def plan_divisions(
    sources: Sequence[Source], *, capacity: Capacity, effective_on: date, edition: str, on_row: Callable[[], None]
) -> DivisionPlan:
    """Return what an import would do on a day."""
    rows = [_row(source) for source in sources]
    register = _Register.of(rows, effective_on, edition)
    seen: dict[str, int] = {}
    for row in rows:
        row.standing = register.standing(row.code)
        _judge(row, capacity, seen.setdefault(row.code, row.source.number))
        _judge_shape(row)
        _judge_past(row, register)
        on_row()
    _judge_parents(rows, register)
    for row in rows:
        _settle(row, register)
    return DivisionPlan(rows=rows, notes=_notes(rows, register))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Register:
    """What the register holds of the codes of a file."""

    day: date
    edition: str
    present: dict[str, Division]
    later: dict[str, date]
    ending: set[str]
    editions: set[Change]
    changes: set[Change]

    @classmethod
    def of(cls, rows: Sequence[DivisionRow], day: date, edition: str) -> "_Register":
        wanted = {row.code for row in rows} | {old for row in rows for old in row.old_codes}
        known = list(Division.objects.filter(code__in=wanted | {codes.parent_code(code) for code in wanted}))
        changes = DivisionChange.objects.filter(new_code__in=wanted, on=day)
        return cls(
            day=day,
            edition=edition,
            present={one.code: one for one in known if _holds(one, day)},
            later={one.code: one.valid_from for one in known if one.valid_from > day},
            ending={old for row in rows for old in row.old_codes},
            editions={(one.code, one.edition) for one in known},
            changes=set(changes.values_list("old_code", "new_code")),
        )

    def standing(self, code: str) -> Division | None:
        """Return what bears the code on the day, unless the file lets it pass into another and gives the code anew."""
        found = self.present.get(code)
        return None if found and code in self.ending and found.valid_from < self.day else found


def _holds(division: Division, day: date) -> bool:
    return division.valid_from <= day and (division.valid_to is None or division.valid_to > day)


def _row(source: Source) -> DivisionRow:
    name = "".join(source.values["name"].split())
    old = re.split(r"[、，,;；/\s]+", source.values.get("old_code", "").strip())
    return DivisionRow(
        source=source,
        code=codes.plain_division(source.values["code"]),
        name=name,
        short_name="".join(source.values.get("short_name", "").split()) or plain_name(name),
        old_codes=tuple(dict.fromkeys(codes.plain_division(one) for one in old if one)),
    )


def plain_name(name: str) -> str:
    """Return the name without the committee that runs the place: 德民社区 for 德民社区居委会."""
    for ending in COMMITTEES:
        name = name.removesuffix(ending) or name
    return name


def _judge(row: DivisionRow, capacity: Capacity, first: int) -> None:
    if not codes.is_division_code(row.code):
        row.refuse("code", _("“%(code)s”不是区划代码：区 6 位、街道 9 位、社区 12 位。") % {"code": row.code[:30]})
    elif first != row.source.number:
        row.refuse("code", _("与第 %(number)s 行的代码相同。") % {"number": first})
    elif not reaches(capacity, Permission.MANAGE_CELLS, row.code):
        row.refuse("code", _("%(code)s 不在您的管理范围。") % {"code": row.code})
    if not row.name:
        row.refuse("name", _("没有名称。"))
    elif max(len(row.name), len(row.short_name)) > LONGEST_NAME:
        row.refuse("name", _("最多 %(count)d 个字，请缩短。") % {"count": LONGEST_NAME})
    if row.source.surplus:
        words = _("这一行比表头多出内容“%(text)s”。请检查是否有多余的逗号。")
        row.refuse("", words % {"text": row.source.surplus[:30]})
    given = codes.plain_division(row.source.values.get("parent", ""))
    if given and given != codes.parent_code(row.code):
        words = _("上级代码 %(parent)s 不是 %(code)s 的前几位。请核对其中一个。")
        row.refuse("parent", words % {"parent": given[:30], "code": row.code[:30]})


def _judge_shape(row: DivisionRow) -> None:
    if row.source.is_unreadable:
        row.refuse("boundary", _("边界读不出来。要写成 GeoJSON 的面，或改用地图文件。"))
    if row.source.shape is None or shapely.is_empty(row.source.shape):
        return
    shape = rounded(row.source.shape)
    if shape.geom_type not in {"Polygon", "MultiPolygon"} or not shapely.is_valid(shape):
        row.refuse("boundary", _("边界不是面，或者自相交。请在制图软件里改正。"))
    elif not shapely.covers(shapely.box(*CHINA_BOX), shape):
        row.refuse("boundary", _("边界不在中国范围内。请核对坐标系和经纬度顺序。"))
    else:
        row.shape = shapely.normalize(shape)


def _judge_past(row: DivisionRow, register: _Register) -> None:
    """Refuse a past that cannot be: an old code that did not hold, or a new one that holds only later."""
    for old in row.old_codes:
        if len(old) != len(row.code) or old == row.code:
            row.refuse("old_code", _("原代码 %(old)s 与新代码不是同一级，或者相同。") % {"old": old[:30]})
        elif old not in register.present and (old, row.code) not in register.changes:
            words = _("原代码 %(old)s 在 %(day)s 不是有效的区划。")
            row.refuse("old_code", words % {"old": old, "day": register.day})
    if row.code in register.later:
        words = _("%(code)s 已登记从 %(day)s 起生效。请改生效日期。")
        row.refuse("code", words % {"code": row.code, "day": register.later[row.code]})


def _judge_parents(rows: Sequence[DivisionRow], register: _Register) -> None:
    """Refuse, from the top down, what would stand below nothing."""
    good = {row.code for row in rows if row.fate is not Fate.REFUSED}
    for row in sorted(rows, key=lambda one: len(one.code)):
        parent = codes.parent_code(row.code)
        if parent and row.fate is not Fate.REFUSED and parent not in good and parent not in register.present:
            words = _("上级 %(parent)s 不在文件里，当日也没有登记。请先补上级。")
            row.refuse("parent", words % {"parent": parent})
            good.discard(row.code)


def _settle(row: DivisionRow, register: _Register) -> None:
    """Say what becomes of a row without fault."""
    if row.fate is Fate.REFUSED:
        return
    new_pasts = {(old, row.code) for old in row.old_codes} - register.changes
    if row.standing is None:
        if (row.code, register.edition) in register.editions:
            row.refuse(
                "code",
                _("版本 %(edition)s 里已有这个代码，而且已经失效。请换一个版本名。") % {"edition": register.edition},
            )
        return
    same = row.standing.name == row.name and row.standing.short_name == row.short_name and _same_ground(row)
    row.fate = Fate.SAME if same and not new_pasts else Fate.CHANGED


def _same_ground(row: DivisionRow) -> bool:
    if row.shape is None:
        return True
    if row.standing is None or row.standing.boundary is None:
        return False
    return bool(shapely.equals_exact(row.shape, shapely.normalize(from_geojson(row.standing.boundary)), SAME_WITHIN))


def _notes(rows: Sequence[DivisionRow], register: _Register) -> list[str]:
    """Return what the change of codes leaves for other acts to do."""
    ending = {old for row in rows if row.fate is not Fate.REFUSED for old in row.old_codes if old in register.present}
    found = [*_left_below(ending, register.day), *_cells_below(ending, register.day)]
    twice = [code for code, count in Counter(old for row in rows for old in row.old_codes).items() if count > 1]
    if twice:
        found.append(
            _("%(codes)s 分到了几个新代码，旧记录按最小的新代码查找。") % {"codes": listed(sorted(twice)[:20])}
        )
    if ending:
        found.append(_("机构的辖区还写着旧代码，请在“机构”里办理区划代码变更。"))
    return found


def _left_below(ending: set[str], day: date) -> list[str]:
    below = divisions_in_force(day).filter(parent__code__in=ending, parent__valid_to=None).exclude(code__in=ending)
    left = list(below.values_list("code", flat=True)[:20])
    words = _("%(codes)s 的上级将失效，自己还没有新代码。请把它们也写进文件。")
    return [words % {"codes": listed(left)}] if left else []


def _cells_below(ending: set[str], day: date) -> list[str]:
    count = Cell.objects.filter(in_force(day), community__code__in=ending).count()
    words = _("旧代码下还有 %(count)s 个网格在用，请随后导入新编码的网格。")
    return [words % {"count": count}] if count else []

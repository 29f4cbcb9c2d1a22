"""Reading filing standards from the sheets that cities hand round, whatever their columns are called."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from chengzhi.catalogue.enums import CategoryKind, HandlerKind, Level
from chengzhi.catalogue.limit_words import LONGEST, Reading, WrittenLimit, parse_limit
from chengzhi.catalogue.models import FilingStandard
from chengzhi.catalogue.services.lengths import overlong
from chengzhi.kernel.digits import whole_number
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.limits import LimitUnit
from chengzhi.kernel.tabular import OVERFLOW, Cell, Row

_ALIASES: dict[str, tuple[str, ...]] = {
    "kind": ("type", "类别", "类型", "部件事件"),
    "big_code": ("big_code", "大类代码"),
    "code": ("code", "小类代码", "代码", "编码"),
    "big_name": ("big_class", "big_name", "大类名称", "大类"),
    "name": ("small_class", "name", "小类名称", "小类"),
    "extension": ("kind", "is_city_extension", "本市扩展"),
    "condition": ("filing_condition", "condition", "立案条件"),
    "closing": ("closing_condition", "closing_rule", "结案条件"),
    "limit": ("limit_raw", "处置时限", "时限"),
    "limit_value": ("limit_value", "时限数值"),
    "limit_unit": ("limit_unit", "时限单位"),
    "limit_a": ("limit_a", "A类时限", "A类区域", "时限A", "A"),
    "limit_b": ("limit_b", "B类时限", "B类区域", "时限B", "B"),
    "limit_c": ("limit_c", "C类时限", "C类区域", "时限C", "C"),
    "level": ("level", "区域级别", "级别", "计时等级"),
    "handler": ("handler", "处置行业"),
    "unit": ("处置单位", "default_unit_text", "责任单位"),
    "verified": ("verified", "已核对"),
    "source": ("source", "来源"),
}
_KINDS = {"part": CategoryKind.PART, "部件": CategoryKind.PART, "event": CategoryKind.EVENT, "事件": CategoryKind.EVENT}
_GRADED = {"limit_a": Level.A, "limit_b": Level.B, "limit_c": Level.C}
_YES = frozenset({"1", "true", "yes", "是", "verified", "已核对"})
_EXTENSIONS = frozenset({"1", "true", "是", "local_extension", "other_city", "本市扩展"})
UNSTATED = "来源未写明立案条件"
UNCLASSED = "未归类"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One standard as a sheet states it; a row with limits for three levels makes three."""

    kind: CategoryKind
    code: str
    big_name: str
    name: str
    is_city_extension: bool
    condition: str
    closing_rule: str
    level: Level
    limit: WrittenLimit
    handler: HandlerKind
    unit_text: str
    verified: bool
    source: str


def known_columns(columns: tuple[str, ...]) -> dict[str, str]:
    """Return which column holds which fact; raise BadInput naming what is missing."""
    found = {fact: name for fact, names in _ALIASES.items() for name in names[::-1] if name in columns}
    limits = {"limit", "limit_value", "limit_a"} & set(found)
    missing = [words for fact, words in _needed() if fact not in found]
    if not limits:
        missing.append(_("处置时限"))
    if missing:
        raise BadInput(
            _("表里缺少这些列：%(missing)s。请补上列名（立案标准表的列名或英文列名都可以）后再导入。")
            % {"missing": "、".join(missing)}
        )
    return found


def read_lines(row: Row, columns: Mapping[str, str], reading: Reading, source: str) -> list[Line]:
    """Return the standards a row states; raise BadInput by column for what cannot be read."""
    facts = {fact: _text(row.values.get(column)) for fact, column in columns.items()}
    errors: dict[str, str] = {}
    kind = _KINDS.get(facts.get("kind", "").lower())
    if kind is None:
        errors[columns["kind"]] = _("应写“部件”或“事件”")
    if not facts["name"]:
        errors[columns["name"]] = _("小类名称空着")
    limits = _limits(facts, columns, reading, errors)
    code = _code(facts, columns, errors)
    condition = facts["condition"] or unstated_condition(facts.get("closing", ""))
    _refuse_misfits(row, condition, facts.get("closing", ""), columns, errors)
    if errors or kind is None:
        raise BadInput(errors)
    return [
        Line(
            kind=kind,
            code=code,
            big_name=facts.get("big_name") or UNCLASSED,
            name=facts["name"],
            is_city_extension=facts.get("extension", "").lower() in _EXTENSIONS,
            condition=condition,
            closing_rule=facts.get("closing", ""),
            level=level,
            limit=limit,
            handler=_handler(facts.get("handler", "")),
            unit_text=facts.get("unit", "")[:200],
            verified=facts.get("verified", "").lower() in _YES,
            source=(facts.get("source") or source)[:300],
        )
        for level, limit in limits
    ]


def _refuse_misfits(row: Row, condition: str, closing: str, columns: Mapping[str, str], errors: dict[str, str]) -> None:
    """Note words that are too long, and cells beyond the heading, where a comma has moved the row."""
    fitting = overlong(FilingStandard, {"condition": condition, "closing_rule": closing})
    for fact, field in (("condition", "condition"), ("closing", "closing_rule")):
        if field in fitting:
            errors[columns.get(fact, columns["condition"])] = fitting[field]
    if OVERFLOW in row.values:
        words = _("这一行比表头多出内容“%(text)s”。请检查是否有多余的逗号，或内容没有加引号。")
        errors[""] = words % {"text": str(row.values[OVERFLOW])[:30]}


def unstated_condition(closing: str) -> str:
    """Return the words under which a row without a filing condition is kept; the closing rule tells such rows apart."""
    return f"{UNSTATED}（结案：{closing}）" if closing else UNSTATED


def _needed() -> list[tuple[str, str]]:
    return [("kind", _("类别")), ("name", _("小类名称")), ("condition", _("立案条件"))]


def _text(value: Cell) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()


def _code(facts: Mapping[str, str], columns: Mapping[str, str], errors: dict[str, str]) -> str:
    """Return the four digits of a code, put together where the sheet has it in two columns."""
    small, big = facts.get("code", ""), facts.get("big_code", "")
    if big and len(small) <= len("01"):
        small = big.zfill(2) + small.zfill(2) if small else ""
    if small and not (len(small) == len("0101") and small.isascii() and small.isdigit()):
        errors[columns["code"]] = _("代码“%(code)s”应是大类 2 位加小类 2 位数字") % {"code": small[:12]}
    return small


def _limits(
    facts: Mapping[str, str], columns: Mapping[str, str], reading: Reading, errors: dict[str, str]
) -> list[tuple[Level, WrittenLimit]]:
    graded = {fact: facts[fact] for fact in _GRADED if facts.get(fact)}
    wanted = graded or {"limit": facts.get("limit", "")}
    found: list[tuple[Level, WrittenLimit]] = []
    for fact, text in wanted.items():
        level = _GRADED.get(fact) or _level(facts.get("level", ""))
        try:
            found.append((level, _separate_limit(facts) or parse_limit(text, reading)))
        except BadInput as fault:
            errors[columns.get(fact, columns.get("limit_value", ""))] = fault.message
    return found


def _separate_limit(facts: Mapping[str, str]) -> WrittenLimit | None:
    """Return the limit of a sheet that has number and unit in columns of their own."""
    value, unit = facts.get("limit_value", ""), facts.get("limit_unit", "")
    units = {str(one.label): one for one in LimitUnit} | {one.value: one for one in LimitUnit}
    number = whole_number(value, LONGEST)
    if unit not in units or not number:
        return None
    raw = facts.get("limit", "")
    return WrittenLimit(number, units[unit], parse_limit(raw, Reading.WORKING).note if raw else "")


def _level(text: str) -> Level:
    first = text.strip()[:1].upper()
    return Level(first) if first in set(Level.values) else Level.ANY


def _handler(text: str) -> HandlerKind:
    return HandlerKind(text) if text in HandlerKind.values else HandlerKind.NONE

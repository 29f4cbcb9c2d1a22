"""Values that have the wrong shape, told by the name of the field in the reader's language."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chengzhi.api.problems import Problem

# Kinds of fault as pydantic names them, and what to say; the limits stand in the fault itself.
WORDS: dict[str, str | Promise] = {
    "missing": gettext_lazy("必填，请写上。"),
    "string_type": gettext_lazy("要写成文字。"),
    "string_too_long": gettext_lazy("太长，最多 %(max_length)s 个字。"),
    "string_too_short": gettext_lazy("太短，至少 %(min_length)s 个字。"),
    "string_pattern_mismatch": gettext_lazy("写法不对，请看接口说明里的格式。"),
    "int_type": gettext_lazy("要写整数。"),
    "int_parsing": gettext_lazy("要写整数。"),
    "int_from_float": gettext_lazy("要写整数。"),
    "float_type": gettext_lazy("要写数字。"),
    "float_parsing": gettext_lazy("要写数字。"),
    "finite_number": gettext_lazy("要写有限的数字。"),
    "bool_type": gettext_lazy("要写 true 或 false。"),
    "bool_parsing": gettext_lazy("要写 true 或 false。"),
    "greater_than_equal": gettext_lazy("太小，最小是 %(ge)s。"),
    "less_than_equal": gettext_lazy("太大，最大是 %(le)s。"),
    "too_long": gettext_lazy("太多，最多 %(max_length)s 个。"),
    "too_short": gettext_lazy("太少，至少 %(min_length)s 个。"),
    "list_type": gettext_lazy("要写成列表。"),
    "dict_type": gettext_lazy("要写成 JSON 对象。"),
    "model_attributes_type": gettext_lazy("要写成 JSON 对象。"),
    "model_type": gettext_lazy("要写成 JSON 对象。"),
    "enum": gettext_lazy("不在可选的值里：%(expected)s。"),
    "literal_error": gettext_lazy("不在可选的值里：%(expected)s。"),
    "extra_forbidden": gettext_lazy("没有这个字段，请检查拼写。"),
    "datetime_parsing": gettext_lazy("时间要写成 2026-12-01T09:30:00+08:00 这样。"),
    "datetime_from_date_parsing": gettext_lazy("时间要写成 2026-12-01T09:30:00+08:00 这样。"),
    "timezone_aware": gettext_lazy("时间要带时区，如 +08:00。"),
    "date_parsing": gettext_lazy("日期要写成 2026-12-01 这样。"),
    "date_from_datetime_parsing": gettext_lazy("日期要写成 2026-12-01 这样。"),
}
SOURCES = {"query", "path", "body", "header", "form", "file"}


def invalid(faults: Iterable[Mapping[str, Any]]) -> Problem:
    """Return the problem of all faults at once, by field; 400 where they are in the address, else 422."""
    found: dict[str, list[str]] = {}
    places = set()
    for fault in faults:
        places.add(fault["loc"][0])
        found.setdefault(field_of(fault["loc"]), []).append(words_for(fault))
    detail = _("有的内容不能用：%(fields)s。") % {"fields": "、".join(name or _("全部") for name in found)}
    is_address = places <= {"query", "path", "header"}
    return Problem(400 if is_address else 422, "malformed" if is_address else "invalid", detail, {"errors": found})


def field_of(place: Iterable[Any]) -> str:
    """Return the name of a field as the sender wrote it, without the source and the parameter's own name."""
    parts = [str(one) for one in place]
    if parts and parts[0] in SOURCES:
        parts = parts[2:] if parts[0] == "body" else parts[1:]
    return ".".join(parts)


def words_for(fault: Mapping[str, Any]) -> str:
    """Return what to say of one fault."""
    words = WORDS.get(fault["type"])
    return str(words) % fault.get("ctx", {}) if words else _("这个值不能用。")

"""The page of all settings, drawn from the places that read them: ``python -m chengzhi.config.reference``."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from chengzhi.config.described import DESCRIPTIONS, SECTIONS
from chengzhi.config.places import PACKAGE

KINDS = {"text": "文本", "flag": "yes / no", "number": "整数", "words": "逗号分隔"}
HEAD = """# 设置

<!-- 由 python -m chengzhi.config.reference 生成，请勿手改。 -->

设置都是环境变量。`make demo` 不需要任何设置；正式部署写在 `/etc/chengzhi/environment`，
见 [operations/production.md](operations/production.md)。
每一项也可以写成 `名称_FILE`，值取自所指的文件（适合密钥）。写错的值在启动时报出，并说明应当怎样写；`chengzhi doctor` 检查其余的。
办事的规则（时限、日历、岗位、权限、类别）不在这里，它们是系统里的数据，在页面上改。
"""


@dataclass(frozen=True)
class Reading:
    """One place in the source that reads a setting."""

    name: str
    kind: str
    default: str
    file: str


def readings() -> list[Reading]:
    """Return every reading of a setting in the source, ordered by name and file."""
    found = {one for file in PACKAGE.rglob("*.py") for one in _readings_in(file)}
    return sorted(found, key=lambda one: (one.name, one.file))


def _readings_in(file: Path) -> Iterator[Reading]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and (kind := _kind(node.func)) and node.args:
            name = node.args[0]
            if isinstance(name, ast.Constant) and isinstance(name.value, str):
                yield Reading(name.value, kind, _default(node), file.relative_to(PACKAGE).as_posix())


def _kind(function: ast.expr) -> str:
    """Return which reader of ``chengzhi.config.env`` is called, or nothing."""
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        is_reader = function.value.id == "env" and function.attr in KINDS
        return function.attr if is_reader else ""
    return ""


def _default(call: ast.Call) -> str:
    given = [*call.args[1:2], *(word.value for word in call.keywords if word.arg == "default")]
    if not given:
        return ""
    try:
        value = ast.literal_eval(given[0])
    except ValueError:
        return ""
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def page() -> str:
    """Return the page, by section, in the order of the descriptions."""
    known: dict[str, Reading] = {}
    for one in readings():
        if one.name not in known or one.default:
            known[one.name] = one
    parts = [HEAD]
    for section, names in SECTIONS.items():
        parts.append(f"\n## {section}\n\n| 名称 | 值 | 不设时 | 说明 |\n| --- | --- | --- | --- |\n")
        parts += [_row(known[name]) for name in names]
    return "".join(parts)


def _row(one: Reading) -> str:
    default = f"`{one.default}`" if one.default else "（空）"
    return f"| `{one.name}` | {KINDS[one.kind]} | {default} | {DESCRIPTIONS[one.name]} |\n"


if __name__ == "__main__":
    sys.stdout.write(page())

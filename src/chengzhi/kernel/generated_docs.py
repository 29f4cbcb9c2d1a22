"""Pages generated from the code that states them: procedures and rights; a test fails when they are stale."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils import translation

from chengzhi.kernel.permissions import OfficialPermission, all_permissions
from chengzhi.kernel.procedures.pages import procedure_page
from chengzhi.kernel.procedures.registry import all_procedures
from chengzhi.kernel.procedures.table import Step


def pages() -> dict[Path, str]:
    """Return every generated page by its path below docs/."""
    with translation.override("zh-hans"):
        found = {Path("procedures") / f"{one.name}-v{one.version}.md": procedure_page(one) for one in all_procedures()}
        found[Path("permissions.md")] = permissions_page()
    return found


def stale(docs: Path) -> list[Path]:
    """Return the pages below ``docs`` that do not say what the code says now."""
    return [path for path, text in pages().items() if not _says(docs / path, text)]


def write(docs: Path) -> list[Path]:
    """Write the pages that were stale and return them."""
    old = stale(docs)
    for path in old:
        (docs / path).parent.mkdir(parents=True, exist_ok=True)
        (docs / path).write_text(pages()[path], encoding="utf-8")
    return old


def _says(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


def permissions_page() -> str:
    """Return the page of all rights: name, what it allows, ground, and which steps ask for it."""
    lines = [
        "# 权限",
        "",
        "本页由各模块的权限表和程序表生成：`python -m django write_docs`。角色与权限的对应是数据，在“角色授权”里维护。",
        "",
        "| 权限 | 代码 | 可以做什么 | 依据 | 办理的步骤 |",
        "|---|---|---|---|---|",
        *(_row(one) for one in all_permissions()),
        "",
    ]
    return "\n".join(lines)


def _row(one: OfficialPermission) -> str:
    steps = "、".join(str(step.label) for step in _steps_of(one)) or "（查看或维护）"
    return f"| {one.label} | `{one.value}` | {one.plain} | {one.ground or '内部管理'} | {steps} |"


def _steps_of(one: OfficialPermission) -> Iterator[Step[Any]]:
    for procedure in all_procedures():
        yield from (step for step in procedure.steps if step.permission == one)

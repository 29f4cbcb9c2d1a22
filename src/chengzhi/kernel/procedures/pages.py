"""The page of a procedure that a lawyer reviews: state diagram and audit sheet, generated."""

from collections.abc import Iterator
from typing import Any

from chengzhi.kernel.procedures.table import Procedure, Step


def procedure_page(procedure: Procedure[Any]) -> str:
    """Return the Markdown page of one procedure."""
    lines = [
        f"# {procedure.label} · {procedure.name} v{procedure.version}",
        "",
        f"自 {procedure.in_force_from} 起施行。本页由程序表生成：`python -m django write_docs`。",
        "",
        "```mermaid",
        "stateDiagram-v2",
        *_diagram(procedure),
        "```",
        "",
        "| 步骤 | 从 | 到 | 权限 | 依据 | 时限 | 审查条件 | 文书 |",
        "|---|---|---|---|---|---|---|---|",
        *(_sheet_row(procedure, step) for step in procedure.steps),
        "",
    ]
    return "\n".join(lines)


def _label(state: Any) -> str:
    return str(getattr(state, "label", state))


def _diagram(procedure: Procedure[Any]) -> Iterator[str]:
    for state in procedure.states:
        yield f"    {state.value}: {_label(state)}"
    for step in procedure.steps:
        if step.target is None:
            continue
        if step.is_initial:
            yield f"    [*] --> {step.target.value}: {step.label}"
        for source in sorted(step.sources):
            yield f"    {source} --> {step.target.value}: {step.label}"


def _sheet_row(procedure: Procedure[Any], step: Step[Any]) -> str:
    sources = "、".join(_label(state) for state in procedure.states if state in step.sources) or "（新收）"
    target = _label(step.target) if step.target is not None else "（不变）"
    power = str(step.permission.label) if step.permission else "、".join(sorted(step.open_to))
    cells = [
        f"{step.label} `{step.name}`", sources, target, power, str(step.basis), _terms(procedure, step),
        "；".join(_sentence(guard) for guard in (*step.guards, *step.demands)), "、".join(step.documents),
    ]  # fmt: skip
    return "| " + " | ".join(cells) + " |"


def _sentence(guard: Any) -> str:
    first = (guard.__doc__ or guard.__name__).strip().splitlines()[0]
    return str(first.rstrip("."))


def _terms(procedure: Procedure[Any], step: Step[Any]) -> str:
    parts = [f"开始 {term.label} {term.minutes} 分{'（工作时间）' if term.is_working else ''}" for term in step.starts]
    for verb, names in (("停止", step.stops), ("暂停", step.pauses), ("恢复", step.resumes)):
        parts += [f"{verb} {procedure.clocks[name]}" for name in names]
    return "；".join(parts)

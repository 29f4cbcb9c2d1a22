"""The figures of a run as JSON and as a table that docs/performance.md can take over."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.dataset.cities import SKELETON
from benchmarks.runs import Measured
from benchmarks.server import Memory

LEAST_RATIO = 0.40
MOST_GROWTH = 1.3
MOST_P99 = 150.0
MOST_MEMORY = 220.0
HEADS = ("测什么", "每秒次数", "目标", "p50 ms", "p99 ms", "骨架每秒", "与骨架之比", "小城每秒", "增长", "出错")


def figures(measured: Sequence[Measured], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return one row of figures for each scenario; ``names`` gives the targets of the small and the large city."""
    return [_figures(one, names["small"], names["large"]) for one in measured]


def _figures(one: Measured, small: str, large: str) -> dict[str, Any]:
    rate, floor, before = one.rate(large), one.rate(SKELETON), one.rate(small)
    return {
        "name": one.scenario.name,
        "label": one.scenario.label,
        "rate": round(rate, 1),
        "least": one.scenario.least,
        "p50": round(one.latency(large, "p50"), 1),
        "p90": round(one.latency(large, "p90"), 1),
        "p99": round(one.latency(large, "p99"), 1),
        "skeleton": round(floor, 1),
        "ratio": round(rate / floor, 2) if floor else None,
        "small": round(before, 1),
        "growth": round(before / rate, 2) if rate and small != large else None,
        "bad": one.bad(),
        "loads": {name: [asdict(load) for load in loads] for name, loads in one.loads.items()},
    }


def faults_of(row: Mapping[str, Any]) -> list[str]:
    """Return what of a row does not reach its target."""
    tests = {
        f"{row['rate']} a second, {row['least']} wanted": row["rate"] >= row["least"],
        f"p99 {row['p99']} ms": row["p99"] < MOST_P99,
        f"{row['ratio']} of the skeleton": row["ratio"] is None or row["ratio"] >= LEAST_RATIO,
        f"grows {row['growth']} times": row["growth"] is None or row["growth"] <= MOST_GROWTH,
        f"{row['bad']} answers without success": row["bad"] == 0,
    }
    return [words for words, holds in tests.items() if not holds]


def table(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the rows as a Markdown table; figures that miss a target stand in bold in the last column."""
    lines = [f"| {' | '.join(HEADS)} | 没有达到 |", "|---" * (len(HEADS) + 1) + "|"]
    for row in rows:
        cells = [
            row["label"], row["rate"], row["least"] or "", row["p50"], row["p99"], row["skeleton"] or "",
            "" if row["ratio"] is None else row["ratio"], row["small"] or "", "" if row["growth"] is None else row["growth"],
            row["bad"], "；".join(faults_of(row)) or "无",
        ]  # fmt: skip
        lines.append("| " + " | ".join(str(cell) for cell in cells) + " |")
    return "\n".join(lines)


def memory_lines(memory: Mapping[str, Sequence[Memory]]) -> str:
    """Return what each web worker held after the load, in MiB."""
    lines = ["| 工作进程 | RSS MiB | PSS MiB |", "|---|---|---|"]
    for name, workers in memory.items():
        lines += [f"| {name} {number} | {one.rss} | {one.pss} |" for number, one in enumerate(workers, 1)]
    return "\n".join(lines)


def bulk_lines(bulk: Mapping[str, float]) -> str:
    lines = ["| 成批 | 每秒诉求 |", "|---|---|"]
    return "\n".join(lines + [f"| {name} | {rate:.0f} |" for name, rate in bulk.items()])


def write(folder: Path, result: Mapping[str, Any], words: str) -> None:
    """Write the figures beside the cities they were measured on."""
    (folder / "result.json").write_text(json.dumps(result, ensure_ascii=False, indent=1), encoding="utf-8")
    (folder / "result.md").write_text(words, encoding="utf-8")

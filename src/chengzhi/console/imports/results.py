"""What trying out or writing a file came to, in a form that can be kept and shown."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from chengzhi.console.imports.store import Job
from chengzhi.kernel.tabular import DryRun, Fate, RowFate, write_reject_file

QUOTED = re.compile("“(.+?)”")
MOST_REFUSED, MOST_CHANGED, MOST_NOTES, LONGEST_VALUE = 200, 100, 40, 60


def report_of(
    job: Job, run: DryRun, *, labels: Mapping[str, str] | None = None, notes: Iterable[str] = ()
) -> dict[str, Any]:
    """Return counts, refused and changed rows of a run, and keep every refused row in a file for download."""
    return facts_of(
        job, counts={fate.value: count for fate, count in run.counts.items()}, rows=run.rows, labels=labels, notes=notes
    )


def facts_of(
    job: Job,
    *,
    counts: Mapping[str, int],
    rows: Iterable[RowFate],
    labels: Mapping[str, str] | None = None,
    notes: Iterable[str] = (),
) -> dict[str, Any]:
    """Return what the pages show of a run."""
    found = list(rows)
    refused = [one for one in found if one.fate is Fate.REFUSED]
    if refused:
        write_reject_file(job.refused_file, [_handed_in(one) for one in refused])
    else:
        job.refused_file.unlink(missing_ok=True)
    changed = [one for one in found if one.fate is Fate.CHANGED]
    names = labels or {}
    return {
        "counts": dict(counts),
        "rows": sum(counts.values()),
        "good": counts.get("new", 0) + counts.get("changed", 0),
        "refused": [line for one in refused[:MOST_REFUSED] for line in _lines(one, names)],
        "changed": [_change(one) for one in changed[:MOST_CHANGED]],
        "notes": list(notes)[:MOST_NOTES],
    }


def _handed_in(fate: RowFate) -> RowFate:
    """Return a refused row with its values as they stood in the file, so that it can be mended and handed in again."""
    return fate if fate.after else replace(fate, after=fate.before)


def _lines(fate: RowFate, names: Mapping[str, str]) -> list[dict[str, Any]]:
    values = {**fate.before, **fate.after}
    return [
        {
            "number": fate.number,
            "key": fate.key,
            "column": names.get(column, column),
            "value": _value(values.get(names.get(column, column), values.get(column)), words),
            "why": words,
        }
        for column, words in (fate.errors or {"": ""}).items()
    ]


def _value(found: Any, words: str) -> str:
    """Return what stood in the file; where only the reason still tells it, what stands there in quotation marks."""
    quoted = QUOTED.search(words)
    return str(found or (quoted[1] if quoted else ""))[:LONGEST_VALUE]


def _change(fate: RowFate) -> dict[str, Any]:
    pairs = [
        {"name": name, "before": str(fate.before.get(name, ""))[:200], "after": str(value)[:200]}
        for name, value in fate.after.items()
        if name in fate.before and fate.before[name] != value
    ]
    return {"number": fate.number, "key": fate.key, "pairs": pairs}

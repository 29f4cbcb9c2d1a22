"""Run as a module with the ledger of acknowledged acts: prints everything in which the database differs from it."""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django

Ledger = list[dict[str, Any]]


def faults(ledger: Ledger, before: list[int]) -> Iterator[str]:
    """Yield what is missing, doubled or broken."""
    yield from _deliver()
    yield from _reports(ledger, before)
    yield from _steps(ledger)
    yield from _subjects()
    yield from _numbers()
    yield from _told()


def _deliver() -> Iterator[str]:
    from chengzhi.kernel import outbox  # noqa: PLC0415  after setup

    while outbox.deliver():
        pass
    yield from ()


def _reports(ledger: Ledger, before: list[int]) -> Iterator[str]:
    from chengzhi.cases.models import Case, Report  # noqa: PLC0415  after setup

    rows = Report.objects.exclude(pk__in=before)
    stored = Counter(rows.values_list("idempotency_key", flat=True))
    numbers = dict(rows.values_list("idempotency_key", "case__number"))
    for one in ledger:
        if stored[one["key"]] != 1:
            yield f"report {one['key']} is stored {stored[one['key']]} times"
        elif numbers[one["key"]] != one["number"]:
            yield f"report {one['key']} belongs to {numbers[one['key']]}, acknowledged was {one['number']}"
    if rows.count() != len(ledger) or Case.objects.count() != Report.objects.count():
        yield f"{rows.count()} reports for {len(ledger)} acknowledged; {Case.objects.count()} cases in all"


def _steps(ledger: Ledger) -> Iterator[str]:
    from chengzhi.cases.models import CaseStep  # noqa: PLC0415  after setup

    taken: dict[str, list[tuple[str, str]]] = {}
    rows = CaseStep.objects.exclude(actor_kind="system").exclude(name="report").order_by("subject_id", "seq")
    for number, name, key in rows.values_list("subject__number", "name", "idempotency_key"):
        taken.setdefault(number, []).append((name, key))
    for one in ledger:
        wanted = [tuple(step) for step in one["steps"]]
        if taken.get(one["number"], []) != wanted:
            yield f"case {one['number']} has {taken.get(one['number'])}, acknowledged were {wanted}"


def _subjects() -> Iterator[str]:
    from chengzhi.cases.models import Case  # noqa: PLC0415  after setup
    from chengzhi.kernel.procedures import table_of, verify_chain  # noqa: PLC0415  after setup

    for case in Case.objects.order_by("pk"):
        rows = list(case.steps.order_by("seq"))
        if not verify_chain(case).is_whole:
            yield f"the chain of {case.number} is broken"
        if [row.seq for row in rows] != list(range(1, case.step_seq + 1)):
            yield f"the steps of {case.number} have gaps"
        if case.state != rows[-1].to_state or case.moved_at != rows[-1].taken_at:
            yield f"{case.number} does not stand where its last step leads"
        if case.is_open != table_of(case).is_open(case.state):
            yield f"{case.number} is open and is not"
        if [row.taken_at for row in rows] != sorted(row.taken_at for row in rows):
            yield f"the times of {case.number} go backwards"
        yield from _clocks(case)


def _clocks(case: Any) -> Iterator[str]:
    live = list(case.clocks.filter(stopped_at=None))
    names = Counter(one.name for one in live)
    yield from (f"clock {name} of {case.number} runs {count} times" for name, count in names.items() if count > 1)
    due = min((one.due_at for one in live if one.due_at), default=None)
    if case.due_at != due:
        yield f"{case.number} shows {case.due_at}, its clocks say {due}"


def _numbers() -> Iterator[str]:
    from chengzhi.cases.models import Case  # noqa: PLC0415  after setup
    from chengzhi.kernel.models import NumberSeries  # noqa: PLC0415  after setup

    last = {str(one.period): one.last for one in NumberSeries.objects.filter(code="case")}
    for number in Case.objects.values_list("number", flat=True):
        day, _, within = number.partition("-")
        if int(within) > last.get(day, 0):
            yield f"{number} lies beyond the last number given out, {last.get(day)}"


def _told() -> Iterator[str]:
    from chengzhi.cases.models import CaseStep  # noqa: PLC0415  after setup
    from chengzhi.kernel.models.outbox import OutboxEvent  # noqa: PLC0415  after setup

    events = OutboxEvent.objects.filter(name="kernel.step_taken")
    told = Counter((one["subject_id"], one["seq"]) for one in events.values_list("payload", flat=True))
    for pair in CaseStep.objects.values_list("subject_id", "seq"):
        if told[pair] != 1:
            yield f"step {pair} was told {told[pair]} times"
    waiting = OutboxEvent.objects.filter(delivered_at=None).count()
    if waiting:
        yield f"{waiting} events wait for ever"


if __name__ == "__main__":
    django.setup()
    known = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    json.dump(list(faults(known["ledger"], known["before"])), sys.stdout, ensure_ascii=False)

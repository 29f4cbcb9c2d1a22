"""Read a file and write its reports in batches through the same first step as every other report."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from chengzhi.cases.models import CaseWords, Channel, Report, ReportImport
from chengzhi.cases.selectors.registers import known_categories, stage_limits
from chengzhi.cases.services.imports.mapping import Mapping, known_mapping
from chengzhi.cases.services.imports.reading import Propose, RowReader
from chengzhi.cases.services.intake import (
    SERIES,
    Told,
    channel_named,
    day_number,
    new_case,
    report_row,
    step_data,
    words_of,
)
from chengzhi.catalogue.models import Category
from chengzhi.catalogue.selectors import categories_in_force, proposer
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.numbers import prefetch
from chengzhi.kernel.procedures import Doing, begin
from chengzhi.kernel.tabular import Fate, Row, RowFate, read_table, write_reject_file
from chengzhi.kernel.writing import Writes

BATCH = 500


@dataclass(slots=True)
class Outcome:
    """What an import did: rows read, taken, known already, refused with reasons; the sums agree."""

    rows: int = 0
    taken: int = 0
    known: int = 0
    refused: list[RowFate] = field(default_factory=list)


def import_reports(
    path: Path,
    *,
    capacity: Capacity,
    channel: str = "import",
    mapping: Mapping | None = None,
    fallback: str = "",
    reject_file: Path | None = None,
    is_dry_run: bool = False,
    progress: Callable[[int], None] = lambda _rows: None,
    told_of: Callable[[list[tuple[int, Told]]], None] = lambda _told: None,
) -> Outcome:
    """Take in every row of a file exactly once, however often it is run, and write the refused ones to a file.

    ``told_of`` hears of the good rows batch by batch, each with its number in the file. Raises BadInput when
    the file itself cannot be read.
    """
    table = read_table(path)
    chosen = mapping or known_mapping(table.columns)
    if fallback:
        chosen = Mapping(columns=chosen.columns, categories=chosen.categories, fallback=fallback, datum=chosen.datum)
    source = channel_named(channel)
    categories = {one.name: one for one in categories_in_force()}
    if chosen.fallback and chosen.fallback not in categories:
        raise BadInput({"fallback": _("目录里没有“%(name)s”这个小类。") % {"name": chosen.fallback}})
    reader = RowReader(chosen, channel=channel, categories=categories, propose=_proposing())
    outcome = Outcome()
    for batch in _batches(table.rows):
        told = _read(reader, batch, outcome)
        told_of([(row.number, one) for row, one in told.values()])
        _write(told, source, capacity, outcome, is_dry_run=is_dry_run)
        progress(outcome.rows)
    if reject_file and outcome.refused:
        write_reject_file(reject_file, outcome.refused)
    if not is_dry_run:
        _record(path, channel, outcome, capacity)
    return outcome


def _proposing() -> Propose:
    """Return what proposes a category for words, under the edition in force today."""
    propose = proposer()

    def proposed(words: str) -> Category | None:
        found = propose(words, 1)
        return found[0].category if found else None

    return proposed


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _read(reader: RowReader, batch: list[Row], outcome: Outcome) -> dict[str, tuple[Row, Told]]:
    """Return what the rows of a batch tell, by number of the source."""
    told: dict[str, tuple[Row, Told]] = {}
    for row in batch:
        outcome.rows += 1
        try:
            one = reader.told(row)
        except BadInput as fault:
            reasons = {name: " ".join(words) for name, words in fault.errors.items()}
            outcome.refused.append(RowFate(row.number, Fate.REFUSED, errors=reasons, after=row.values))
            continue
        told[one.external_ref] = (row, one)
    return told


def _write(
    told: dict[str, tuple[Row, Told]], channel: Channel, capacity: Capacity, outcome: Outcome, *, is_dry_run: bool
) -> None:
    known = _known(channel, list(told))
    fresh = [one for ref, (_row, one) in told.items() if ref not in known]
    outcome.known += len(known)
    outcome.taken += len(fresh)
    if is_dry_run or not fresh:
        return
    prefetch(SERIES, clock.now().date(), len(fresh))
    with transaction.atomic():
        _insert(fresh, channel, capacity)


def _known(channel: Channel, refs: list[str]) -> set[str]:
    """Return those numbers of the source that are here already.

    Numbers are never empty; saying so lets PostgreSQL use the index of those that are not, whose condition it does not
    infer from a list of more than a hundred: without it every batch reads the whole table.
    """
    rows = Report.objects.filter(channel=channel, external_ref__in=refs).exclude(external_ref="")
    return set(rows.values_list("external_ref", flat=True))


def _insert(fresh: list[Told], channel: Channel, capacity: Capacity) -> None:
    """Write the rows of a batch table by table; each case begins with its step as if reported alone."""
    moment = clock.now()
    limits = stage_limits()
    categories = known_categories()
    writes = Writes(keys_at_once=len(fresh))
    for told in fresh:
        category = categories[told.category_id or 0]
        case = new_case(told, channel, category, number=day_number(moment.date()), capacity=capacity)
        doing = Doing(data=step_data(told), limits=limits)
        begin(case, "report", capacity=capacity, doing=doing, into=writes)
        writes.insert(CaseWords(case=case, vector=words_of(case, told.words)))
        report = report_row(told, channel, is_joined=False)
        report.case = case
        writes.insert(report)
    writes.send_by_table()


def _record(path: Path, channel: str, outcome: Outcome, capacity: Capacity) -> None:
    ReportImport.objects.create(
        filename=path.name[:200],
        channel_code=channel,
        rows=outcome.rows,
        taken=outcome.taken,
        known=outcome.known,
        refused=len(outcome.refused),
        by_name=capacity.person_name,
        at=clock.now(),
    )

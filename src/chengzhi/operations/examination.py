"""The doctor: every part examined, each fault with what to do about it."""

import json
from collections.abc import Iterator

from rich.table import Table

from chengzhi.operations import probes, settings_probes, time_probes
from chengzhi.operations.probes import Finding, Level, Probe
from chengzhi.operations.words import console, two

WITHOUT_DATABASE: tuple[Probe, ...] = (
    probes.media_writable,
    probes.disk_roomy,
    settings_probes.settings_safe,
    settings_probes.static_collected,
    settings_probes.catalogues_compiled,
)
WITH_DATABASE: tuple[Probe, ...] = (
    probes.database_fit,
    time_probes.clocks_agree,
)
WITH_TABLES: tuple[Probe, ...] = (
    time_probes.clock_goes_forward,
    time_probes.calendar_reaches,
    probes.worker_alive,
    probes.queue_flows,
)
MARKS = {Level.OK: "[green]✓[/]", Level.WARNING: "[yellow]![/]", Level.FAULT: "[red]✗[/]"}


def examine() -> Iterator[Finding]:
    """Give the findings one after the other; what needs a database that fits the code is left out without one."""
    first = probes.database_answers()
    yield first
    if first.level is not Level.FAULT:
        yield from (probe() for probe in WITH_DATABASE)
        tables = probes.migrations_applied()
        yield tables
        if tables.level is not Level.FAULT:
            yield from (probe() for probe in WITH_TABLES)
    yield from (probe() for probe in WITHOUT_DATABASE)


def run(*, as_json: bool) -> int:
    """Print the findings and return the number of faults."""
    findings = list(examine())
    if as_json:
        console.print_json(json.dumps([one.__dict__ for one in findings], ensure_ascii=False))
    else:
        _print(findings)
    return sum(one.level is Level.FAULT for one in findings)


def _print(findings: list[Finding]) -> None:
    table = Table.grid(padding=(0, 1))
    for _number in range(3):
        table.add_column(overflow="fold")  # Chinese has no spaces to break at: the rest of a remedy would be cut off
    for one in findings:
        table.add_row(MARKS[one.level], f"[bold]{one.part}[/]", one.says)
        if one.remedy:
            table.add_row("", "", f"[cyan]→ {one.remedy}[/]")
    console.print(table)
    faults = sum(one.level is Level.FAULT for one in findings)
    warnings = sum(one.level is Level.WARNING for one in findings)
    console.print(
        two(f"故障 {faults} 个，提醒 {warnings} 个。", f"{faults} faults, {warnings} warnings.")
        if faults or warnings
        else two("[green]一切正常。[/]", "[green]All is well.[/]")
    )

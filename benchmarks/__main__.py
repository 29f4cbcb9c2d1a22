"""``python -m benchmarks``: make the cities that are missing, measure, and print the tables. See README.md."""

import argparse
import os
import platform
import signal
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks import bulk, report, runs
from benchmarks.dataset.cities import Cities, city_name
from benchmarks.driver import ensure_wrk
from benchmarks.runs import Measured, Target
from benchmarks.scenarios import SCENARIOS, named
from benchmarks.server import Memory

SMALL, LARGE = 10_000, 1_000_000
FOLDER = Path("var") / "bench"
TERMINATED = 143


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--size", type=int, default=LARGE, help=f"cases of the large city (default {LARGE})")
    parser.add_argument("--small", type=int, default=SMALL, help=f"cases of the small city (default {SMALL})")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the cities are kept (default var/bench)")
    parser.add_argument("--only", action="append", default=[], help="measure only this scenario; may be repeated")
    parser.add_argument("--seconds", type=float, default=runs.SECONDS, help="of each load")
    parser.add_argument("--prepare", action="store_true", help="only make the cities")
    parser.add_argument("--no-bulk", action="store_true", help="leave imports and simulation out")
    return parser.parse_args()


def say(words: str) -> None:
    print(f"[{time.strftime('%H:%M:%S')}] {words}", flush=True)


def main() -> int:
    given = arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))  # the servers are ended on the way out
    ensure_wrk()
    sizes = sorted({min(given.small, given.size), given.size})
    cities = Cities(given.folder, say)
    cities.prepare(sizes)
    if given.prepare:
        return 0
    with cities.running():
        result = measured(cities, sizes, given)
    words = told(result)
    report.write(cities.folder, result, words)
    print(words)
    return 1 if any(row["bad"] for row in result["scenarios"]) else 0


def measured(cities: Cities, sizes: list[int], given: argparse.Namespace) -> dict[str, Any]:
    """Return everything a run finds out."""
    names = {"small": city_name(sizes[0]), "large": city_name(sizes[-1])}
    with runs.targets(cities, sizes) as found:
        ready = [found[0], *(runs.signed_in(one) for one in found[1:])]
        loads = [_loaded(cities, one.name, ready, given.seconds) for one in named(SCENARIOS, given.only)]
        memory = {one.name: one.web.memory() for one in ready}
        facts = dict(ready[-1].city.facts)
    amounts = {} if given.no_bulk else _bulk(cities, names["large"], facts)
    return {
        "machine": {"cores": os.cpu_count(), "system": platform.platform(), "at": time.strftime("%Y-%m-%d %H:%M")},
        "cases": {key: int(name.split("_")[1]) for key, name in names.items()},
        "scenarios": report.figures(loads, names),
        "memory": {name: [asdict(one) for one in workers] for name, workers in memory.items()},
        "bulk": amounts,
    }


def _loaded(cities: Cities, name: str, found: list[Target], seconds: float) -> Measured:
    (scenario,) = named(SCENARIOS, [name])
    done = runs.measure(cities, scenario, found, seconds=seconds)
    rates = ", ".join(f"{target} {done.rate(target):.0f}/s" for target in done.loads)
    say(f"{scenario.name}: {rates}; {done.bad()} without success")
    return done


def _bulk(cities: Cities, name: str, facts: dict[str, Any]) -> dict[str, float]:
    amounts = {"导入": bulk.imports(cities, name, facts)}
    say(f"imports: {amounts['导入']:.0f}/s")
    amounts["模拟"] = bulk.simulation(cities, name)
    say(f"simulation: {amounts['模拟']:.0f}/s")
    return amounts


def told(result: dict[str, Any]) -> str:
    """Return the tables of a result."""
    cases = result["cases"]
    head = f"小城 {cases['small']} 件，大城 {cases['large']} 件；{result['machine']['cores']} 核，{result['machine']['at']}。"
    memory = {name: [Memory(**one) for one in workers] for name, workers in result["memory"].items()}
    parts = [head, report.table(result["scenarios"]), report.memory_lines(memory)]
    if result["bulk"]:
        parts.append(report.bulk_lines(result["bulk"]))
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    sys.exit(main())

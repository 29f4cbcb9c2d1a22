"""One run: servers up, each scenario in turn against skeleton, small city and large one, then memory and bulk work."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Any

from benchmarks import server
from benchmarks.dataset.cities import SKELETON, Cities, city_name
from benchmarks.driver import DriverError, Load, press
from benchmarks.people import session_of
from benchmarks.scenarios import FLOORS, City, Scenario
from benchmarks.server import Web

ROUNDS = 2
SECONDS = 6.0
WARM_SECONDS = 2.0
FRESH_CASES = 12_000
NOTHING = Load(requests=0, seconds=0, p50=0, p90=0, p99=0, max=0, faults=1, statuses={})

TIDY = """
DELETE FROM cases_casewords WHERE case_id > {mark};
DELETE FROM cases_report WHERE case_id > {mark};
DELETE FROM cases_casestep WHERE subject_id > {mark};
DELETE FROM cases_caseclock WHERE subject_id > {mark};
DELETE FROM cases_casemedia WHERE case_id > {mark};
DELETE FROM cases_fieldtask WHERE case_id > {mark};
DELETE FROM cases_caserequest WHERE case_id > {mark};
DELETE FROM cases_case WHERE id > {mark};
DELETE FROM kernel_outboxevent WHERE delivered_at IS NULL
"""
TABLES = (
    "cases_case", "cases_casewords", "cases_report", "cases_casestep", "cases_caseclock", "kernel_outboxevent",
)  # fmt: skip
FRESH = """
SELECT {what} FROM cases_case
WHERE id > {mark} AND state = 'reported' AND step_seq = 1 {placed} ORDER BY id LIMIT {most}
"""


@dataclass(slots=True)
class Target:
    """A server under load with what is known of its city; ``mark`` is the last case that was there before the run."""

    name: str
    database: str
    web: Web
    city: City
    mark: int


@dataclass(slots=True)
class Measured:
    """The loads of one scenario by target name, one for each round."""

    scenario: Scenario
    loads: dict[str, list[Load]] = field(default_factory=dict)

    def rate(self, target: str) -> float:
        return median(one.rate for one in self.loads[target]) if self.loads.get(target) else 0.0

    def latency(self, target: str, name: str) -> float:
        return median(float(getattr(one, name)) for one in self.loads[target])

    def bad(self) -> int:
        return sum(one.bad for loads in self.loads.values() for one in loads)


def tidy(cities: Cities, name: str) -> int:
    """Take away what earlier runs have made, and return the last case that stays."""
    with cities.connect(name) as connection:
        mark = connection.execute("SELECT last_case FROM benchmark_mark").fetchone()
        last = int(mark[0]) if mark else 0
        connection.execute("SET session_replication_role = replica")
        for statement in TIDY.format(mark=last).strip().split(";\n"):
            connection.execute(statement.encode())
        for table in TABLES:
            connection.execute(f"VACUUM (ANALYZE) {table}".encode())
        connection.execute("CHECKPOINT")
    return last


@contextmanager
def targets(cities: Cities, sizes: list[int]) -> Iterator[list[Target]]:
    """Have a server over the skeleton and over each city for the block."""
    with ExitStack() as stack:
        found = []
        for name in [SKELETON, *map(city_name, sizes)]:
            mark = tidy(cities, name)
            port = server.free_port()
            command, settings = (server.skeleton if name == SKELETON else server.house)(port)
            environment = {**cities.environment, "DATABASE_URL": cities.url(name), **settings}
            ready = "/cases" if name == SKELETON else "/healthz"
            log = cities.folder / f"web-{name}.log"
            web = stack.enter_context(server.serving(command, environment, port=port, log=log, ready=ready))
            found.append(Target(name, name, web, City(_facts(cities, name)), mark))
        yield found


def _facts(cities: Cities, name: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.facts"],
        check=True,
        capture_output=True,
        text=True,
        env={
            **cities.environment,
            "DATABASE_URL": cities.url(name),
            "DJANGO_SETTINGS_MODULE": "chengzhi.config.settings.local",
        },
    )
    facts: dict[str, Any] = json.loads(done.stdout)
    with cities.connect(name) as connection:
        rows = connection.execute("SELECT id FROM cases_case ORDER BY md5(id::text) LIMIT 1200").fetchall()
    return {**facts, "ids": [int(row[0]) for row in rows]}


def signed_in(target: Target) -> Target:
    """Return the target with a session for everybody who reads pages."""
    facts = target.city.facts
    sessions = {name: session_of(target.web, name, facts["password"]) for name in facts["readers"]}
    return replace(target, city=City(facts, sessions))


def with_fresh_cases(cities: Cities, target: Target) -> City:
    """Return the city with the cases of this run that nobody has stepped yet."""
    is_bare = target.name == SKELETON
    what, placed = (
        ("id", "") if is_bare else ("number", "AND cell_code <> ''")
    )  # the house accepts no case without a cell
    with cities.connect(target.database) as connection:
        query = FRESH.format(what=what, mark=target.mark, placed=placed, most=FRESH_CASES)
        rows = connection.execute(query.encode()).fetchall()
    return City({**target.city.facts, "fresh": [row[0] for row in rows]}, target.city.sessions)


def measure(cities: Cities, scenario: Scenario, found: list[Target], *, seconds: float = SECONDS) -> Measured:
    """Return the loads of a scenario: every target in turn, round after round, so that noise falls on all alike."""
    measured = Measured(scenario)
    floor = next((one for one in FLOORS if one.name == scenario.floor), None)
    for number in range(ROUNDS):
        for target in found:
            chosen = floor if target.name == SKELETON else scenario
            if chosen is not None:
                load = _pressed_or_failed(cities, chosen, target, seconds=seconds, is_warm=number > 0)
                measured.loads.setdefault(target.name, []).append(load)
    return measured


def _pressed_or_failed(cities: Cities, scenario: Scenario, target: Target, *, seconds: float, is_warm: bool) -> Load:
    """Return the load, or one of nothing but a fault: what fails must not take the figures of the others with it."""
    try:
        return _pressed(cities, scenario, target, seconds=seconds, is_warm=is_warm)
    except DriverError as error:
        cities.say(f"{scenario.name} on {target.name}: {error}")
        return NOTHING


def _pressed(cities: Cities, scenario: Scenario, target: Target, *, seconds: float, is_warm: bool) -> Load:
    if scenario.uses_up:
        city = with_fresh_cases(cities, target)
        return press(target.web.address, scenario.make(city), seconds=seconds, once=True)
    requests = scenario.make(target.city)
    if not is_warm:
        press(target.web.address, requests, seconds=WARM_SECONDS)
    return press(target.web.address, requests, seconds=seconds)

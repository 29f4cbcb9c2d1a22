"""kill -9 in mid-load: nothing acknowledged is missing, nothing is doubled, every history is whole.

CHAOS_ROUNDS and CHAOS_SEED repeat a run; ``make chaos`` makes it long.
"""

import json
import os
import random
import sys
import time
from collections.abc import Callable
from typing import Any

from tests.faults.house import House, children, kill, kill_group
from tests.faults.load import Load

ROUNDS = int(os.environ.get("CHAOS_ROUNDS", "5"))
SEED = int(os.environ.get("CHAOS_SEED", "20261123"))


def a_web_process(house: House, luck: random.Random) -> None:
    """One of the two processes that serve pages; its parent starts another.

    Where the same one is killed twice within seconds the web server takes it for a fault of the program and ends: then
    it is started again, as the service manager does.
    """
    assert house.web is not None
    serving = children(house.web.pid)
    if serving:
        kill(luck.choice(serving))
    if house.ends_itself():
        house.start_web()


def the_web_server(house: House, _luck: random.Random) -> None:
    """The web server with all its processes."""
    kill_group(house.web)
    house.start_web()


def the_database(house: House, _luck: random.Random) -> None:
    """The first process of the database; the others follow it by themselves."""
    kill(house.postmaster())
    house.start_database()


def a_session_of_the_database(house: House, luck: random.Random) -> None:
    """Any other process of the database: all of it recovers by itself."""
    found = children(house.postmaster())
    if found:
        kill(luck.choice(found))


def everything(house: House, _luck: random.Random) -> None:
    """Web, worker and database at once, as when the machine loses power."""
    kill_group(house.web)
    kill_group(house.worker)
    kill(house.postmaster())
    house.start_database()
    house.start_worker()
    house.start_web()


VICTIMS: tuple[Callable[[House, random.Random], None], ...] = (
    a_web_process, the_web_server, the_database, a_session_of_the_database, everything,
)  # fmt: skip


def say(words: str) -> None:
    """Tell how the run goes; pytest shows it with a failure, and ``make chaos`` at once."""
    sys.stdout.write(f"{words}\n")


def test_nothing_acknowledged_is_lost_or_doubled_when_processes_are_killed(house: House) -> None:
    luck = random.Random(SEED)  # noqa: S311  repeatable, not secret
    say(f"\nCHAOS_SEED={SEED} CHAOS_ROUNDS={ROUNDS}")
    before = [number for (number,) in house.sql("SELECT id FROM cases_report")]
    load = Load(house, seed=SEED)
    load.start()
    began = time.monotonic()
    for number in range(ROUNDS):
        load.progress(luck.randint(4, 24))
        time.sleep(luck.uniform(0, 0.2))
        victim = VICTIMS[number] if number < len(VICTIMS) else luck.choice(VICTIMS)
        victim(house, luck)
        done = f"{load.acknowledged} acknowledged, {load.troubles} asked again"
        say(f"{number + 1}: {time.monotonic() - began:.1f} s, {victim.__name__}, {done}")
        assert load.surprises == []
    load.progress(10)
    load.finish()
    assert load.surprises == [], house.log("web.log")
    assert load.acknowledged >= ROUNDS * 4
    assert audit(house, load.ledger(), before) == []
    forged = load.ledger()
    forged[0]["steps"].append(("urge", "never-taken"))
    forged[1]["key"] = "never-reported"
    said = " ".join(audit(house, forged, before))
    assert "never-taken" in said, "the audit must notice a lost step"
    assert "report never-reported is stored 0 times" in said


def audit(house: House, ledger: list[dict[str, Any]], before: list[int]) -> list[str]:
    """Return everything in which the database differs from what was acknowledged.

    ``before`` names the reports of other tests: keys are drawn in stocks, so a later report may bear a lower one.
    """
    path = house.folder / "ledger.json"
    path.write_text(json.dumps({"ledger": ledger, "before": before}), encoding="utf-8")
    found: list[str] = json.loads(house.module("tests.faults.audit", str(path)))
    return found

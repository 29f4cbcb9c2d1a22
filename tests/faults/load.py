"""Load that remembers: what was acknowledged, what is still to be asked again, under which key."""

import contextlib
import json
import random
import threading
import time
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import psycopg

from tests.faults.house import House, ask

WAYS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "reported": (("send_verify", "alice", "verifying"), ("accept", "alice", "accepted"), ("urge", "frank", "reported")),
    "verifying": (("withdraw_verify", "alice", "reported"), ("urge", "frank", "verifying")),
    "accepted": (("file", "bob", "filed"), ("send_back", "bob", "reported"), ("urge", "frank", "accepted")),
    "filed": (("dispatch", "carol", "dispatched"), ("urge", "frank", "filed")),
    "dispatched": (("take_over", "dave", "handling"), ("ask_return", "dave", "returned")),
    "handling": (("ask_return", "dave", "returned"), ("urge", "frank", "handling")),
    "returned": (("dispatch", "carol", "dispatched"), ("refuse_return", "carol", "handling")),
}
"""By state: the steps that need no photo, who takes them, and where they lead."""

NEEDED = {
    "withdraw_verify": ("reason",), "file": ("standard",), "send_back": ("reason",), "dispatch": ("unit", "override"),
    "ask_return": ("reason",), "refuse_return": ("reason",),
}  # fmt: skip
"""What a program has to say with a step; a form sends all it has."""

WAITED = {0, 500, 502, 503}
PATIENCE_SECONDS = 120.0
NUMBER = """
SELECT c.number FROM cases_report r JOIN cases_case c ON c.id = r.case_id WHERE r.idempotency_key = %s
"""


@dataclass(slots=True)
class Asked:
    """One request, repeated under the same key until it is acknowledged."""

    key: str
    step: str
    person: str
    leads_to: str
    values: dict[str, Any]


@dataclass(slots=True)
class Matter:
    """One report and the steps on its case, as the clerk who took it in knows them."""

    key: str
    number: str = ""
    state: str = ""
    steps: list[tuple[str, str]] = field(default_factory=list)


class Clerk(threading.Thread):
    """Reports and takes steps until told to stop, then only until everything begun is acknowledged."""

    def __init__(self, house: House, seed: int, stopping: threading.Event) -> None:
        super().__init__(daemon=True)
        self.house, self.stopping = house, stopping
        self.luck = random.Random(seed)  # noqa: S311  repeatable, not secret
        self.matters: list[Matter] = []
        self.surprises: list[str] = []
        self.troubles = 0
        self.acknowledged = 0

    def run(self) -> None:
        while not self.stopping.is_set() and not self.surprises:
            matter, asked = self._next()
            self._insist(matter, asked)

    def _next(self) -> tuple[Matter, Asked]:
        known = [one for one in self.matters if one.number]
        if not known or self.luck.random() < 0.35:
            matter = Matter(self._key())
            self.matters.append(matter)
            return matter, Asked(matter.key, "report", "alice", "reported", self._report())
        matter = self.luck.choice(known[-12:])
        step, person, leads_to = self.luck.choice(WAYS[matter.state])
        return matter, Asked(self._key(), step, person, leads_to, self._values())

    def _key(self) -> str:
        return str(UUID(int=self.luck.getrandbits(128)))

    def _report(self) -> dict[str, Any]:
        cast = self.house.cast
        given = {
            "channel": "hotline",
            "words": f"垃圾堆了两天 {self.luck.random()}",
            "callback": "none",
            "by_hand": "1",
        }
        place = {"lon": cast["lon"], "lat": cast["lat"], "place": "菜场西门"}
        return {**given, **place, "category": cast["category"], "is_urgent": "on"}

    def _values(self) -> dict[str, Any]:
        return {
            "reason": "理由如此", "standard": self.house.cast["standard"], "unit": self.house.cast["unit"], "override": "就近",
        }  # fmt: skip

    def _insist(self, matter: Matter, asked: Asked) -> None:
        """Ask again under the same key until it is acknowledged."""
        until, status, text = time.monotonic() + PATIENCE_SECONDS, 0, ""
        while time.monotonic() < until:
            status, text = self._ask(matter, asked)
            if status in {201, 302}:
                return self._acknowledge(matter, asked, text)
            if status not in WAITED:
                return self.surprises.append(f"{asked.step} {matter.number}: {status} {text[:1500]}")
            self.troubles += 1
            time.sleep(0.2)  # a house that is starting needs the machine
        return self.surprises.append(
            f"{asked.step} {matter.number}: still {status} after {PATIENCE_SECONDS} s {text[:1500]}"
        )

    def _ask(self, matter: Matter, asked: Asked) -> tuple[int, str]:
        path = "/console/hotline/"
        if asked.step != "report":
            path = f"/console/case/{matter.number}/act/{asked.step}/"
        body = urlencode({**asked.values, "idempotency_key": asked.key}).encode()
        session = self.house.cast["sessions"][asked.person]
        status, headers, text = ask(self.house.port, "POST", path, session=session, body=body)
        if "/accounts/" in headers.get("location", ""):
            return 401, headers["location"]
        return status, text

    def _acknowledge(self, matter: Matter, asked: Asked, text: str) -> None:
        self.acknowledged += 1
        matter.state = asked.leads_to
        if asked.step == "report":
            matter.number = self._number(matter.key, text)
        else:
            matter.steps.append((asked.step, asked.key))

    def _number(self, key: str, _text: str) -> str:
        """Return the number of the case that an acknowledged report has opened."""
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            with contextlib.suppress(psycopg.OperationalError):  # killed once more: asked again
                rows = self.house.sql(NUMBER, key)
                if not rows:
                    self.surprises.append(f"the acknowledged report {key} is missing")
                return str(rows[0][0]) if rows else ""
            time.sleep(0.05)
        self.surprises.append(f"the database stayed away for {PATIENCE_SECONDS} s")
        return ""


class Program(Clerk):
    """The same by way of the interface for programs, which names what it has done in its answers."""

    def _ask(self, matter: Matter, asked: Asked) -> tuple[int, str]:
        path, body = "/api/v1/reports", asked.values
        if asked.step != "report":
            path = f"/api/v1/cases/{matter.number}/steps"
            wanted = {name: asked.values[name] for name in NEEDED.get(asked.step, ())}
            body = {"step": asked.step, "values": wanted, "seen": len(matter.steps) + 1}
        token = self.house.cast["tokens"][asked.person]
        more = {"Authorization": f"Bearer {token}", "Idempotency-Key": asked.key}
        sent = json.dumps(body).encode()
        status, _headers, text = ask(self.house.port, "POST", path, body=sent, kind="application/json", more=more)
        return status, text

    def _report(self) -> dict[str, Any]:
        given = {name: value for name, value in super()._report().items() if name != "by_hand"}
        return {**given, "is_urgent": True}

    def _acknowledge(self, matter: Matter, asked: Asked, text: str) -> None:
        """Keep the key as the house keeps it: with the account, hashed."""
        account = self.house.cast["accounts"][asked.person]
        asked.key = sha256(f"{account}:{asked.key}".encode()).hexdigest()
        if asked.step == "report":
            matter.key = asked.key
        super()._acknowledge(matter, asked, text)

    def _number(self, _key: str, text: str) -> str:
        return str(json.loads(text)["number"])


class Load:
    """Several clerks and programs at once."""

    def __init__(self, house: House, *, seed: int, clerks: int = 4) -> None:
        self.stopping = threading.Event()
        kinds = (Clerk, Program)
        self.clerks = [kinds[one % 2](house, seed * 1000 + one, self.stopping) for one in range(clerks)]

    def start(self) -> None:
        for clerk in self.clerks:
            clerk.start()

    def finish(self) -> None:
        """Let every clerk have the last request acknowledged, and go home."""
        self.stopping.set()
        for clerk in self.clerks:
            clerk.join(PATIENCE_SECONDS * 2)

    @property
    def surprises(self) -> list[str]:
        stuck = [
            f"{clerk.name} does not come home" for clerk in self.clerks if clerk.is_alive() and self.stopping.is_set()
        ]
        return [words for clerk in self.clerks for words in clerk.surprises] + stuck

    def progress(self, more: int, seconds: float = PATIENCE_SECONDS) -> None:
        """Return when so many more requests are acknowledged, or something went wrong."""
        wanted, until = self.acknowledged + more, time.monotonic() + seconds
        while self.acknowledged < wanted and not self.surprises and time.monotonic() < until:
            time.sleep(0.01)

    @property
    def acknowledged(self) -> int:
        return sum(clerk.acknowledged for clerk in self.clerks)

    @property
    def troubles(self) -> int:
        return sum(clerk.troubles for clerk in self.clerks)

    def ledger(self) -> list[dict[str, Any]]:
        """Return every matter with its acknowledged steps."""
        return [asdict(matter) for clerk in self.clerks for matter in clerk.matters]

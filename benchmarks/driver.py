"""Load from wrk: eight connections that ask again as soon as they are answered, every answer's status counted."""

import json
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

SCRIPT = Path(__file__).with_name("requests.lua")
CLIENTS = 8
MARK = "RESULT "
HTTP_OK = range(200, 300)
UNIT_SEPARATOR = "\x1f"


class DriverError(Exception):
    """The load could not be made, or not everything was answered well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request; ``{n}`` in a header or the body becomes a number of its own each time it is sent."""

    path: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""

    def line(self) -> str:
        headers = UNIT_SEPARATOR.join(f"{name}: {value}" for name, value in self.headers.items())
        return f"{self.method}\t{self.path}\t{headers}\t{self.body}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What was measured: requests a second, and the latency in milliseconds."""

    requests: int
    seconds: float
    p50: float
    p90: float
    p99: float
    max: float
    faults: int
    statuses: Mapping[str, int]

    @property
    def rate(self) -> float:
        return self.requests / self.seconds if self.seconds else 0.0

    @property
    def bad(self) -> int:
        """Return how many were not answered with success, connection faults included."""
        return self.faults + sum(count for status, count in self.statuses.items() if int(status) not in HTTP_OK)


def ensure_wrk() -> str:
    """Return wrk's path, or say how to get it."""
    found = shutil.which("wrk")
    if found is None:
        raise DriverError("没有 wrk。Debian 和 Ubuntu：apt-get install wrk。No wrk: apt-get install wrk.")
    return found


def press(address: str, requests: Sequence[Request], *, seconds: float, once: bool = False) -> Load:
    """Send the requests in turn over eight connections and return what was measured.

    With ``once`` each is sent a single time: steps on cases that stand for them only once. Eight are kept back, so
    that no connection has to begin again before the others are answered.
    """
    if not requests:
        raise DriverError("nothing to send")
    with tempfile.TemporaryDirectory(prefix="chengzhi-load-") as folder:
        file = Path(folder) / "requests"
        file.write_text("".join(f"{one.line()}\n" for one in requests), encoding="utf-8")
        command = [ensure_wrk(), "-t1", f"-c{CLIENTS}", f"-d{max(1, round(seconds))}s", "--timeout", "10s"]
        command += ["-s", str(SCRIPT), address, "--", str(file), secrets.token_hex(4), "once" if once else "again"]
        done = subprocess.run(  # noqa: S603  our own program, as a list
            command, check=False, capture_output=True, text=True, timeout=seconds + 60
        )
    return _read(done)


def _read(done: subprocess.CompletedProcess[str]) -> Load:
    line = next((one for one in done.stdout.splitlines() if one.startswith(MARK)), "")
    if done.returncode or not line:
        raise DriverError(f"wrk: {done.stdout[-500:]} {done.stderr[-500:]}")
    return Load(**json.loads(line.removeprefix(MARK)))

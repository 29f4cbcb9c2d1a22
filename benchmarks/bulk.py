"""Bulk work by the command line, as a city does it: a file of reports, and simulated days. Reports a second."""

import csv
import json
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.dataset.cities import Cities
from benchmarks.scenarios import SEED, WORDS

ROWS = 30_000
SIMULATED = 400
HEADS = ("编号", "诉求内容", "上报时间", "小类", "地址", "经度", "纬度", "称呼", "电话")


def write_reports(path: Path, spots: list[list[Any]], categories: list[str], *, rows: int = ROWS) -> None:
    """Write a file of reports as a hotline hands them over; the references are new in every file."""
    rng = random.Random(time.time_ns())
    begin = rng.randrange(10**9)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADS)
        for number in range(rows):
            lon, lat, place = rng.choice(spots)
            told = f"{rng.choice(WORDS)}（{number}）"
            at = f"2026-11-{rng.randrange(1, 21):02d} {rng.randrange(7, 20):02d}:{rng.randrange(60):02d}:00"
            spot = (f"{lon + rng.gauss(0, 0.0004):.7f}", f"{lat + rng.gauss(0, 0.0004):.7f}")
            person = ("王先生", f"139{rng.randrange(10**8):08d}")
            writer.writerow((f"B{begin}-{number}", told, at, rng.choice(categories), place, *spot, *person))


def imports(cities: Cities, name: str, facts: dict[str, Any]) -> float:
    """Return the rows a second of ``chengzhi import reports``, the start of the program included."""
    path = cities.folder / "reports.csv"
    write_reports(path, facts["spots"], facts["category_names"])
    return ROWS / _seconds(cities, name, "import", "reports", str(path), "--channel", "hotline")


def simulation(cities: Cities, name: str) -> float:
    """Return the simulated reports a second, with everything that was done to them."""
    seed = str(random.Random(SEED).randrange(10**6))
    words = ("--days", "1", "--per-day", str(SIMULATED), "--seed", seed, "--verbosity", "0")
    with cities.connect(name) as connection:
        before = _cases(connection)
        seconds = _seconds(cities, name, "simulate", *words)
        return (_cases(connection) - before) / seconds


def _cases(connection: Any) -> int:
    return int(connection.execute("SELECT count(*) FROM cases_case").fetchone()[0])


def _seconds(cities: Cities, name: str, *words: str) -> float:
    environment = {
        **cities.environment,
        "DATABASE_URL": cities.url(name),
        "DJANGO_SETTINGS_MODULE": "chengzhi.config.settings.production",
    }
    began = time.monotonic()
    done = subprocess.run(  # noqa: S603  our own program, as a list
        [sys.executable, "-m", "chengzhi.cli", *words], check=False, env=environment, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"chengzhi {' '.join(words)}: {json.dumps(done.stdout[-400:] + done.stderr[-400:])}")
    return time.monotonic() - began

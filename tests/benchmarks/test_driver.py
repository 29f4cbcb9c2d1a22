import json
import subprocess

import pytest

from benchmarks import driver
from benchmarks.driver import DriverError, Load, Request, ensure_wrk, press

TOLD = {
    "requests": 90, "seconds": 3.0, "p50": 1.0, "p90": 2.0, "p99": 3.0, "max": 4.0, "faults": 0, "statuses": {"200": 90},
}  # fmt: skip


def load(**facts: object) -> Load:
    return Load(**{**TOLD, **facts})  # type: ignore[arg-type]


def test_a_request_is_one_line() -> None:
    one = Request(path="/cases", method="POST", headers={"A": "1", "B": "{n}"}, body='{"words": "井盖"}')
    assert one.line() == 'POST\t/cases\tA: 1\x1fB: {n}\t{"words": "井盖"}'


def test_the_rate_is_what_was_answered_in_a_second() -> None:
    assert load().rate == 30.0


def test_no_time_makes_no_rate() -> None:
    assert load(seconds=0.0).rate == 0.0


@pytest.mark.parametrize(
    ("statuses", "faults", "expected"),
    [({"200": 5, "201": 5}, 0, 0), ({"200": 5, "302": 2}, 0, 2), ({"500": 1, "201": 5}, 3, 4), ({}, 0, 0)],
)
def test_whatever_is_not_a_success_counts_as_bad(statuses: dict[str, int], faults: int, expected: int) -> None:
    assert load(statuses=statuses, faults=faults).bad == expected


def test_a_missing_wrk_is_named_with_the_way_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(driver.shutil, "which", lambda _name: None)
    with pytest.raises(DriverError, match="apt-get install wrk"):
        ensure_wrk()


def test_nothing_to_send_is_refused() -> None:
    with pytest.raises(DriverError, match="nothing"):
        press("http://127.0.0.1:1", [], seconds=1)


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Have a wrk that measures nothing, and give the commands it was called with."""
    called: list[list[str]] = []

    def run(command: list[str], **_options: object) -> subprocess.CompletedProcess[str]:
        called.append(command)
        return subprocess.CompletedProcess(command, 0, f"noise\nRESULT {json.dumps(TOLD)}\n", "")

    monkeypatch.setattr(driver, "ensure_wrk", lambda: "wrk")
    monkeypatch.setattr(driver.subprocess, "run", run)
    return called


def test_what_wrk_has_measured_is_read(answering: list[list[str]]) -> None:
    assert press("http://127.0.0.1:1", [Request(path="/")], seconds=2) == load()


def test_eight_clients_press_and_each_line_may_be_sent_once(answering: list[list[str]]) -> None:
    press("http://127.0.0.1:1", [Request(path="/")], seconds=2, once=True)
    (command,) = answering
    assert "-c8" in command
    assert "-d2s" in command
    assert command[-1] == "once"


def test_a_wrk_that_fails_is_said_with_its_words(monkeypatch: pytest.MonkeyPatch, answering: list[list[str]]) -> None:
    failed = subprocess.CompletedProcess(["wrk"], 1, "", "unable to connect")
    monkeypatch.setattr(driver.subprocess, "run", lambda *_args, **_options: failed)
    with pytest.raises(DriverError, match="unable to connect"):
        press("http://127.0.0.1:1", [Request(path="/")], seconds=1)

"""Ends the processes of a supervisor that was killed: run as a file of its own, with nothing but the standard library.

Reads lines ``pid signal`` (watch) and ``pid`` (forget) from standard input. When the supervisor is gone the pipe ends,
and the processes still watched get their signals, the newest first, so that the database outlives its users; what does
not end is killed with its whole group.
"""

import os
import signal
import sys
import time
from contextlib import suppress

PATIENCE_SECONDS = 5.0


def read_watched() -> dict[int, int]:
    """Return the processes to end, once the supervisor has closed the pipe."""
    watched: dict[int, int] = {}
    for line in sys.stdin:
        pid, _, sign = line.strip().partition(" ")
        if sign:
            watched[int(pid)] = int(sign)
        else:
            watched.pop(int(pid), None)
    return watched


def is_alive(pid: int) -> bool:
    """Tell whether the process still does anything; a dead one that nobody has buried does not."""
    try:
        os.kill(pid, 0)
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as stat:  # noqa: PTH123  no pathlib: start fast
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return True
    except OSError:
        return False


def end(watched: dict[int, int]) -> None:
    """End the processes one after the other, the newest first."""
    for pid, sign in reversed(watched.items()):
        with suppress(OSError):
            os.kill(pid, sign)
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until and is_alive(pid):
            time.sleep(0.02)
        with suppress(OSError):
            os.killpg(pid, signal.SIGKILL)


if __name__ == "__main__":
    for ignored in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        signal.signal(ignored, signal.SIG_IGN)
    end(read_watched())

"""Working time from the database (being written)."""

from typing import Any


def working_time(schedule: str = "default") -> Any:
    raise NotImplementedError(schedule)

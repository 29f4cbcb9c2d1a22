"""The one place that says what time it is, so that simulation and tests can carry a clock of their own."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_carried: ContextVar[datetime | None] = ContextVar("carried_clock", default=None)


def now() -> datetime:
    """Return the present moment, aware, in the current time zone."""
    return timezone.localtime(_carried.get() or timezone.now())


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let ``now()`` answer ``moment`` inside the block."""
    token = _carried.set(moment)
    try:
        yield
    finally:
        _carried.reset(token)

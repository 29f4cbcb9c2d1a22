"""Hold a subject while a step is judged: its row locked, its running clocks read in the same round trip."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar, cast

from chengzhi.kernel.errors import NotFound
from chengzhi.kernel.models.steps import AbstractClock, AbstractSubject
from chengzhi.kernel.prepared import send_together
from chengzhi.kernel.reading import Whole, whole

Subject = TypeVar("Subject", bound=AbstractSubject)


@dataclass(frozen=True, slots=True)
class Held(Generic[Subject]):
    """A locked subject and those of its clocks that have not stopped."""

    subject: Subject
    clocks: list[AbstractClock]


@cache
def _statements(model: type[AbstractSubject]) -> tuple[str, str, Whole[Any]]:
    clocks = whole(model.clock_model)
    return (
        whole(model).where('"id" = %s FOR UPDATE'),
        clocks.where('"subject_id" = %s AND "stopped_at" IS NULL ORDER BY "started_at", "id"'),
        clocks,
    )


def hold(model: type[Subject], pk: int) -> Held[Subject]:
    """Lock a subject until the present transaction ends; raises NotFound where there is none.

    The clocks are read by a statement that begins once the lock is held, so they are as new as the subject.
    """
    lock, running, clocks = _statements(model)
    key = (str(pk),)
    found, live = send_together([(lock, key), (running, key)])
    if not found:
        raise NotFound
    return Held(whole(model).made_of(found)[0], cast("list[AbstractClock]", clocks.made_of(live)))

"""Remember a small register for a moment, so that hundreds of requests a second do not read it hundreds of times."""

import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from django.conf import settings

Register = TypeVar("Register")
Answer = TypeVar("Answer")
MOST_ANSWERS = 2_000


class Remembered(Generic[Register]):
    """A register that is read again once REMEMBER_SECONDS (2) have passed, or after ``forget()`` in this process.

    What it returns is shared by all threads: callers only read it. A change made by another process is seen two seconds
    late, so nothing that decides about a right or a law may stand in it.
    """

    def __init__(self, read: Callable[[], Register]) -> None:
        self._read = read
        self._kept: tuple[float, Register] | None = None

    def __call__(self) -> Register:
        now = time.monotonic()
        kept = self._kept
        if kept is not None and now < kept[0] + float(getattr(settings, "REMEMBER_SECONDS", 2)):
            return kept[1]
        found = self._read()
        self._kept = (now, found)
        return found

    def afresh(self) -> Register:
        """Return the register as it is now: for an entry that is missed, because it may be new."""
        self.forget()
        return self()

    def forget(self) -> None:
        """Read again at the next question."""
        self._kept = None


class RememberedAnswers(Generic[Answer]):
    """Answers to costly questions, each kept under what makes it this question and no other.

    They are kept ``times`` as long as a register, so ``times`` REMEMBER_SECONDS.
    While one thread finds an answer anew, the others are given the one that has just grown old: a costly question is
    never worked on twice at once by those who have an answer.
    """

    def __init__(self, times: float = 1.0) -> None:
        self._times = times
        self._kept: dict[Hashable, tuple[float, Answer]] = {}

    def ask(self, question: Hashable, find: Callable[[], Answer]) -> Answer:
        """Return the answer that is still fresh, or find it."""
        now, seconds = time.monotonic(), float(getattr(settings, "REMEMBER_SECONDS", 2)) * self._times
        kept = self._kept.get(question)
        if kept is not None and now < kept[0] + seconds:
            return kept[1]
        if kept is not None and seconds:
            self._kept[question] = (now, kept[1])
        return self._found(question, find, now)

    def _found(self, question: Hashable, find: Callable[[], Answer], now: float) -> Answer:
        try:
            answer = find()
        except BaseException:
            self._kept.pop(question, None)
            raise
        if len(self._kept) >= MOST_ANSWERS:
            self._kept.clear()
        self._kept[question] = (now, answer)
        return answer

    def forget(self) -> None:
        """Find every answer again."""
        self._kept.clear()

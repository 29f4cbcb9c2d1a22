"""Remember a small register for a moment, so that hundreds of requests a second do not read it hundreds of times."""

import logging
import threading
import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from django.conf import settings
from django.db import connections

Register = TypeVar("Register")
Answer = TypeVar("Answer")
MOST_ANSWERS = 2_000
logger = logging.getLogger(__name__)


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

    They are kept ``times`` as long as a register, so ``times`` REMEMBER_SECONDS. Whoever asks within as long again is
    given the answer that has just grown old, while one thread of this process finds it anew behind the page: nobody
    waits for a costly question that was answered a moment ago, and nothing older than twice that time is shown.
    """

    def __init__(self, times: float = 1.0) -> None:
        self._times = times
        self._kept: dict[Hashable, tuple[float, Answer]] = {}
        self._sought: set[Hashable] = set()
        self._lock = threading.Lock()

    def ask(self, question: Hashable, find: Callable[[], Answer]) -> Answer:
        """Return the answer that is still fresh or has just grown old, or find it."""
        seconds = float(getattr(settings, "REMEMBER_SECONDS", 2)) * self._times
        kept = self._kept.get(question)
        age = time.monotonic() - kept[0] if kept is not None else seconds * 2
        if kept is None or age >= seconds * 2:
            return self._found(question, find)
        if age >= seconds:
            self._seek(question, find)
        return kept[1]

    def _seek(self, question: Hashable, find: Callable[[], Answer]) -> None:
        """Have the answer found behind the page, once."""
        with self._lock:
            if question in self._sought:
                return
            self._sought.add(question)
        threading.Thread(target=self._find_behind, args=(question, find), daemon=True).start()

    def _find_behind(self, question: Hashable, find: Callable[[], Answer]) -> None:
        try:
            self._found(question, find)
        except Exception:  # the next who asks is told, and nobody waits for this one
            logger.warning("an answer was not found anew", exc_info=True)
        finally:
            connections.close_all()
            with self._lock:
                self._sought.discard(question)

    def _found(self, question: Hashable, find: Callable[[], Answer]) -> Answer:
        asked = time.monotonic()
        try:
            answer = find()
        except BaseException:
            self._kept.pop(question, None)
            raise
        if len(self._kept) >= MOST_ANSWERS:
            self._kept.clear()
        self._kept[question] = (asked, answer)
        return answer

    def forget(self) -> None:
        """Find every answer again."""
        self._kept.clear()

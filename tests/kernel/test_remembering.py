"""A register is read once in a while, and at once after a change made here."""

import threading
import time

import pytest
from pytest_django import Settings

from chengzhi.kernel import remembering
from chengzhi.kernel.remembering import MOST_ANSWERS, Remembered, RememberedAnswers


class Register:
    def __init__(self) -> None:
        self.read = 0

    def __call__(self) -> int:
        self.read += 1
        return self.read


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> list[float]:
    settings.REMEMBER_SECONDS = 2
    hands = [100.0]
    monkeypatch.setattr(remembering.time, "monotonic", lambda: hands[0])
    return hands


def test_it_is_read_once_while_it_is_fresh(clock: list[float]) -> None:
    remembered = Remembered(Register())
    assert [remembered() for _ in range(3)] == [1, 1, 1]
    clock[0] += 1.9
    assert remembered() == 1


def test_it_is_read_again_once_it_is_old(clock: list[float]) -> None:
    remembered = Remembered(Register())
    remembered()
    clock[0] += 2
    assert remembered() == 2


def test_it_is_read_again_after_it_was_forgotten(clock: list[float]) -> None:
    remembered = Remembered(Register())
    remembered()
    remembered.forget()
    assert remembered() == 2


def test_forgetting_what_was_never_read_is_harmless(clock: list[float]) -> None:
    remembered = Remembered(Register())
    remembered.forget()
    assert remembered() == 1


def test_what_cannot_be_read_is_not_remembered(clock: list[float]) -> None:
    answers = iter([OSError("database gone"), {"hotline"}])

    def read() -> set[str]:
        answer = next(answers)
        if isinstance(answer, OSError):
            raise answer
        return answer

    remembered = Remembered(read)
    with pytest.raises(OSError, match="gone"):
        remembered()
    assert remembered() == {"hotline"}


def test_with_no_seconds_nothing_is_remembered(clock: list[float], settings: Settings) -> None:
    settings.REMEMBER_SECONDS = 0
    remembered = Remembered(Register())
    assert [remembered() for _ in range(3)] == [1, 2, 3]


def test_an_entry_that_is_missed_can_be_looked_for_afresh(clock: list[float]) -> None:
    remembered = Remembered(Register())
    assert [remembered(), remembered.afresh(), remembered()] == [1, 2, 2]


def test_each_question_keeps_its_own_answer(clock: list[float]) -> None:
    answers: RememberedAnswers[int] = RememberedAnswers()
    register = Register()
    assert [answers.ask(who, register) for who in ("alice", "bob", "alice")] == [1, 2, 1]


def awaited(answers: RememberedAnswers[int], wanted: int) -> bool:
    """Tell whether the answer found behind the page comes to be the one given."""
    until = time.perf_counter() + 10
    while answers.ask("how many", lambda: wanted) != wanted:
        if time.perf_counter() > until:
            return False
        threading.Event().wait(0.005)
    return True


def test_an_answer_grows_old(clock: list[float]) -> None:
    answers: RememberedAnswers[int] = RememberedAnswers()
    register = Register()
    answers.ask("alice", register)
    clock[0] += 4
    assert answers.ask("alice", register) == 2


def test_an_answer_that_has_just_grown_old_is_found_anew_behind_the_page(clock: list[float]) -> None:
    answers: RememberedAnswers[int] = RememberedAnswers()
    answers.ask("how many", lambda: 1)
    clock[0] += 2.5
    assert answers.ask("how many", lambda: 2) == 1
    assert awaited(answers, 2)


def test_what_is_being_found_anew_is_not_looked_for_twice(clock: list[float]) -> None:
    answers: RememberedAnswers[int] = RememberedAnswers()
    answers.ask("how many", lambda: 1)
    clock[0] += 2.5
    may_end, begun = threading.Event(), []

    def slowly() -> int:
        begun.append(1)
        may_end.wait(10)
        return 2

    assert [answers.ask("how many", slowly) for _ in range(3)] == [1, 1, 1]
    may_end.set()
    assert awaited(answers, 2)
    assert begun == [1]


def test_an_answer_that_could_not_be_found_anew_is_not_given_out_again(clock: list[float]) -> None:
    answers: RememberedAnswers[int] = RememberedAnswers()
    answers.ask("how many", lambda: 1)
    clock[0] += 2.5
    answers.ask("how many", lambda: 1 // 0)
    assert awaited(answers, 3)
    clock[0] += 5
    with pytest.raises(ZeroDivisionError):
        answers.ask("how many", lambda: 1 // 0)


def test_some_answers_are_kept_longer_than_registers(clock: list[float]) -> None:
    answers: RememberedAnswers[int] = RememberedAnswers(times=3)
    answers.ask("how many", lambda: 1)
    clock[0] += 5.9
    assert answers.ask("how many", lambda: 2) == 1
    clock[0] += 6.2
    assert answers.ask("how many", lambda: 2) == 2


def test_answers_can_be_forgotten(clock: list[float]) -> None:
    answers: RememberedAnswers[int] = RememberedAnswers()
    register = Register()
    answers.ask("alice", register)
    answers.forget()
    assert answers.ask("alice", register) == 2


def test_no_more_than_a_few_thousand_answers_are_kept(clock: list[float]) -> None:
    answers: RememberedAnswers[int] = RememberedAnswers()
    for number in range(MOST_ANSWERS + 1):
        answers.ask(number, lambda: 0)
    assert len(answers._kept) == 1

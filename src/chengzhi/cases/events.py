"""What other rooms may hear of."""

from dataclasses import dataclass
from typing import ClassVar

from chengzhi.kernel.outbox import Event


@dataclass(frozen=True, slots=True)
class ReportAnswered(Event):
    """The reporter of a report is due an answer: the case it belongs to reached an outcome."""

    event_name: ClassVar[str] = "cases.report_answered"

    report_id: int
    case_number: str
    outcome: str


@dataclass(frozen=True, slots=True)
class DeadlinePassed(Event):
    """A limit of an open case or summons passed and was put on the supervisor's list."""

    event_name: ClassVar[str] = "cases.deadline_passed"

    procedure: str
    number: str
    clock: str
    due_at: str

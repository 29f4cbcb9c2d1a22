"""Answer the people who reported: every report of a case hears of its outcome."""

from chengzhi.cases.events import ReportAnswered
from chengzhi.cases.models import Case
from chengzhi.kernel import clock, outbox


def answer_reports(case: Case, outcome: str, words: str) -> None:
    """Write the answer to every report of a case, the joined ones too, and tell it to the outbox."""
    now = clock.now()
    for report in case.reports.all():
        report.answered_at, report.answer = now, words[:400]
        report.save(update_fields=["answered_at", "answer"])
        outbox.record(ReportAnswered(report.pk, case.number, outcome))

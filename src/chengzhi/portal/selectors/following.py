"""One report as its reporter sees it: where it stands, what has happened, by when, with which photos."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from chengzhi.cases.enums import CaseState, Clock, MediaStage, RequestKind, Satisfaction
from chengzhi.cases.models import Case, CaseMedia, CaseStep, Report
from chengzhi.kernel import clock
from chengzhi.kernel.access import resident
from chengzhi.kernel.errors import NotFound
from chengzhi.kernel.procedures import Choice, available_steps
from chengzhi.portal.selectors import words
from chengzhi.portal.text import half_width

LONGEST_CHAIN = 10
PHONE_TAIL = 4
NUMBER = re.compile(r"(?P<year>20\d\d)?(?P<day>[01]\d[0-3]\d)-?(?P<count>\d{4,5})", re.ASCII)
DASHES = str.maketrans(dict.fromkeys("－—–−", "-"))
STOPPED = frozenset({CaseState.REFUSED, CaseState.NOT_FILED, CaseState.VOIDED, CaseState.INVALID})


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One line of the plain timeline."""

    at: datetime
    word: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Everything the page of one report shows; times are moments, ``resumes_on`` a date."""

    report: Report
    case: Case
    word: str
    note: str
    due_at: datetime | None
    resumes_on: date | None
    happenings: list[Happening]
    before: list[CaseMedia]
    after: list[CaseMedia]
    may_rate: bool
    reopening: Choice | None

    @property
    def is_stopped(self) -> bool:
        """Tell whether it ended without being handled, so that reason and way out must be shown."""
        return self.case.state in STOPPED

    @property
    def is_late(self) -> bool:
        return bool(self.due_at and self.due_at < clock.now())


def progress_of(report: Report) -> Progress:
    """Return how far the matter of a report is, for its reporter."""
    case = report.case
    choices = {one.step.name: one for one in available_steps(case, resident())}
    hold = _hold(case)
    return Progress(
        report=report,
        case=case,
        word=state_word(case),
        note=_state_note(case, hold),
        due_at=due_at(case),
        resumes_on=hold[1],
        happenings=happenings(report),
        before=shown_before(report),
        after=shown_after(case),
        may_rate="rate" in choices and choices["rate"].is_open and not report.is_joined,
        reopening=choices.get("reopen"),
    )


def state_word(case: Case) -> str:
    """Return where a case stands, in a resident's words."""
    if case.state == CaseState.REPORTED and case.is_verified is not None and case.channel.is_public:
        return str(words.VERIFYING)
    unit = case.handling_unit.name if case.handling_unit else _("处理单位")
    return str(words.STATE_WORDS[case.state]) % {"unit": unit}


def due_at(case: Case) -> datetime | None:
    """Return by when the resident may expect it handled; None before a unit has it and while it is on hold."""
    if not case.is_open:
        return None
    if case.promised_at:
        return case.promised_at
    running = case.clocks.filter(name=Clock.HANDLING, stopped_at=None, paused_at=None).first()
    return running.due_at if running else None


def _hold(case: Case) -> tuple[str, date | None]:
    """Return why a case is on hold and until when, empty for others."""
    if case.state != CaseState.ON_HOLD:
        return "", None
    asked = case.requests.filter(kind=RequestKind.HOLD, is_granted=True).order_by("-decided_at").first()
    return (asked.reason, asked.until) if asked else ("", None)


def _state_note(case: Case, hold: tuple[str, date | None]) -> str:
    return hold[0] or str(words.STATE_NOTES.get(case.state, ""))


def happenings(report: Report) -> list[Happening]:
    """Return the plain timeline, newest first; a word that follows itself is said once."""
    own = Happening(at=report.received_at, word=str(words.SUBMITTED))
    told = [own] if report.is_joined else []
    told += [line for step in report.case.steps.order_by("seq") if (line := _line(step, report))]
    told.sort(key=lambda line: line.at)
    kept = [line for at, line in enumerate(told) if line.note or at == 0 or told[at - 1].word != line.word]
    return kept[::-1]


def _line(step: CaseStep, report: Report) -> Happening | None:
    word = words.STEP_WORDS.get(step.name)
    if word is None or (report.is_joined and step.name == "report"):
        return None
    unit = str(step.data.get("unit_name") or _("处理单位"))
    return Happening(at=step.taken_at, word=str(word) % {"unit": unit}, note=_note(step))


def _note(step: CaseStep) -> str:
    if step.name in {"rate", "call_back"}:
        given = str(step.data.get("satisfaction", ""))
        return str(Satisfaction(given).label) if given in Satisfaction.values else ""
    return str(words.STEP_NOTES.get(step.name, ""))


def shown_before(report: Report) -> list[CaseMedia]:
    """Return photos from before handling: the reporter's own, and for a joined report only those of the staff."""
    rows = _media(report.case).filter(stage=MediaStage.BEFORE)
    return list(rows.filter(item__uploaded_by__isnull=False) if report.is_joined else rows.filter(_own_or_staff()))


def _own_or_staff() -> Q:
    return Q(step_seq=1) | Q(item__uploaded_by__isnull=False)


def shown_after(case: Case) -> list[CaseMedia]:
    """Return photos from after handling; of a matter taken up again, those since then."""
    again = case.steps.filter(name="reopen").order_by("-seq").values_list("seq", flat=True).first()
    return list(_media(case).filter(stage=MediaStage.AFTER, step_seq__gt=again or 0))


def _media(case: Case) -> QuerySet[CaseMedia]:
    return case.media.select_related("item__blob").prefetch_related("item__blob__thumbnails")


def shown_item(report: Report, item: int) -> CaseMedia:
    """Return a photo that this reporter may see, or raise NotFound."""
    for one in [*shown_before(report), *shown_after(report.case)]:
        if one.item_id == item:
            return one
    raise NotFound


def report_by_number(number: str, phone_tail: str) -> Report:
    """Return the report behind a case number and the last four digits of the phone left with it, or raise NotFound."""
    case = _final(_numbered(number))
    found = None
    if case is not None and len(phone_tail) == PHONE_TAIL:
        found = case.reports.filter(reporter_phone__endswith=phone_tail).order_by("is_joined", "-id").first()
    if found is None:
        raise NotFound
    return found


def whole_numbers(text: str, today: date) -> list[str]:
    """Return the case numbers that typed digits may mean: 20261123-0402, or 1123-0402 of this year or the last."""
    found = NUMBER.fullmatch(half_width("".join(text.split())).translate(DASHES))
    if found is None:
        return []
    years = [found["year"]] if found["year"] else [str(today.year), str(today.year - 1)]
    return [f"{year}{found['day']}-{found['count']}" for year in years]


def _numbered(text: str) -> Case | None:
    numbers = whole_numbers(text, clock.now().date())
    return Case.objects.filter(number__in=numbers).order_by("-number").first()


def _final(case: Case | None) -> Case | None:
    """Follow a case into the one it was merged into."""
    for _link in range(LONGEST_CHAIN):
        if case is None or case.merged_into is None:
            break
        case = case.merged_into
    return case

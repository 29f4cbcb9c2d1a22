"""Requests that another decides: extension, hold, voiding, appeal; each asking and answering is a step."""

from datetime import date

from django.utils.translation import gettext as _

from chengzhi.cases.enums import Clock, RequestKind
from chengzhi.cases.models import Case, CaseRequest, CaseStep
from chengzhi.cases.services.acts import CaseAct, Prepared, official_act
from chengzhi.cases.services.answers import answer_reports
from chengzhi.kernel import clock
from chengzhi.kernel.digits import whole_number
from chengzhi.kernel.errors import BadInput

ASKED = {
    "ask_extension": RequestKind.EXTENSION,
    "ask_hold": RequestKind.HOLD,
    "ask_void": RequestKind.VOID,
    "appeal": RequestKind.APPEAL,
}
MAX_HOURS = 24 * 60


def _hours(act: CaseAct) -> int | None:
    text = act.text("hours")
    if not text:
        return None
    hours = whole_number(text, MAX_HOURS)
    if not hours:
        raise BadInput({"hours": _("延长的小时数要写 1 到 %(max)s 的整数。") % {"max": MAX_HOURS}})
    return hours


def _until(act: CaseAct) -> date | None:
    given = act.values.get("until")
    if not given:
        return None
    try:
        until = given if isinstance(given, date) else date.fromisoformat(str(given))
    except ValueError:
        raise BadInput({"until": _("日期要写成 2026-12-01 这样。")}) from None
    if until <= clock.now().date():
        raise BadInput({"until": _("预计恢复日要在今天之后。")})
    return until


def _asking(kind: RequestKind, case: Case, act: CaseAct) -> Prepared:
    hours, until = _hours(act), _until(act)

    def after(row: CaseStep) -> None:
        CaseRequest.objects.create(
            case=case, kind=kind, unit_id=act.capacity.unit_id, reason=act.text("reason")[:400], hours=hours,
            until=until, asked_at=row.taken_at, asked_seq=row.seq,
        )  # fmt: skip

    return Prepared(data={"until": until.isoformat()} if until else {}, after=after)


@official_act("ask_extension")
def ask_extension(case: Case, act: CaseAct) -> Prepared:
    """Ask for more time before the limit passes (申请延期)."""
    return _asking(RequestKind.EXTENSION, case, act)


@official_act("ask_hold")
def ask_hold(case: Case, act: CaseAct) -> Prepared:
    """Ask to stop the clock until a named day (申请挂账)."""
    return _asking(RequestKind.HOLD, case, act)


@official_act("ask_void")
def ask_void(case: Case, act: CaseAct) -> Prepared:
    """Ask that the case be voided (申请作废)."""
    return _asking(RequestKind.VOID, case, act)


@official_act("appeal")
def appeal(case: Case, act: CaseAct) -> Prepared:
    """Ask that lateness not be counted; the raw fact stays (申诉)."""
    return _asking(RequestKind.APPEAL, case, act)


def pending(case: Case, kind: RequestKind) -> CaseRequest | None:
    """Return the request of a kind that waits for its decision."""
    return case.requests.filter(kind=kind, decided_at=None).first()


def _decide(case: Case, kind: RequestKind, row: CaseStep, act: CaseAct, *, is_granted: bool) -> None:
    opinion = (act.text("note") or act.text("reason"))[:400]
    case.requests.filter(kind=kind, decided_at=None).update(
        decided_at=row.taken_at, decided_seq=row.seq, is_granted=is_granted, opinion=opinion
    )


@official_act("grant_extension")
def grant_extension(case: Case, act: CaseAct) -> Prepared:
    """Give the hours asked for, in the clock's own kind of time; both deadlines move (延期)."""
    request = pending(case, RequestKind.EXTENSION)
    seconds = (request.hours or 0) * 3600 if request else 0
    names = case.clocks.filter(name__in=[Clock.HANDLE, Clock.HANDLING], stopped_at=None).values_list("name", flat=True)
    return Prepared(
        data={"hours": request.hours if request else 0},
        changes={"extension_count": case.extension_count + 1},
        extend=dict.fromkeys(names, seconds) if seconds else {},
        after=lambda row: _decide(case, RequestKind.EXTENSION, row, act, is_granted=True),
    )


@official_act("grant_hold")
def grant_hold(case: Case, act: CaseAct) -> Prepared:
    """Put the case on hold; its limits stand still until it is resumed (挂账)."""
    request = pending(case, RequestKind.HOLD)
    until = request.until.isoformat() if request and request.until else ""
    return Prepared(data={"until": until}, after=lambda row: _decide(case, RequestKind.HOLD, row, act, is_granted=True))


@official_act("refuse_extension", "refuse_hold", "refuse_void", "refuse_appeal")
def refuse_request(case: Case, act: CaseAct) -> Prepared:
    """Refuse what was asked for, with the reason."""

    def after(row: CaseStep) -> None:
        kind = RequestKind(row.name.removeprefix("refuse_"))
        _decide(case, kind, row, act, is_granted=False)

    return Prepared(after=after)


@official_act("grant_void")
def grant_void(case: Case, act: CaseAct) -> Prepared:
    """Void the case and answer its reporters (作废)."""

    def after(row: CaseStep) -> None:
        _decide(case, RequestKind.VOID, row, act, is_granted=True)
        answer_reports(case, row.name, act.text("reason"))

    return Prepared(after=after)


@official_act("grant_appeal")
def grant_appeal(case: Case, act: CaseAct) -> Prepared:
    """Exempt the unit from the lateness; that it was late stays on record (申诉成立)."""
    return Prepared(
        changes={"is_late_exempt": True},
        after=lambda row: _decide(case, RequestKind.APPEAL, row, act, is_granted=True),
    )

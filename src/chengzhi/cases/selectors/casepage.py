"""Everything the page of one case shows: path, clocks, media, reports, requests, and what is near by."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chengzhi.cases.enums import CaseState, Clock, MediaStage
from chengzhi.cases.models import Case, CaseClock, CaseMedia, CaseRequest, CaseStep, JointUnit, Report, Supervision
from chengzhi.cases.selectors.access import visible_cases
from chengzhi.cases.selectors.nextacts import next_actor
from chengzhi.cases.selectors.reachsql import reach_clause
from chengzhi.cases.selectors.timeline import spent
from chengzhi.cases.selectors.wholecase import carry_media, whole_case
from chengzhi.kernel import clock, clocks, wording
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.coordinates import box_around, distance_m
from chengzhi.kernel.permissions import Words
from chengzhi.kernel.prepared import fetch_rows

S = CaseState
NEAR_M = 200.0
MOST_NEAR = 5
NEAR = """SELECT number, summary, lon, lat, state, due_at, warn_at, is_clock_paused FROM cases_case
    WHERE is_open AND point <@ %s::box AND id <> %s AND"""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the path: done, now or next, and who did it or has it."""

    label: Words
    state: str
    note: str = ""


# Stage, the steps that complete it, the states in which it is what happens now.
PATH: tuple[tuple[Words, frozenset[str], frozenset[str]], ...] = (
    (gettext_lazy("上报"), frozenset({"report", "report_self_handled"}), frozenset()),
    (gettext_lazy("受理"), frozenset({"accept"}), frozenset({S.REPORTED, S.VERIFYING, S.REFUSED, S.MERGED})),
    (gettext_lazy("立案"), frozenset({"file"}), frozenset({S.ACCEPTED, S.NOT_FILED})),
    (
        gettext_lazy("派遣"),
        frozenset({"dispatch", "agree_unit", "arbitrate", "substitute"}),
        frozenset({S.FILED, S.RETURNED, S.IN_CONFERENCE}),
    ),
    (
        gettext_lazy("处置"),
        frozenset({"take_over", "hand_down"}),
        frozenset({S.DISPATCHED, S.HANDLING, S.ON_HOLD, S.VOIDED}),
    ),
    (gettext_lazy("反馈"), frozenset({"feed_back"}), frozenset({S.HANDLED})),
    (gettext_lazy("核查"), frozenset({"pass_check"}), frozenset({S.INSPECTED, S.CHECKING, S.CHECK_FAILED})),
    (
        gettext_lazy("结案"),
        frozenset({"close", "force_close", "approve_self_handled"}),
        frozenset({S.CHECKED, S.SELF_HANDLED, S.INVALID}),
    ),
)


def path_of(case: Case, steps: Iterable[CaseStep]) -> list[Stage]:
    """Return the stages of the loop with who did each; a closed case has them all behind it."""
    done = {row.name: row.actor_name or row.post_name for row in steps}
    now = next((at for at, (_label, _steps, states) in enumerate(PATH) if case.state in states), len(PATH))
    found = []
    for at, (label, names, _states) in enumerate(PATH):
        who = next((done[name] for name in names if name in done), "")
        if at == now:
            found.append(Stage(label, "now", who_has(case)))
        else:
            found.append(Stage(label, "done" if at < now else "next", who if at < now else ""))
    return found


def who_has(case: Case) -> str:
    """Return where a case stands in one breath: 处置中 · 环卫处 刘强."""
    holder = ""
    if case.state in {S.DISPATCHED, S.HANDLING, S.ON_HOLD} and case.handling_unit:
        holder = f"{case.handling_unit.label} {case.handler_name}".strip()
    if case.state in {S.VERIFYING, S.CHECKING} and case.patroller:
        holder = case.patroller.person.name
    return f"{case.state_label} · {holder}" if holder else case.state_label


@dataclass(frozen=True, slots=True)
class ClockView:
    """A limit as the page shows it: how much is used of how much, and how that was reckoned."""

    clock: CaseClock
    label: str
    used_seconds: int
    light: str

    @property
    def total_seconds(self) -> int:
        return self.clock.total_seconds

    @property
    def used(self) -> str:
        return spent(max(self.used_seconds, 0), is_working=self.clock.is_working)

    @property
    def limit(self) -> str:
        return spent(self.clock.total_seconds, is_working=self.clock.is_working)

    @property
    def extended(self) -> str:
        return spent(self.clock.extended_seconds or None, is_working=self.clock.is_working)

    @property
    def rest(self) -> str:
        rest = self.clock.remaining_seconds
        return spent(rest, is_working=self.clock.is_working) if rest is not None else ""

    @property
    def paused(self) -> str:
        """Return how long the clock has stood still so far, the present pause included, in time of its own kind."""
        since = self.clock.paused_at
        kind: dict[str, Any] = {"is_working": self.clock.is_working, "schedule": self.clock.schedule}
        running = clocks.elapsed(since, clock.now(), **kind) if since and not self.clock.stopped_at else 0
        return spent(self.clock.paused_seconds + running, is_working=self.clock.is_working) if self.clock.pauses else ""


def clock_view(row: CaseClock, at: datetime) -> ClockView:
    """Return a limit with what it has used by a moment and its light."""
    code = clocks.light(due_at=row.due_at, warn_at=row.warn_at, is_paused=row.paused_at is not None, at=at)
    if row.stopped_at is not None:
        light = "r" if row.is_late else "g"
        return ClockView(row, str(Clock(row.name).label), row.used_seconds or 0, light)
    return ClockView(row, str(Clock(row.name).label), row.total_seconds - _rest(row, at), code.value if code else "g")


def told_once(views: list[ClockView]) -> list[ClockView]:
    """Leave out the run of handling while it is the same as the whole of handling."""
    whole = next((one for one in views if one.clock.name == Clock.HANDLING), None)
    same = (whole.clock.due_at, whole.total_seconds, whole.clock.pauses) if whole else None
    return [
        one
        for one in views
        if one.clock.name != Clock.HANDLE or (one.clock.due_at, one.total_seconds, one.clock.pauses) != same
    ]


def _rest(row: CaseClock, at: datetime) -> int:
    if row.remaining_seconds is not None:
        return row.remaining_seconds
    if row.due_at is None:
        return row.total_seconds
    return clocks.elapsed(at, row.due_at, is_working=row.is_working, schedule=row.schedule)


class NearCase(NamedTuple):
    """An open case near another: what a line and a point of the small map show of it, and how far away it is."""

    number: str
    summary: str
    lon: float
    lat: float
    state: str
    due_at: datetime | None
    warn_at: datetime | None
    is_clock_paused: bool
    metres: float

    @property
    def short_number(self) -> str:
        return Case(number=self.number).short_number

    @property
    def state_label(self) -> str:
        return str(S(self.state).label)


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """What the page of a case shows besides its acts and its history."""

    case: Case
    path: list[Stage]
    running: list[ClockView]
    ended: list[ClockView]
    media: dict[str, list[CaseMedia]]
    reports: list[Report]
    pending: list[CaseRequest]
    decided: list[CaseRequest]
    joint: list[JointUnit]
    orders: list[Supervision]
    near: list[NearCase]


def case_page(viewer: Capacity, number: str) -> CasePage:
    """Return one case with everything its page shows, or raise NotFound outside the viewer's reach."""
    return page_of(viewer, whole_case(viewer, number))


def page_of(viewer: Capacity, case: Case) -> CasePage:
    """Return everything the page of a case shows; of a ``whole_case`` only what lies near by is still to be read."""
    now = clock.now()
    views = [clock_view(row, now) for row in case.clocks.all()]
    asked = list(case.requests.all())
    return CasePage(
        case=case,
        path=path_of(case, case.steps.all()),
        running=told_once([one for one in views if one.clock.stopped_at is None]),
        ended=[one for one in views if one.clock.stopped_at is not None][::-1],
        media=media_by_stage(case),
        reports=list(case.reports.all()),
        pending=[one for one in asked if one.decided_at is None],
        decided=[one for one in asked if one.decided_at is not None],
        joint=list(case.joint_units.all()),
        orders=list(case.supervisions.all()),
        near=near_cases(viewer, case),
    )


def media_by_stage(case: Case) -> dict[str, list[CaseMedia]]:
    """Return the media of a case by the stage they show, oldest first."""
    carry_media(case)
    found: dict[str, list[CaseMedia]] = {stage: [] for stage in MediaStage.values}
    for one in case.media.all():
        found[one.stage].append(one)
    return found


def access_media(viewer: Capacity, number: str, item_id: int) -> CaseMedia | None:
    """Return a medium of a case the viewer may see, or None."""
    rows: QuerySet[CaseMedia] = CaseMedia.objects.filter(case__in=visible_cases(viewer), case__number=number)
    return rows.filter(item=item_id).select_related("item__blob").first()


def near_cases(viewer: Capacity, case: Case) -> list[NearCase]:
    """Return open cases within 200 m that the viewer may see, nearest first."""
    if case.lon is None or case.lat is None:
        return []
    here, where = (case.lon, case.lat), reach_clause(viewer)
    west, south, east, north = box_around(here, NEAR_M)
    rows = fetch_rows(f"{NEAR} {where.sql} LIMIT 50", (f"({west},{south}),({east},{north})", case.pk, *where.params))
    found = (NearCase._make((*row, distance_m(here, (row[2], row[3])))) for row in rows)
    return sorted((one for one in found if one.metres <= NEAR_M), key=attrgetter("metres"))[:MOST_NEAR]


def outcome(case: Case, row: CaseStep, done: Words) -> str:
    """Return the sentence after an act: what was done, by when what comes next is due, and who does it."""
    parts: list[str] = [str(done)]
    limit = case.clocks.filter(started_at=row.taken_at, stopped_at=None).order_by("due_at").first()
    if limit is not None and limit.due_at is not None:
        told = spent(limit.total_seconds, is_working=limit.is_working)
        words = {"limit": told, "deadline": wording.moment(limit.due_at, clock.now())}
        parts.append(_("限 %(limit)s，到%(deadline)s") % words)
    actor = next_actor(case)
    end = _("。下一步：%(actor)s。") % {"actor": actor} if actor else _("。")
    return _("，").join(parts) + end

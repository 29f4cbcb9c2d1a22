"""What concerns the person who reports: what they reported before, and what may be told to them now."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from chengzhi.cases.enums import ChannelKind, Clock
from chengzhi.cases.models import Case, Channel, Report
from chengzhi.cases.permissions import Permission
from chengzhi.cases.procedure.terms import ACCEPT, DISPATCH, FILE
from chengzhi.cases.selectors.access import visible_cases
from chengzhi.cases.selectors.limits import stage_limits, standard_limit
from chengzhi.cases.selectors.rules import proposed_unit
from chengzhi.cases.selectors.workrows import WorkRow, work_rows
from chengzhi.catalogue.models import Category, FilingStandard
from chengzhi.catalogue.selectors import find_standards
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.clocks import ClockLimit, due, limit_of

WITHIN = timedelta(days=30)
SHORTEST = 7
COUNTRY_CODE = re.compile(r"^(?:\+|00)86(?=1\d{10}$)")
MOST = 5
BEFORE_HANDLING = {Clock.ACCEPT: ACCEPT, Clock.FILE: FILE, Clock.DISPATCH: DISPATCH}
ROUND = timedelta(minutes=5)
# What comes over a desk, in the order in which it is offered; collectors, residents and imports have doors of their own.
DESK = (ChannelKind.HOTLINE, ChannelKind.DEPARTMENT, ChannelKind.LEADER, ChannelKind.MEDIA, ChannelKind.CAMERA)


def desk_channels(viewer: Capacity) -> list[Channel]:
    """Return the channels the viewer may take reports in from: all of a desk, or only the own department's."""
    if not viewer.may(Permission.REPORT):
        return []
    kinds = DESK if viewer.scope(Permission.REPORT) is Scope.CITY else (ChannelKind.DEPARTMENT,)
    found = Channel.objects.filter(is_active=True, kind__in=kinds)
    return sorted(found, key=lambda one: (kinds.index(ChannelKind(one.kind)), one.code))


@dataclass(frozen=True, slots=True)
class EarlierReports:
    """Reports from one number: how many in the last 30 days, how many ever, and the newest of them."""

    recent: int = 0
    total: int = 0
    rows: tuple[Report, ...] = ()


def plain_phone(phone: str) -> str:
    """Return a telephone number as reports keep it: without blanks, dashes and China's own code before a mobile."""
    return COUNTRY_CODE.sub("", "".join(one for one in phone if (one.isascii() and one.isdigit()) or one == "+"))


def earlier_reports(viewer: Capacity, phone: str) -> EarlierReports:
    """Return the reports from a number on cases the viewer may see; none for a number too short to be one.

    Only somebody who takes in reports may ask, and only by the whole number.
    """
    number = plain_phone(phone)
    if len(number) < SHORTEST or not viewer.may(Permission.REPORT):
        return EarlierReports()
    rows = Report.objects.filter(reporter_phone=number, case__in=visible_cases(viewer))
    recent = Q(received_at__gte=clock.now() - WITHIN)
    counts = rows.order_by().aggregate(recent=Count("pk", filter=recent), total=Count("pk"))
    newest = rows.select_related("case").order_by("-received_at")[:MOST] if counts["total"] else ()
    return EarlierReports(counts["recent"], counts["total"], tuple(newest))


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """By when a matter is accepted, who handles it on what ground, by when it is put right under which standard.

    ``is_longest`` says that several conditions are open still and the longest limit was taken.
    """

    accept_by: datetime
    unit_name: str = ""
    ground: str = ""
    done_by: datetime | None = None
    standard: FilingStandard | None = None
    is_longest: bool = False


def promise(category: Category | None, *, cell_code: str = "", grade: str = "", condition_no: int | None) -> Promise:
    """Return what may be promised for a matter; what is not known yet is left out.

    Where the condition is open the longest limit is promised, and the stages before handling are added in full.
    """
    now = clock.now()
    stages = stage_limits()
    limits = [stages.get(name, limit_of(term)) for name, term in BEFORE_HANDLING.items()]
    accept_by = _after(now, limits[0])
    if category is None:
        return Promise(accept_by=accept_by)
    standards = find_standards(category, grade or "B")
    chosen = [one for one in standards if one.condition_no == condition_no] or standards
    standard = max(chosen, key=lambda one: _after(now, standard_limit(one)), default=None)
    unit, ground = proposed_unit(Case(category=category, standard=standard, cell_code=cell_code))
    done_by = None
    if standard is not None:
        done_by = _rounded_up(_after(now, *limits, standard_limit(standard)))
    name = unit.label if unit else ""
    return Promise(
        accept_by=accept_by,
        unit_name=name,
        ground=ground,
        done_by=done_by,
        standard=standard,
        is_longest=len(chosen) > 1,
    )


def _after(start: datetime, *limits: ClockLimit) -> datetime:
    for limit in limits:
        start = due(start, limit.seconds, is_working=limit.is_working, schedule=limit.schedule)[0]
    return start


def _rounded_up(at: datetime) -> datetime:
    """Return the next full five minutes: nobody is promised 17:23."""
    over = timedelta(minutes=at.minute % 5, seconds=at.second, microseconds=at.microsecond)
    return at + ROUND - over if over else at


def taken_report(viewer: Capacity, pk: int) -> Report | None:
    """Return a report with its case where the viewer may see the case."""
    related = Report.objects.select_related("case__category", "channel")
    return related.filter(pk=pk, case__in=visible_cases(viewer)).first()


def next_move(viewer: Capacity, case: Case) -> WorkRow | None:
    """Return the case as a line of a work list: the likeliest act of this viewer, or for whom it waits."""
    return next(iter(work_rows(viewer, [case.pk])), None)

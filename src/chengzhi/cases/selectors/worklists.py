"""The lists of the loop (待办 在办 督办 挂账 …): what is on each, in which order, narrowed by filters."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chengzhi.cases.enums import CaseState, Clock, SupervisionLevel
from chengzhi.cases.models import Case, CaseClock, CaseRequest, CaseStep, CaseWords
from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors.access import reach_of
from chengzhi.cases.selectors.figures import Figures
from chengzhi.cases.selectors.nextacts import decidable, waits_for
from chengzhi.cases.selectors.workrows import WorkRow, work_rows
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.clocks import Light
from chengzhi.kernel.digits import whole_number
from chengzhi.kernel.permissions import Words
from chengzhi.kernel.search import query_words, search_query

S = CaseState
PAGE = 50
CAP = 10_000
MOST_NEIGHBOURS = 1000
FARTHEST_PAGE = 9999
STOCK_DAYS = 60
CHOSEN = ("street", "channel", "category", "light", "grade", "state", "text")


@dataclass(frozen=True, slots=True)
class WorkList:
    """One list: which cases are on it for a viewer; ``is_open`` lists are ordered by deadline, others newest first."""

    name: str
    label: Words
    holds: Callable[[Capacity], Q]
    is_open: bool = True


def _state(*states: str) -> Callable[[Capacity], Q]:
    return lambda _viewer: Q(is_open=True, state__in=states)


def _doing(viewer: Capacity) -> Q:
    return Q(is_open=True) & ~waits_for(viewer)


def _watched(_viewer: Capacity) -> Q:
    return Q(is_open=True) & ~Q(supervision=SupervisionLevel.NONE)


def _asked(viewer: Capacity) -> Q:
    own = Q(unit__in=viewer.unit_ids)
    return Q(pk__in=CaseRequest.objects.filter(decidable(viewer) | own, decided_at=None).values("case"))


def _done(viewer: Capacity) -> Q:
    mine = CaseStep.objects.filter(appointment=viewer.appointment_id)
    return Q(pk__in=mine.values("subject")) & ~waits_for(viewer)


def _stock(_viewer: Capacity) -> Q:
    """Hold on since 60 natural days or longer (积存)."""
    since = clock.now() - timedelta(days=STOCK_DAYS)
    held = CaseClock.objects.filter(name=Clock.HANDLING, stopped_at=None, paused_at__lte=since)
    return Q(is_open=True, state=S.ON_HOLD, pk__in=held.values("subject"))


def _ended(_viewer: Capacity) -> Q:
    return Q(is_open=False) & ~Q(state=S.CLOSED)


LISTS = {
    one.name: one
    for one in (
        WorkList("todo", _("待办"), waits_for),
        WorkList("doing", _("在办"), _doing),
        WorkList("watched", _("督办"), _watched),
        WorkList("on_hold", _("挂账"), _state(S.ON_HOLD)),
        WorkList("stock", _("积存"), _stock),
        WorkList("requests", pgettext_lazy("list", "授权"), _asked),
        WorkList("verifying", _("发核实"), _state(S.VERIFYING)),
        WorkList("checking", _("发核查"), _state(S.CHECKING)),
        WorkList("self_handled", _("自处理"), _state(S.SELF_HANDLED)),
        WorkList("voided", _("作废"), _ended, is_open=False),
        WorkList("done", _("已办"), _done, is_open=False),
        WorkList("closed", _("已结"), lambda _viewer: Q(is_open=False, state=S.CLOSED), is_open=False),
    )
}
SORTS: dict[str, tuple[Any, ...]] = {
    "due": (F("due_at").asc(nulls_last=True), F("supervision").desc(), "id"),
    "-due": (F("due_at").desc(nulls_last=True), F("supervision").desc(), "-id"),
    "number": ("number",),
    "-number": ("-number",),
    "category": ("category__code", "category__name", "id"),
    "-category": ("-category__code", "-category__name", "-id"),
    "place": ("cell_code", "id"),
    "-place": ("-cell_code", "-id"),
    "channel": ("channel__code", "id"),
    "-channel": ("-channel__code", "-id"),
    "moved": ("moved_at", "id"),
    "-moved": ("-moved_at", "-id"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkQuery:
    """What somebody asks of a list: its name, filters, order and page. Unknown values ask for nothing special."""

    name: str = "todo"
    street: str = ""
    channel: str = ""
    category: str = ""
    light: str = ""
    grade: str = ""
    state: str = ""
    text: str = ""
    sort: str = ""
    page: int = 1

    @classmethod
    def read(cls, name: str, given: Mapping[str, str]) -> "WorkQuery":
        """Return the query that an address carries."""
        chosen = {key: given.get(key, "").strip()[:60] for key in CHOSEN}
        number = whole_number(given.get("page", "1"), FARTHEST_PAGE) or 1
        sort = given.get("sort", "")
        return cls(name=name, sort=sort if sort in SORTS else "", page=number, **chosen)

    @property
    def work_list(self) -> WorkList:
        return LISTS[self.name]

    @property
    def chosen(self) -> dict[str, str]:
        """Return the filters that are set."""
        return {key: value for key in CHOSEN if (value := getattr(self, key))}

    def without(self, key: str) -> "WorkQuery":
        return replace(self, page=1, **{key: ""})

    def narrowed(self, **chosen: str) -> "WorkQuery":
        return replace(self, page=1, **chosen)

    def paged(self, page: int) -> "WorkQuery":
        return replace(self, page=page)

    def params(self) -> dict[str, str]:
        """Return the address parameters that give this query again."""
        paged = {"page": str(self.page)} if self.page > 1 else {}
        return {**self.chosen, **({"sort": self.sort} if self.sort else {}), **paged}


@dataclass(frozen=True, slots=True)
class WorkPage:
    """One page of a list and what stands around it; ``lights`` counts all rows of the list by light."""

    query: WorkQuery
    rows: list[WorkRow]
    total: int
    lights: Mapping[str, int]
    as_of: datetime

    @property
    def is_capped(self) -> bool:
        return self.total > CAP

    @property
    def first(self) -> int:
        return (self.query.page - 1) * PAGE + 1 if self.rows else 0

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1 if self.rows else 0

    @property
    def has_next(self) -> bool:
        return self.last < min(self.total, CAP)


def listed(viewer: Capacity, query: WorkQuery) -> QuerySet[Case]:
    """Return the cases of a list that the viewer may see, filtered and in order."""
    rows = Case.objects.filter(query.work_list.holds(viewer), reach_of(viewer, Permission.READ), _narrowed(query))
    default = "due" if query.work_list.is_open else "-moved"
    return rows.order_by(*SORTS[query.sort or default])


def light_condition(code: str, now: datetime) -> Q:
    """Return the cases that show a light at a moment; paused clocks show blue."""
    runs = Q(is_clock_paused=False, due_at__isnull=False)
    return {
        Light.RED.value: runs & Q(due_at__lt=now),
        Light.YELLOW.value: runs & Q(due_at__gte=now, warn_at__lte=now),
        Light.GREEN.value: runs & Q(due_at__gte=now) & (Q(warn_at__gt=now) | Q(warn_at=None)),
        Light.BLUE.value: Q(is_clock_paused=True),
        "p": ~Q(supervision=SupervisionLevel.NONE),
    }.get(code, Q())


def _narrowed(query: WorkQuery) -> Q:
    plain = {"channel": "channel__code", "grade": "grade", "state": "state"}
    found = Q(**{column: value for key, column in plain.items() if (value := getattr(query, key))})
    if query.street:
        found &= Q(cell_code__startswith=query.street)
    if (category := whole_number(query.category)) is not None:
        found &= Q(category=category)
    if query.text:
        found &= matches(query.text)
    return found & light_condition(query.light, clock.now())


def matches(text: str) -> Q:
    """Return the cases whose words hold what was typed; digits and a dash are the end of a number."""
    if not query_words(text) or text.replace("-", "").isdigit():
        return Q(number__endswith=text)
    return Q(Exists(CaseWords.objects.filter(case=OuterRef("pk"), vector=search_query(text))))


def work_page(viewer: Capacity, query: WorkQuery, figures: Figures | None = None) -> WorkPage:
    """Return one page of a list: which cases, what they show, and the counts of the whole."""
    rows = listed(viewer, query)
    now = clock.now()
    counts = (figures or Figures(viewer)).counted(query.paged(1), lambda: _counted(rows, now))
    start = (query.page - 1) * PAGE
    shown = list(rows.values_list("pk", flat=True)[start : start + PAGE])
    rows_shown = work_rows(viewer, shown, are_mine=query.name == "todo")
    return WorkPage(query, rows_shown, counts.pop("total"), counts, now)


def _counted(rows: QuerySet[Case], now: datetime) -> dict[str, int]:
    facts = rows.order_by().values("pk", "due_at", "warn_at", "is_clock_paused", "supervision")[: CAP + 1]
    lights = {code: Count("pk", filter=light_condition(code, now)) for code in "rygbp"}
    return dict(facts.aggregate(total=Count("pk"), **lights))


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where a case stands on the list one came from."""

    position: int = 0
    total: int = 0
    previous: str = ""
    next: str = ""


def neighbours(viewer: Capacity, query: WorkQuery, number: str) -> Neighbours:
    """Return the cases before and after one on its list; nothing where it is no longer among the first thousand."""
    numbers: Sequence[str] = list(listed(viewer, query).values_list("number", flat=True)[:MOST_NEIGHBOURS])
    if number not in numbers:
        return Neighbours(total=len(numbers), next=numbers[0] if numbers else "")
    at = numbers.index(number)
    before = numbers[at - 1] if at else ""
    after = numbers[at + 1] if at + 1 < len(numbers) else ""
    return Neighbours(at + 1, len(numbers), before, after)


def entered_since(viewer: Capacity, query: WorkQuery, since: datetime) -> int:
    """Return how many cases came onto a list after a moment by somebody else's act."""
    own = CaseStep.objects.filter(subject=OuterRef("pk"), seq=OuterRef("step_seq"), appointment=viewer.appointment_id)
    return listed(viewer, query).filter(moved_at__gt=since).exclude(Exists(own)).count()

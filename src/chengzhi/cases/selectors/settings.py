"""What the city has set in the loop, for those who keep it: channels, dispatch rules, limits, imports of reports."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from chengzhi.cases.enums import Clock
from chengzhi.cases.models import Channel, DispatchRule, ImportMapping, Report, ReportImport, StageLimit
from chengzhi.cases.permissions import Permission
from chengzhi.cases.procedure import terms
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import NotFound
from chengzhi.kernel.procedures.table import Term

TERMS = {one.clock: one for one in vars(terms).values() if isinstance(one, Term)}
MOST_RUNS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRow:
    """One stage: what the procedure gives it, and what the city has set instead, if anything."""

    clock: Clock
    default_minutes: int
    default_is_working: bool
    minutes: int
    is_working: bool
    schedule: str
    is_own: bool

    @property
    def seconds(self) -> int:
        return self.minutes * 60

    @property
    def default_seconds(self) -> int:
        return self.default_minutes * 60


def channels_for(viewer: Capacity) -> QuerySet[Channel]:
    """Return every channel, closed ones included, with the number of reports each has brought."""
    if not viewer.may(Permission.MANAGE_RULES):
        return Channel.objects.none()
    brought = Report.objects.filter(channel=OuterRef("pk")).order_by().values("channel").annotate(n=Count("pk"))
    counted = Coalesce(Subquery(brought.values("n"), output_field=IntegerField()), 0)
    return Channel.objects.annotate(reports=counted).order_by("-is_active", "code")


def open_channels() -> list[tuple[str, str]]:
    """Return code and name of the channels that reports may come in by."""
    return list(Channel.objects.filter(is_active=True).order_by("code").values_list("code", "name"))


def access_channel(viewer: Capacity, code: str) -> Channel:
    """Return a channel the viewer may change, or raise NotFound."""
    found = channels_for(viewer).filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def dispatch_rules(
    viewer: Capacity,
    on: date | None = None,
    *,
    category: str = "",
    handler: str = "",
    division: str = "",
    only_rulings: bool = False,
) -> QuerySet[DispatchRule]:
    """Return the rules that hold on a day or begin later, most general first; ``category`` is a part of its name."""
    if not viewer.may(Permission.MANAGE_RULES):
        return DispatchRule.objects.none()
    day = on or clock.now().date()
    rules = DispatchRule.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day)).select_related("category", "unit")
    if category:
        rules = rules.filter(Q(category__name__icontains=category) | Q(category__initials__startswith=category.lower()))
    if handler:
        rules = rules.filter(Q(handler=handler) | Q(category__handler=handler))
    if division:
        rules = rules.filter(division_code__startswith=division)
    if only_rulings:
        rules = rules.filter(is_ruling=True)
    return rules.order_by("handler", "category__code", "division_code", "valid_from", "pk")


def access_rule(viewer: Capacity, pk: int) -> DispatchRule:
    """Return a rule the viewer may change, ended ones included, or raise NotFound."""
    if not viewer.may(Permission.MANAGE_RULES):
        raise NotFound
    found = DispatchRule.objects.select_related("category", "unit").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def stage_rows(viewer: Capacity) -> list[StageRow]:
    """Return every stage of the loop with its limit."""
    if not viewer.may(Permission.MANAGE_RULES):
        return []
    own = {one.clock: one for one in StageLimit.objects.all()}
    return [_stage(name, term, own.get(name)) for name, term in TERMS.items()]


def stage_row(viewer: Capacity, name: str) -> StageRow:
    """Return one stage, or raise NotFound."""
    found = next((one for one in stage_rows(viewer) if one.clock == name), None)
    if found is None:
        raise NotFound
    return found


def _stage(name: str, term: Term, own: StageLimit | None) -> StageRow:
    return StageRow(
        clock=Clock(name),
        default_minutes=term.minutes,
        default_is_working=term.is_working,
        minutes=own.minutes if own else term.minutes,
        is_working=own.is_working if own else term.is_working,
        schedule=own.schedule if own else "default",
        is_own=own is not None,
    )


def import_mappings(viewer: Capacity) -> list[ImportMapping]:
    """Return the saved ways to read files of reports."""
    return list(ImportMapping.objects.all()) if viewer.may(Permission.IMPORT) else []


def report_imports(viewer: Capacity) -> list[ReportImport]:
    """Return the latest imports of reports, newest first."""
    return list(every_report_import(viewer)[:MOST_RUNS])


def every_report_import(viewer: Capacity) -> QuerySet[ReportImport]:
    """Return every import of reports, newest first."""
    return ReportImport.objects.all() if viewer.may(Permission.IMPORT) else ReportImport.objects.none()

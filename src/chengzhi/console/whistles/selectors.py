"""What the pages of whistles show: lists, the state of each summons, the history of a whistle with its summonses."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from chengzhi.cases.models import Summons, Whistle
from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors.timeline import ACTORS, in_words, spent
from chengzhi.cases.selectors.whistles import visible_whistles
from chengzhi.evidence.models import Item
from chengzhi.evidence.selectors import item
from chengzhi.kernel import clock, wording
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import NotFound
from chengzhi.kernel.models.steps import AbstractStep, AbstractSubject
from chengzhi.kernel.procedures import Choice, Step, available_steps, steps_of, table_of
from chengzhi.organisation.enums import UnitKind
from chengzhi.organisation.selectors import UnitRef, holders_everywhere, units_as_of

CALLED_KINDS = (UnitKind.DEPARTMENT, UnitKind.SQUAD, UnitKind.UTILITY)


def whistle_rows(viewer: Capacity, *, tab: str = "open", text: str = "") -> QuerySet[Whistle]:
    """Return the whistles the viewer may see; ``tab`` is "open", "ours" (blown by the own unit), "ended" or "all"."""
    rows = visible_whistles(viewer).annotate(
        called=Count("summonses", distinct=True),
        came=Count("summonses", filter=Q(summonses__signed_at__isnull=False), distinct=True),
    )
    kinds = {"open": Q(is_open=True), "ended": Q(is_open=False), "ours": Q(unit__in=viewer.unit_ids)}
    rows = rows.filter(kinds.get(tab, Q()))
    if words := text.strip():
        said = Q(matter__contains=words) | Q(place__contains=words) | Q(number__icontains=words)
        rows = rows.filter(said | Q(unit__name__contains=words) | Q(case__number__icontains=words))
    return rows.order_by("-is_open", "-gather_at", "-id")


def tab_counts(viewer: Capacity) -> dict[str, int]:
    """Return how many whistles stand on each tab."""
    seen = visible_whistles(viewer).order_by().prefetch_related(None)
    ours = Q(unit__in=viewer.unit_ids)
    figures = {"open": Q(is_open=True), "ended": Q(is_open=False), "ours": ours}
    return dict(seen.aggregate(**{name: Count("pk", filter=which) for name, which in figures.items()}, all=Count("pk")))


def front(whistle: Whistle) -> Summons | None:
    """Return the open summons of a whistle whose limit ends first."""
    timed = [one for one in whistle.summonses.all() if one.is_open and one.due_at is not None]
    return min(timed, key=lambda one: one.due_at or one.opened_at, default=None)


def likeliest(subject: AbstractSubject, viewer: Capacity) -> Step[Any] | None:
    """Return the first act on a subject that the viewer may take at once."""
    return next((one.step for one in available_steps(subject, viewer) if one.is_open), None)


@dataclass(frozen=True, slots=True)
class Deeds:
    """The acts on one subject: open ones, and those that facts stand against."""

    open: list[Choice]
    blocked: list[Choice]

    @property
    def is_next_open(self) -> bool:
        """Tell whether the act that carries the matter on, the first by rank, can be taken."""
        return bool(self.open) and all(one.step.rank > self.open[0].step.rank for one in self.blocked)


def deeds(subject: AbstractSubject, viewer: Capacity) -> Deeds:
    """Return the acts that the viewer's power reaches: those open, and those that facts stand against."""
    choices = available_steps(subject, viewer)
    return Deeds([one for one in choices if one.is_open], [one for one in choices if not one.is_open])


def called_units(viewer: Capacity) -> list[tuple[UnitRef, bool]]:
    """Return whom a street may call, each with whether anybody there can answer; squads of streets are left out."""
    units = {one.id: one for one in units_as_of()}
    answering = {one.unit_id for one in holders_everywhere(Permission.ANSWER)}
    own = viewer.unit_ids | {viewer.unit_id}
    found = [one for one in units.values() if one.kind in CALLED_KINDS and one.id not in own]
    return [(one, one.id in answering) for one in found if not _is_street_squad(one, units)]


def _is_street_squad(one: UnitRef, units: dict[int, UnitRef]) -> bool:
    above = units.get(one.parent_id or 0)
    return one.kind == UnitKind.SQUAD and above is not None and above.kind == UnitKind.URBAN_OFFICE


def blown_with(viewer: Capacity, key: str) -> Whistle | None:
    """Return the whistle that this person blew with this key, for a form that was sent twice."""
    if not key:
        return None
    rows = visible_whistles(viewer).filter(steps__idempotency_key=key, steps__account=viewer.account_id)
    return rows.first()


def sign_in_photo(whistle: Whistle, item_id: int) -> Item:
    """Return a photo with which a department signed in to this whistle, or raise NotFound."""
    if not any(one.signed_photo_id == item_id for one in whistle.summonses.all()):
        raise NotFound
    return item(item_id)


def history(whistle: Whistle) -> list[dict[str, Any]]:
    """Return the steps of the whistle and of all its summonses, newest first, as the timeline component wants them."""
    subjects: list[AbstractSubject] = [whistle, *whistle.summonses.all()]
    rows = [(row, subject) for subject in subjects for row in steps_of(subject)]
    shown = [(row, subject) for row, subject in rows if row.name != "call"]
    shown.sort(key=lambda pair: (pair[0].taken_at, pair[0].pk), reverse=True)
    return [_row(row, subject) for row, subject in shown]


def _row(row: AbstractStep, subject: AbstractSubject) -> dict[str, Any]:
    step = table_of(subject).step(row.name)
    is_late = row.used_seconds is not None and row.limit_seconds is not None and row.used_seconds > row.limit_seconds
    return {
        "at": row.taken_at,
        "act": step.done or step.label,
        "person": row.actor_name or ACTORS.get(row.actor_kind, ""),
        "capacity": row.post_name,
        "unit": row.unit_name,
        "detail": "；".join(_told(step, row, subject)),
        "basis": row.ground,
        "used": spent(row.used_seconds, is_working=False),
        "limit": spent(row.limit_seconds, is_working=False),
        "is_late": is_late,
    }


def _told(step: Step[Any], row: AbstractStep, subject: AbstractSubject) -> list[str]:
    if step.name == "blow":
        return [_("召集%(units)s") % {"units": "、".join(row.data.get("units", []))}, _gathering(row.data)]
    named = [subject.unit.name] if isinstance(subject, Summons) and row.unit_name != subject.unit.name else []
    told = [*named, *(one for one in in_words(step, row.data) if one)]
    if row.data.get("metres") is not None:
        told.append(_("距集合地点 %(metres)s") % {"metres": wording.metres(row.data["metres"])})
    return told


def _gathering(data: dict[str, Any]) -> str:
    at: datetime | None = parse_datetime(str(data.get("gather_at", "")))
    return _("%(moment)s 集合") % {"moment": wording.moment(at, clock.now())} if at else ""

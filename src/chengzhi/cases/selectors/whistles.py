"""Whistles and summonses that a viewer may see."""

from django.db.models import Prefetch, Q, QuerySet

from chengzhi.cases.models import Summons, Whistle
from chengzhi.cases.permissions import Permission
from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.errors import NotFound

NOTHING = Q(pk__in=[])


def visible_whistles(viewer: Capacity) -> QuerySet[Whistle]:
    """Return the whistles the viewer may see: all, those of the own territory or unit, those that call the own unit."""
    summoned = Summons.objects.filter(unit__in=viewer.unit_ids).values("whistle")
    mine = Q(unit__in=viewer.unit_ids) | Q(pk__in=summoned)
    scope = viewer.scope(Permission.READ)
    if scope is Scope.CITY:
        mine = Q()
    elif scope is Scope.TERRITORY:
        for prefix in viewer.territory:
            mine |= Q(cell_code__startswith=prefix)
    elif not (viewer.may(Permission.WHISTLE) or viewer.may(Permission.ANSWER)):
        mine = NOTHING
    summonses = Prefetch("summonses", Summons.objects.select_related("unit", "signed_photo").order_by("id"))
    return Whistle.objects.filter(mine).select_related("unit", "case").prefetch_related(summonses)


def access_whistle(viewer: Capacity, number: str) -> Whistle:
    """Return one whistle, or raise NotFound outside the viewer's reach."""
    whistle = visible_whistles(viewer).filter(number=number).first()
    if whistle is None:
        raise NotFound
    return whistle


def access_summons(viewer: Capacity, number: str) -> Summons:
    """Return one summons of a whistle the viewer may see, or raise NotFound."""
    related = Summons.objects.select_related("whistle", "unit")
    summons = related.filter(number=number, whistle__in=visible_whistles(viewer).values("pk")).first()
    if summons is None:
        raise NotFound
    return summons


def waiting_summonses(viewer: Capacity) -> QuerySet[Summons]:
    """Return the open summonses of the viewer's own units, due soonest first."""
    if not viewer.may(Permission.ANSWER):
        return Summons.objects.none()
    mine = Summons.objects.filter(unit__in=viewer.unit_ids, is_open=True)
    return mine.select_related("whistle", "unit").order_by("due_at", "id")

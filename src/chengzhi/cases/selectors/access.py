"""Which cases a viewer may see at all: outside of it a case does not exist for them."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from chengzhi.cases.models import Case, JointUnit, Report
from chengzhi.cases.permissions import Permission
from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.errors import NotFound
from chengzhi.kernel.permissions import OfficialPermission

NOTHING = Q(pk__in=[])


def reach_of(viewer: Capacity, permission: OfficialPermission) -> Q:
    """Return the cases a right of the viewer reaches, without a join that could count a case twice."""
    return _scoped(viewer, viewer.scope(permission)) & inside_confines(viewer)


def inside_confines(viewer: Capacity) -> Q:
    """Return the cases that lie where the viewer is confined to: all of them where there is no such bound."""
    found = Q()
    for prefix in viewer.confines:
        found |= Q(cell_code__startswith=prefix)
    return found


def _scoped(viewer: Capacity, scope: Scope | None) -> Q:
    if scope is None:
        return NOTHING
    if scope is Scope.CITY:
        return Q()
    own = NOTHING
    if viewer.appointment_id is not None:
        mine = viewer.appointment_id
        own = Q(handler=mine) | Q(patroller=mine) | Q(reported_by=mine)
    if scope is Scope.OWN:
        return own
    joint = JointUnit.objects.filter(unit__in=viewer.unit_ids)
    own |= Q(handling_unit__in=viewer.unit_ids) | Q(pk__in=joint.values("case"))
    if scope is Scope.TERRITORY:
        for prefix in viewer.territory:
            own |= Q(cell_code__startswith=prefix)
    return own


def visible_cases(viewer: Capacity, permission: Permission = Permission.READ) -> QuerySet[Case]:
    """Return the cases the viewer may see, each once."""
    return Case.objects.filter(reach_of(viewer, permission))


def access_case(viewer: Capacity, number: str, permission: Permission = Permission.READ) -> Case:
    """Return one case with what its page names, or raise NotFound outside the viewer's reach."""
    related = ("category", "standard", "channel", "handling_unit", "handler__person", "patroller__person")
    case = visible_cases(viewer, permission).select_related(*related).filter(number=number).first()
    if case is None:
        raise NotFound
    return case


def access_report(token: str) -> Report:
    """Return the report that a secret link opens, or raise NotFound."""
    report = (
        Report.objects.select_related("case__category", "case__handling_unit", "channel").filter(token=token).first()
    )
    if report is None:
        raise NotFound
    return report


def cases_in_cells(codes: Collection[str]) -> int:
    """Return how many cases lie in any of the cells, for the grid to know before it withdraws them."""
    return Case.objects.filter(cell_code__in=codes).count()

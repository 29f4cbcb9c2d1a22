"""The register of certificates, as far as a viewer reaches."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import NotFound
from chengzhi.organisation.selectors import reach, today
from chengzhi.staffing.enums import CertificateState
from chengzhi.staffing.models import Certificate
from chengzhi.staffing.permissions import Permission

WARNED_DAYS = 60
ENDING, ENDED = "ending", "ended"
SHOWN = (ENDING, ENDED, *CertificateState.values)


def certificates(
    viewer: Capacity, *, text: str = "", kind: str = "", state: str = "", unit_id: int | None = None
) -> QuerySet[Certificate]:
    """Return the certificates within reach, those that end first before the others.

    ``text`` is a part of a number or name, or pinyin; ``state`` is a CertificateState, "ending" (ends within
    ``WARNED_DAYS``) or "ended".
    """
    rows = _reached(viewer, Permission.READ).select_related("person", "unit")
    if words := text.strip():
        typed = "".join(words.lower().split())
        by_sound = Q(person__pinyin__startswith=typed) | Q(person__pinyin__contains=f" {typed}")
        rows = rows.filter(Q(number__icontains=words) | Q(person__name__contains=words) | by_sound)
    if kind:
        rows = rows.filter(kind=kind)
    if unit_id is not None:
        rows = rows.filter(unit_id=unit_id)
    return rows.filter(_stands(state)).order_by("valid_to", "person__pinyin", "pk")


def expiring(viewer: Capacity, on: date | None = None) -> QuerySet[Certificate]:
    """Return the valid certificates whose last day lies within the next ``WARNED_DAYS`` days, not yet renewed."""
    return _reached(viewer, Permission.READ).filter(_ending(on or today())).order_by("valid_to", "pk")


def expiring_count(viewer: Capacity) -> int:
    return expiring(viewer).count()


def certificate_count(viewer: Capacity) -> int:
    return _reached(viewer, Permission.READ).count()


def access_certificate(viewer: Capacity, pk: int, permission: Permission = Permission.READ) -> Certificate:
    """Return a certificate within reach; outside the reach it does not exist."""
    found = _reached(viewer, permission).filter(pk=pk).select_related("person", "unit", "predecessor").first()
    if found is None:
        raise NotFound
    return found


def certificates_of_person(viewer: Capacity, person_id: int) -> list[Certificate]:
    """Return what a person ever held within reach, newest first; empty where the viewer may not read."""
    if viewer.scope(Permission.READ) is None:
        return []
    rows = _reached(viewer, Permission.READ).filter(person_id=person_id)
    return list(rows.select_related("unit").order_by("-valid_from", "-pk"))


def _reached(viewer: Capacity, permission: Permission) -> QuerySet[Certificate]:
    units = reach(viewer, permission)
    return Certificate.objects.all() if units is None else Certificate.objects.filter(unit_id__in=units)


def _ending(on: date) -> Q:
    within = Q(valid_to__gt=on, valid_to__lte=on + timedelta(days=WARNED_DAYS))
    return within & Q(state=CertificateState.VALID, successor=None)


def _stands(state: str) -> Q:
    if state == ENDING:
        return _ending(today())
    if state == ENDED:
        return Q(valid_to__lte=today()) & ~Q(state=CertificateState.REVOKED)
    if state == CertificateState.VALID:
        return Q(state=state) & (Q(valid_to=None) | Q(valid_to__gt=today()))
    return Q(state=state) if state in CertificateState.values else Q()

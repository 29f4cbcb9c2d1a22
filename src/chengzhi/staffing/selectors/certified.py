"""Who may use public power on a day: what guards of other rooms ask."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from chengzhi.kernel.law import enforces
from chengzhi.organisation.enums import EmploymentKind
from chengzhi.organisation.models import Person, in_force
from chengzhi.staffing.enums import CertificateKind
from chengzhi.staffing.models import Certificate, Suspension

# People who help, patrol or work for a firm: no certificate makes them officers.
NEVER_OFFICERS = (EmploymentKind.ASSISTANT, EmploymentKind.CONTRACT, EmploymentKind.FIRM, EmploymentKind.CADRE)


def holding_on(on: date) -> QuerySet[Certificate]:
    """Return the certificates that hold on a day: begun, not ended, not suspended, not revoked."""
    taken_away = Suspension.objects.filter(in_force(on), certificate=OuterRef("pk"))
    return Certificate.objects.filter(
        in_force(on),
        Q(suspended_from=None) | Q(suspended_from__gt=on),
        Q(revoked_on=None) | Q(revoked_on__gt=on),
        ~Exists(taken_away),
    ).exclude(kind=CertificateKind.OFFICER, person__employment__in=NEVER_OFFICERS)


@enforces("CF-042-2", "QZ-017-3")
def certified_on(person_id: int, on: date, kind: CertificateKind | str, area_code: str = "") -> Certificate | None:
    """Return the certificate of a kind that a person holds on a day, valid where ``area_code`` lies; else None.

    Assistants, contract staff, firms' people and community cadres never hold one that makes them officers.
    """
    rows = holding_on(on).filter(person_id=person_id, kind=kind)
    if area_code:
        rows = rows.filter(area_code__in=[area_code[:length] for length in range(len(area_code) + 1)])
    return rows.select_related("person", "unit").first()


def certificates_of(
    person_ids: Iterable[int], on: date, kind: CertificateKind | str = CertificateKind.OFFICER
) -> Mapping[int, Certificate]:
    """Return by person the certificate of a kind that holds on a day; people without one are absent."""
    rows = holding_on(on).filter(person_id__in=person_ids, kind=kind).select_related("person", "unit")
    return {one.person_id: one for one in rows}


def certified_people(
    unit_ids: Iterable[int], on: date, kind: CertificateKind | str = CertificateKind.OFFICER
) -> list[Person]:
    """Return the people whose certificate of a kind is of one of these units and holds on a day, by name."""
    held = holding_on(on).filter(unit_id__in=unit_ids, kind=kind)
    return list(Person.objects.filter(pk__in=held.values("person_id")).order_by("pinyin", "id"))

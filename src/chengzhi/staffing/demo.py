"""Certificates of the demo district: its officers and reviewers have one, those who help and collect have none."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from chengzhi.kernel.access import SYSTEM
from chengzhi.organisation.models import Appointment, in_force
from chengzhi.organisation.selectors import today
from chengzhi.staffing.enums import CertificateActKind, CertificateKind
from chengzhi.staffing.models import Certificate, CertificateAct
from chengzhi.staffing.selectors import NEVER_OFFICERS
from chengzhi.staffing.services.records import Ground, act_values

ISSUER = "江苏省人民政府"
BEGIN, YEARS = date(2024, 1, 1), 6
# One officer in ten has a certificate that ends soon, so that the warning has something to show.
SOON_EVERY, SOON_DAYS = 10, 45
KINDS = {"officer": CertificateKind.OFFICER, "legal_reviewer": CertificateKind.REVIEWER}


@transaction.atomic
def load_demo_certificates() -> int:
    """Every officer and reviewer of the demo holds a certificate; return how many were written, 0 when there are some."""
    if Certificate.objects.exists():
        return 0
    made = Certificate.objects.bulk_create(_certificates())
    ground = Ground(capacity=SYSTEM, on=BEGIN, reason=_("装入演示证件"))
    rows = (CertificateAct(**act_values(one, CertificateActKind.IMPORT, ground)) for one in made)
    CertificateAct.objects.bulk_create(rows)
    return len(made)


def _certificates() -> list[Certificate]:
    held = Appointment.objects.filter(in_force(today()), post__role__code__in=KINDS, kind="regular")
    rows = held.exclude(person__employment__in=NEVER_OFFICERS).select_related("person", "post__role")
    return [_certificate(place, one) for place, one in enumerate(rows.order_by("pk"), start=1)]


def _certificate(place: int, held: Appointment) -> Certificate:
    kind = KINDS[held.post.role.code]
    is_officer = kind == CertificateKind.OFFICER
    return Certificate(
        person=held.person,
        unit_id=held.post.unit_id,
        kind=kind,
        number=f"{'10320613' if is_officer else 'A20183206130'}{place:04}",
        issued_by=ISSUER if is_officer else "中华人民共和国司法部",
        area_code="320613" if is_officer else "",
        valid_from=BEGIN,
        valid_to=_end(place) if is_officer else None,
    )


def _end(place: int) -> date:
    soon = today() + timedelta(days=SOON_DAYS)
    return soon if place % SOON_EVERY == 0 and soon > BEGIN else BEGIN.replace(year=BEGIN.year + YEARS)

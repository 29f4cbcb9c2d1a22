"""What every act on a certificate has in common: who may, on what ground, and the row in its record."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from chengzhi.kernel.access import ActorKind, Capacity
from chengzhi.kernel.errors import BadInput, NotFound
from chengzhi.organisation.selectors import reach, today
from chengzhi.staffing.enums import CertificateActKind
from chengzhi.staffing.models import Certificate, CertificateAct
from chengzhi.staffing.permissions import Permission

REASON, DOCUMENT = 200, 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Who acts, with effect from which day, why, and by which document."""

    capacity: Capacity
    on: date
    reason: str
    document: str = ""


def checked_ground(ground: Ground, *, needs_document: bool) -> None:
    """Refuse an act without a reason, one before its document where it needs one, and one that lies in the future."""
    faults = {}
    if not ground.reason.strip():
        faults["reason"] = _("没有写理由。请写明为什么办理，供以后查考。")
    if needs_document and not ground.document.strip():
        faults["document"] = _("没有写依据文件。请填决定的文号或名称。")
    if ground.on > today():
        faults["on"] = _("生效日还没有到。请等到那天再登记，或改为今天以前。")
    if faults:
        raise BadInput(faults)


def require_unit(capacity: Capacity, unit_id: int) -> None:
    """Refuse unless the right to manage certificates reaches the unit."""
    units = reach(capacity, Permission.MANAGE)
    if units is not None and unit_id not in units:
        raise NotFound


def locked(certificate: Certificate, capacity: Capacity) -> Certificate:
    """Return the certificate as it stands now, held until the act is done; NotFound outside the reach."""
    held = Certificate.objects.select_for_update(of=("self",)).select_related("person").get(pk=certificate.pk)
    require_unit(capacity, held.unit_id)
    return held


def record(certificate: Certificate, act: CertificateActKind, ground: Ground) -> CertificateAct:
    """Write the act into the record of the certificate."""
    return CertificateAct.objects.create(**act_values(certificate, act, ground))


def act_values(certificate: Certificate, act: CertificateActKind, ground: Ground) -> dict[str, object]:
    """Return the columns of a row of the record."""
    return {
        "certificate": certificate,
        "act": act,
        "on": ground.on,
        "reason": ground.reason.strip()[:REASON],
        "document": ground.document.strip()[:DOCUMENT],
        "account_id": ground.capacity.account_id,
        "actor": _signature(ground.capacity),
    }


def _signature(capacity: Capacity) -> str:
    if capacity.kind == ActorKind.SYSTEM:
        return "系统"
    return f"{capacity.person_name} {capacity.post_name} {capacity.unit_name}"[:DOCUMENT]

"""The official acts on a certificate, each with its reason and a row in the record."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chengzhi.kernel.errors import BadInput
from chengzhi.organisation.models import Person, Unit
from chengzhi.staffing.enums import CertificateActKind, CertificateState
from chengzhi.staffing.models import Certificate, Suspension
from chengzhi.staffing.services.checks import (
    Details,
    cleaned,
    fault_of_person,
    fault_of_unit,
    faults_of,
    number_taken,
    overlapping,
)
from chengzhi.staffing.services.records import Ground, checked_ground, locked, record, require_unit


@transaction.atomic
def issue(*, person: Person, unit: Unit, details: Details, ground: Ground) -> Certificate:
    """A certificate stands in the register; refused for those who only help, and beside another of its kind."""
    require_unit(ground.capacity, unit.pk)
    checked_ground(ground, needs_document=False)
    return _registered(person, unit, details, ground, CertificateActKind.ISSUE)


@transaction.atomic
def renew(*, certificate: Certificate, details: Details, ground: Ground) -> Certificate:
    """A new certificate follows the old one, which ends on the new one's first day if it did not end before."""
    old = locked(certificate, ground.capacity)
    checked_ground(ground, needs_document=False)
    if old.state != CertificateState.VALID:
        raise BadInput(_("%(state)s的证件不能换发。请先发还，或另行登记新证。") % {"state": old.get_state_display()})
    if details.kind != old.kind:
        raise BadInput({"kind": _("换发的证件种类和原证不同。请另行登记。")})
    if details.valid_from <= old.valid_from:
        raise BadInput({"valid_from": _("新证应晚于原证的 %(day)s 生效。请核对日期。") % {"day": old.valid_from}})
    if Certificate.objects.filter(predecessor=old).exists():
        raise BadInput(_("这个证件已经换发过。请在新证上办理。"))
    if old.valid_to is None or old.valid_to > details.valid_from:
        old.valid_to = details.valid_from
        old.save(update_fields=["valid_to"])
    record(old, CertificateActKind.RENEW, ground)
    return _registered(old.person, old.unit, details, ground, CertificateActKind.ISSUE, predecessor=old)


@transaction.atomic
def suspend(*, certificate: Certificate, ground: Ground) -> Certificate:
    """The certificate does not hold from the day on, until it is given back."""
    held = locked(certificate, ground.capacity)
    checked_ground(ground, needs_document=True)
    if held.state != CertificateState.VALID:
        raise BadInput(_("证件已经%(state)s，不能再暂扣。") % {"state": held.get_state_display()})
    _within(held, ground.on)
    last = held.suspensions.order_by("valid_to").last()
    if last and ground.on < last.valid_to:
        raise BadInput({"on": _("上一次暂扣到 %(day)s 才发还。请选这天以后。") % {"day": last.valid_to}})
    return _changed(
        held, CertificateActKind.SUSPEND, ground, state=CertificateState.SUSPENDED, suspended_from=ground.on
    )


@transaction.atomic
def restore(*, certificate: Certificate, ground: Ground) -> Certificate:
    """The certificate holds again from the day on; the days without it stay on record."""
    held = locked(certificate, ground.capacity)
    checked_ground(ground, needs_document=False)
    if held.state != CertificateState.SUSPENDED or held.suspended_from is None:
        raise BadInput(_("证件没有被暂扣，不用发还。"))
    if ground.on <= held.suspended_from:
        raise BadInput({"on": _("发还日应晚于暂扣日 %(day)s。") % {"day": held.suspended_from}})
    Suspension.objects.create(certificate=held, valid_from=held.suspended_from, valid_to=ground.on)
    return _changed(held, CertificateActKind.RESTORE, ground, state=CertificateState.VALID, suspended_from=None)


@transaction.atomic
def revoke(*, certificate: Certificate, ground: Ground) -> Certificate:
    """The certificate does not hold from the day on, for good."""
    held = locked(certificate, ground.capacity)
    checked_ground(ground, needs_document=True)
    if held.state == CertificateState.REVOKED:
        raise BadInput(_("证件已经注销，不用再办。"))
    first = held.suspended_from or held.valid_from
    if ground.on < first:
        raise BadInput({"on": _("注销日不能早于 %(day)s。请核对日期。") % {"day": first}})
    return _changed(held, CertificateActKind.REVOKE, ground, state=CertificateState.REVOKED, revoked_on=ground.on)


def _registered(  # the parts of a row that acts state differently
    person: Person,
    unit: Unit,
    details: Details,
    ground: Ground,
    act: CertificateActKind,
    predecessor: Certificate | None = None,
) -> Certificate:
    # Two clerks at once: whoever comes second waits here and then finds the first one's certificate.
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    clean = cleaned(details)
    faults = faults_of(clean)
    if taken := number_taken(clean.number):
        faults["number"] = taken
    against = [fault_of_person(person, clean.kind), fault_of_unit(unit, clean.valid_from)]
    if "last_day" not in faults:
        against.append(overlapping(person.pk, clean))
    if reasons := [words for words in against if words]:
        raise BadInput({**{field: [words] for field, words in faults.items()}, "": reasons})
    if faults:
        raise BadInput(faults)
    made = Certificate.objects.create(**certificate_values(person, unit, clean), predecessor=predecessor)
    record(made, act, ground)
    return made


def certificate_values(person: Person, unit: Unit, details: Details) -> dict[str, Any]:
    """Return the columns of a certificate with these details."""
    return {
        "person": person,
        "unit": unit,
        "kind": details.kind,
        "number": details.number,
        "issued_by": details.issued_by,
        "area_code": details.area_code,
        "valid_from": details.valid_from,
        "valid_to": details.ends_on,
    }


def _within(held: Certificate, on: date) -> None:
    if on < held.valid_from or (held.valid_to is not None and on >= held.valid_to):
        words = _("证件在 %(on)s 不在有效期内（%(begin)s 至 %(end)s）。请核对日期。")
        end = held.last_day.isoformat() if held.last_day else _("长期")
        raise BadInput({"on": words % {"on": on, "begin": held.valid_from, "end": end}})


def _changed(held: Certificate, act: CertificateActKind, ground: Ground, **values: Any) -> Certificate:
    for field, value in values.items():
        setattr(held, field, value)
    held.save(update_fields=list(values))
    record(held, act, ground)
    return held

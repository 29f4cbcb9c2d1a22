"""Certificates for tests, written straight into the register."""

from datetime import date
from itertools import count
from typing import Any

from chengzhi.organisation.enums import EmploymentKind
from chengzhi.organisation.models import Person, Unit
from chengzhi.staffing.enums import CertificateKind
from chengzhi.staffing.models import Certificate
from tests.factories.organisation import make_person, make_unit

_numbers = count(1)


def make_certificate(
    person: Person | None = None, *, kind: str = CertificateKind.OFFICER, unit: Unit | None = None, **fields: Any
) -> Certificate:
    """Return a certificate of 2020 to the end of 2029, of an officer of its own unless a person is given."""
    fields.setdefault("valid_from", date(2020, 1, 1))
    fields.setdefault("valid_to", date(2030, 1, 1))
    fields.setdefault("number", f"32060000{next(_numbers):04}")
    return Certificate.objects.create(
        person=person or make_person("赵刚", employment=EmploymentKind.OFFICER),
        kind=kind,
        unit=unit or make_unit("城东中队", kind="squad"),
        issued_by="市人民政府",
        **fields,
    )

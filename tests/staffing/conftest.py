"""A squad with an officer, and somebody who keeps its certificates."""

from datetime import date, timedelta

import pytest

from chengzhi.kernel.access import Capacity, Scope
from chengzhi.organisation.enums import EmploymentKind
from chengzhi.organisation.models import Person, Unit
from chengzhi.organisation.selectors import today
from chengzhi.staffing.enums import CertificateKind
from chengzhi.staffing.permissions import Permission
from chengzhi.staffing.services import Details, Ground
from tests.factories.organisation import make_appointment, make_capacity, make_person, make_post, make_unit


@pytest.fixture
def squad() -> Unit:
    return make_unit("城东中队", kind="squad", code="zd-1")


@pytest.fixture
def officer(squad: Unit) -> Person:
    person = make_person("赵刚", employment=EmploymentKind.OFFICER, pinyin="zhaogang zg")
    make_appointment(person, make_post(squad, name="执法人员"))
    return person


@pytest.fixture
def keeper() -> Capacity:
    return make_capacity({Permission.READ: Scope.CITY, Permission.MANAGE: Scope.CITY}, name="周红")


@pytest.fixture
def ground(keeper: Capacity) -> Ground:
    return Ground(capacity=keeper, on=today(), reason="市司法局核发", document="通司发〔2026〕8号")


def stated(**changed: object) -> Details:
    """Return what stands on an officer's certificate that holds for three years from a month ago."""
    begin = today() - timedelta(days=30)
    facts: dict[str, object] = {
        "kind": CertificateKind.OFFICER,
        "number": "10320613001",
        "issued_by": "江苏省人民政府",
        "valid_from": begin,
        "last_day": date(begin.year + 3, 12, 31),
        "area_code": "320613",
    }
    return Details(**{**facts, **changed})  # type: ignore[arg-type]  # a table of changed facts

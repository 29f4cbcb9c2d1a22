"""The demo's certificates."""

import pytest

from chengzhi.organisation.enums import EmploymentKind
from chengzhi.organisation.models import Unit
from chengzhi.staffing.demo import load_demo_certificates
from chengzhi.staffing.models import Certificate, CertificateAct
from tests.factories.organisation import make_appointment, make_person, make_post, make_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def _staff(squad: Unit) -> None:
    for code, employment in [
        ("officer", "officer"), ("legal_reviewer", "civil_servant"), ("assistant", "assistant"),
        ("collector", "contract"), ("handler", "firm"),
    ]:  # fmt: skip
        post = make_post(squad, make_role(code))
        make_appointment(make_person(code, employment=EmploymentKind(employment)), post)


@pytest.mark.usefixtures("_staff")
def test_officers_and_reviewers_are_certified_and_those_who_help_are_not() -> None:
    assert load_demo_certificates() == 2
    held = dict(Certificate.objects.values_list("person__name", "kind"))
    assert held == {"officer": "officer", "legal_reviewer": "reviewer"}
    assert CertificateAct.objects.count() == 2


@pytest.mark.usefixtures("_staff")
def test_certificates_are_loaded_once() -> None:
    load_demo_certificates()
    assert load_demo_certificates() == 0


def test_one_officer_in_ten_has_a_certificate_that_ends_soon(squad: Unit) -> None:
    post = make_post(squad, make_role("officer"), headcount=10)
    for number in range(10):
        make_appointment(make_person(f"赵{number}", employment=EmploymentKind.OFFICER), post)
    load_demo_certificates()
    ends = list(Certificate.objects.order_by("pk").values_list("valid_to", flat=True))
    assert len(set(ends[:9])) == 1
    assert ends[9] < ends[0]

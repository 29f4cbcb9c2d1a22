import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from chengzhi.kernel.models import Account, PersonalDataAccess, Role, RoleGrant

pytestmark = pytest.mark.django_db


@pytest.fixture
def role() -> Role:
    return Role.objects.create(code="acceptor", name="受理员")


def test_a_role_is_known_by_its_name(role: Role) -> None:
    assert str(role) == "受理员"


def test_a_role_without_a_name_is_refused() -> None:
    with pytest.raises(IntegrityError, match="role_name_present"), transaction.atomic():
        Role.objects.create(code="x", name="")


def test_a_permission_is_granted_once_to_a_role(role: Role) -> None:
    RoleGrant.objects.create(role=role, permission="cases.case.read", scope="city")
    with pytest.raises(IntegrityError, match="role_grant_once"), transaction.atomic():
        RoleGrant.objects.create(role=role, permission="cases.case.read", scope="own")


def test_a_scope_nobody_knows_is_refused(role: Role) -> None:
    with pytest.raises(IntegrityError, match="scope_known"), transaction.atomic():
        RoleGrant.objects.create(role=role, permission="cases.case.read", scope="galaxy")


def test_a_look_at_personal_data_needs_a_purpose() -> None:
    account = Account.objects.create_user("wangmin")
    facts = {"account": account, "subject_kind": "case", "subject_ref": "1", "field": "phone", "allowed": True}
    with pytest.raises(IntegrityError, match="purpose_present"), transaction.atomic():
        PersonalDataAccess.objects.create(**facts, purpose="", at=timezone.now())

import pytest
from django.db import IntegrityError, transaction

from chengzhi.kernel.models import Account

pytestmark = pytest.mark.django_db


def test_a_new_account_keeps_no_password_in_clear() -> None:
    account = Account.objects.create_user("wangmin", "a-demo-passphrase")
    assert account.check_password("a-demo-passphrase")
    assert "passphrase" not in account.password
    assert str(account) == "wangmin"


def test_without_a_password_nobody_can_sign_in() -> None:
    assert not Account.objects.create_user("wangmin").has_usable_password()


def test_a_name_is_taken_in_any_case() -> None:
    Account.objects.create_user("wangmin")
    with pytest.raises(IntegrityError, match="any_case"), transaction.atomic():
        Account.objects.create_user("WangMin")


@pytest.mark.parametrize(
    ("username", "language", "constraint"), [("", "en", "username_present"), ("x", "fr", "language_known")]
)
def test_an_account_without_name_or_in_an_unknown_language_is_refused(
    username: str, language: str, constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Account.objects.create_user(username, language=language)

"""The log of failed sign-ins is only added to, whoever writes it."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from chengzhi.kernel import clock
from chengzhi.kernel.models import FailureReason, SignInFailure

pytestmark = pytest.mark.django_db


def make(**facts: Any) -> SignInFailure:
    given = {"username": "wangmin", "address": "203.0.113.7", "reason": "wrong", "at": clock.now()}
    return SignInFailure.objects.create(**{**given, **facts})


def test_a_failure_is_named_by_who_and_where() -> None:
    assert str(make()) == "wangmin 203.0.113.7"


@pytest.mark.parametrize("reason", FailureReason)
def test_every_reason_is_known_and_has_words(reason: FailureReason) -> None:
    assert make(reason=reason).get_reason_display() == str(reason.label)


def test_another_reason_is_refused() -> None:
    with pytest.raises(IntegrityError, match="sign_in_failure_reason_known"), transaction.atomic():
        make(reason="bored")


def test_an_address_is_an_address() -> None:
    assert make(address="2001:db8::1").address == "2001:db8::1"
    with pytest.raises(ValueError, match="does not appear"), transaction.atomic():
        SignInFailure.objects.bulk_create([SignInFailure(address="here", reason="wrong", at=clock.now())])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE kernel_signinfailure SET username = 'somebody'",
        "DELETE FROM kernel_signinfailure",
        "TRUNCATE kernel_signinfailure",
    ],
)
def test_nothing_is_changed_or_removed_even_by_hand(statement: str) -> None:
    make()
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert SignInFailure.objects.count() == 1


def test_the_newest_stands_first() -> None:
    first, second = make(), make(username="lijun")
    assert list(SignInFailure.objects.all()) == [second, first]

"""Failed sign-ins are written down, bounded, and read by the audit administrator alone."""

from datetime import date, timedelta

import pytest

from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity, Scope, resident
from chengzhi.kernel.errors import Forbidden
from chengzhi.kernel.models import FailureReason, SignInFailure
from chengzhi.kernel.permissions import Permission
from chengzhi.kernel.sign_ins import LOCKED_ONCE_IN, failed_sign_ins, note_failure

pytestmark = pytest.mark.django_db
AUDITOR = Capacity(grants={Permission.READ_AUDIT: Scope.CITY})
HERE = "203.0.113.7"


def fail(username: str = "wangmin", reason: FailureReason = FailureReason.WRONG, address: str = HERE) -> None:
    note_failure(username=username, address=address, reason=reason)


def test_who_where_when_and_why_are_kept() -> None:
    at = clock.now() - timedelta(hours=3)
    with clock.at(at):
        fail()
    row = SignInFailure.objects.get()
    assert (row.username, row.address, row.reason, row.at) == ("wangmin", HERE, "wrong", at)


@pytest.mark.parametrize(
    ("tried", "kept"),
    [("", ""), ("  wangmin ", "wangmin"), ("长" * 90, "长" * 64), ("a\x00b\x1b[31m\u202e", "ab[31m"), ("\n\r", "")],
)
def test_whatever_was_typed_as_a_name_can_be_kept(tried: str, kept: str) -> None:
    fail(tried)
    assert SignInFailure.objects.get().username == kept


def test_the_zone_of_an_address_on_the_own_net_is_left_out() -> None:
    fail(address="fe80::1%eth0")
    assert SignInFailure.objects.get().address == "fe80::1"


def test_every_wrong_password_is_a_line() -> None:
    for _time in range(3):
        fail()
    assert SignInFailure.objects.count() == 3


def test_a_name_that_is_locked_out_fills_one_line_in_five_minutes() -> None:
    for _time in range(4):
        fail(reason=FailureReason.LOCKED)
    assert SignInFailure.objects.count() == 1
    with clock.at(clock.now() + LOCKED_ONCE_IN + timedelta(seconds=1)):
        fail(reason=FailureReason.LOCKED)
    assert SignInFailure.objects.count() == 2


@pytest.mark.parametrize("other", [{"username": "lijun"}, {"address": "203.0.113.8"}])
def test_another_name_or_address_has_its_own_line(other: dict[str, str]) -> None:
    fail(reason=FailureReason.LOCKED)
    fail(reason=FailureReason.LOCKED, **other)  # type: ignore[arg-type]  # names and addresses only
    assert SignInFailure.objects.count() == 2


def test_a_lock_is_written_also_after_wrong_passwords() -> None:
    fail()
    fail(reason=FailureReason.LOCKED)
    assert {one.reason for one in SignInFailure.objects.all()} == {"wrong", "locked"}


@pytest.mark.parametrize(
    "viewer",
    [
        Capacity(),
        resident(),
        Capacity(grants={Permission.MANAGE_SYSTEM: Scope.CITY, Permission.MANAGE_ACCESS: Scope.CITY}),
    ],
)
def test_nobody_but_the_audit_administrator_reads_them(viewer: Capacity) -> None:
    with pytest.raises(Forbidden, match="审计"):
        failed_sign_ins(viewer)


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({}, 3),
        ({"text": "wang"}, 2),
        ({"text": " lijun "}, 1),
        ({"text": "203.0."}, 2),
        ({"text": "nobody"}, 0),
        ({"text": "\x00"}, 3),
        ({"text": "%"}, 0),
        ({"reason": "locked"}, 1),
        ({"reason": "bored"}, 3),
        ({"text": "wang", "reason": "locked"}, 0),
    ],
)
def test_the_log_is_narrowed(asked: dict[str, str], count: int) -> None:
    fail()
    fail("wangfang", FailureReason.INACTIVE, "2001:db8::1")
    fail("lijun", FailureReason.LOCKED)
    assert failed_sign_ins(AUDITOR, **asked).count() == count  # type: ignore[arg-type]  # words only


@pytest.mark.parametrize(
    ("since", "until", "count"),
    [
        (None, None, 1),
        (date(2026, 11, 23), date(2026, 11, 23), 1),
        (date(2026, 11, 24), None, 0),
        (None, date(2026, 11, 22), 0),
        (date(2026, 11, 22), date(2026, 11, 24), 1),
    ],
)
def test_whole_days_are_meant_in_the_time_of_the_city(since: date | None, until: date | None, count: int) -> None:
    with clock.at(clock.now().replace(year=2026, month=11, day=23, hour=23, minute=59)):
        fail()
    assert failed_sign_ins(AUDITOR, since=since, until=until).count() == count

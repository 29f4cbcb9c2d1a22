from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from chengzhi.console.registers.organisation import selectors as read
from chengzhi.kernel import clock
from chengzhi.kernel.access import SYSTEM, Capacity, Scope
from chengzhi.kernel.errors import Forbidden
from chengzhi.kernel.models import Account, PersonalDataAccess
from chengzhi.kernel.permissions import Permission as Kernel
from chengzhi.organisation.enums import EmploymentKind
from chengzhi.organisation.models import Unit
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.services import register_person, rename_unit
from tests.factories.organisation import make_capacity

GRANTS = dict.fromkeys((Permission.READ_REGISTER, Permission.READ_ACTS, Kernel.READ_AUDIT), Scope.CITY)
NOON = datetime(2030, 5, 2, 12, tzinfo=timezone.get_default_timezone())
DAY = NOON.date()


@pytest.fixture
def auditor(office: Unit) -> Capacity:
    with clock.at(NOON):
        register_person(name="王强", employment=EmploymentKind.OFFICER, capacity=SYSTEM)
    rename_unit(unit=office, name="学田城综办", on=date(2035, 1, 1), document="崇编〔2034〕9号", capacity=SYSTEM)
    return make_capacity(GRANTS)


def looked(at: datetime = NOON, **facts: object) -> PersonalDataAccess:
    account, _made = Account.objects.get_or_create(username="looker")
    given = {"actor_name": "张丽", "purpose": "回访", "subject_kind": "case", "subject_ref": "20300502-0001"}
    return PersonalDataAccess.objects.create(
        account=account, at=at, field="phone", **{"allowed": True, **given, **facts}
    )


@pytest.mark.parametrize(
    ("asked", "acts"),
    [
        ({}, {"rename_unit", "register_person"}),
        ({"act": "rename_unit"}, {"rename_unit"}),
        ({"text": "崇编"}, {"rename_unit"}),
        ({"text": "王强"}, {"register_person"}),
        ({"text": "系统"}, {"rename_unit", "register_person"}),
        ({"text": "没有"}, set()),
        ({"act": "appoint"}, set()),
    ],
)
def test_the_book_is_narrowed(auditor: Capacity, asked: dict[str, str], acts: set[str]) -> None:
    assert {one.act for one in read.act_rows(auditor, **asked)} == acts


@pytest.mark.parametrize(
    ("since", "until", "is_there"),
    [
        (DAY, DAY, True), (DAY, None, True), (None, DAY, True), (DAY + timedelta(days=1), None, False),
        (None, DAY - timedelta(days=1), False), (DAY, DAY - timedelta(days=1), False),
    ],
)  # fmt: skip
def test_both_days_of_a_span_are_inside(
    auditor: Capacity, since: date | None, until: date | None, *, is_there: bool
) -> None:
    rows = read.act_rows(auditor, act="register_person", since=since, until=until)
    assert rows.exists() is is_there


@pytest.mark.parametrize(("hour", "minute"), [(0, 0), (23, 59)])
def test_a_day_reaches_from_midnight_to_midnight(auditor: Capacity, hour: int, minute: int) -> None:
    looked(NOON.replace(hour=hour, minute=minute))
    assert read.personal_rows(auditor, since=DAY, until=DAY).count() == 1


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({}, 2), ({"allowed": "yes"}, 1), ({"allowed": "no"}, 1), ({"allowed": "x"}, 2), ({"text": "回访"}, 1),
        ({"text": "张丽"}, 2), ({"text": "looker"}, 2), ({"text": "20300502-0001"}, 1), ({"text": "没有"}, 0),
    ],
)  # fmt: skip
def test_the_log_is_narrowed(auditor: Capacity, asked: dict[str, str], count: int) -> None:
    looked()
    looked(allowed=False, purpose="好奇", subject_ref="20300502-0002")
    assert read.personal_rows(auditor, **asked).count() == count


def test_the_log_is_newest_first(auditor: Capacity) -> None:
    for days in (0, 2, 1):
        looked(NOON + timedelta(days=days))
    found = [one.at for one in read.personal_rows(auditor)]
    assert found == sorted(found, reverse=True)


def test_only_the_auditor_reads_the_books(office: Unit) -> None:
    viewer = make_capacity({Permission.READ_REGISTER: Scope.CITY})
    for reading in (read.act_rows, read.personal_rows):
        with pytest.raises(Forbidden):
            reading(viewer)


def test_counts_agree_with_the_lists(auditor: Capacity) -> None:
    looked()
    assert (read.act_count(auditor), read.personal_count(auditor)) == (2, 1)

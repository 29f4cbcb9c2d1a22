"""The database's disk is full: every door says so, nothing is half stored, and the same form succeeds afterwards.

The error comes from the server itself, raised where a full disk raises it: at a row that has to be written.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from chengzhi.cases.models import Case, CaseStep, Report
from chengzhi.cases.services import report_matter
from chengzhi.kernel.models.outbox import OutboxEvent
from tests.factories import evidence as made
from tests.factories.city import LAT, LON, City
from tests.factories.loop import report, told
from tests.faults.conftest import SignIn

FULL = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'could not extend file "base/1/2": No space left on device' USING ERRCODE = 'disk_full'; END $$;
"""


@contextmanager
def full(table: str) -> Iterator[None]:
    """Let every row that a table should take meet a full disk."""
    with connection.cursor() as cursor:
        cursor.execute(FULL + f"CREATE TRIGGER full_disk BEFORE INSERT ON {table} EXECUTE FUNCTION full_disk()")
        yield
        cursor.execute("DROP FUNCTION full_disk CASCADE")


def stored() -> tuple[int, ...]:
    return tuple(one.objects.count() for one in (Case, CaseStep, Report, OutboxEvent))


def call_the_desk(city: City, signed_in: SignIn) -> Callable[[], Any]:
    form = {"channel": "hotline", "words": "垃圾堆了两天", "callback": "none", "by_hand": "1", "idempotency_key": "k1"}
    form |= {"category": str(city.categories["暴露垃圾"].pk), "lon": str(LON), "lat": str(LAT)}
    browser = signed_in(city.alice)
    return lambda: browser.post(reverse("console:hotline"), form)


def act_on_a_case(city: City, signed_in: SignIn) -> Callable[[], Any]:
    case, browser = report(city), signed_in(city.alice)
    form = {"seen": case.step_seq, "idempotency_key": "k1"}
    return lambda: browser.post(reverse("console:act", args=[case.number, "send_verify"]), form)


def report_from_patrol(city: City, signed_in: SignIn) -> Callable[[], Any]:
    browser = signed_in(city.erin)
    form = {
        "words": "桶满了",
        "lon": LON,
        "lat": LAT,
        "category": city.categories["暴露垃圾"].pk,
        "idempotency_key": "k1",
    }
    return lambda: browser.post(
        reverse("field:report"), {**form, "photos": SimpleUploadedFile("a.jpg", made.jpeg(), "image/jpeg")}
    )


DOORS = [call_the_desk, act_on_a_case, report_from_patrol]


@pytest.mark.parametrize(
    "table", ["cases_case", "cases_casestep", "cases_caseclock", "cases_report", "kernel_outboxevent"]
)
@pytest.mark.parametrize("door", DOORS)
def test_a_full_disk_stores_nothing_by_halves_and_the_same_form_succeeds_afterwards(
    door: Callable[[City, SignIn], Callable[[], Any]], table: str, city: City, signed_in: SignIn
) -> None:
    send = door(city, signed_in)
    before = stored()
    with full(table):
        answer = send()
    if table in {"cases_case", "cases_report"} and door is act_on_a_case:
        assert answer.status_code == 302, "an act needs no row there"
        return
    assert answer.status_code == 503
    assert "没有保存：数据库的磁盘满了" in answer.content.decode()
    assert stored() == before
    assert send().status_code == 302
    assert send().status_code == 302
    assert CaseStep.objects.count() == before[1] + 1


def test_a_session_that_meets_a_full_disk_is_no_fault_of_the_visitor(db: None) -> None:
    browser = Client(raise_request_exception=False)
    with full("django_session"):
        answer = browser.post(reverse("portal:report"), {"words": "井盖松了"})
    assert answer.status_code == 503
    assert "写的内容还在" in answer.content.decode()
    assert browser.post(reverse("portal:report"), {"words": "井盖松了"}).status_code == 302


def test_pages_are_read_while_nothing_can_be_written(city: City, signed_in: SignIn) -> None:
    case, browser = report(city), signed_in(city.alice)
    assert browser.get(reverse("console:work")).status_code == 200
    with full("cases_casestep"):
        assert browser.get(reverse("console:work")).status_code == 200
        assert browser.get(reverse("console:case", args=[case.number])).status_code == 200


def test_numbers_go_on_after_a_full_disk(city: City, signed_in: SignIn) -> None:
    send = call_the_desk(city, signed_in)
    with full("cases_report"):
        assert send().status_code == 503
    first = report_matter(told(city, key="a"), capacity=city.alice).case.number
    second = report_matter(told(city, key="b"), capacity=city.alice).case.number
    assert first < second
    assert Case.objects.count() == 2

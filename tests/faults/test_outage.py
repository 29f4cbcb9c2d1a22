"""Real outages of a running house: what visitors see meanwhile, and that nobody has to start anything anew."""

import time
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest

from tests.faults.house import House, ask, free_port, kill_group, until

PATIENCE_SECONDS = 60.0
# One moment for the case and its clock, however long lies between the two statements: the audit compares them.
OVERDUE = "UPDATE {} SET warn_at = current_date - interval '2 h', due_at = current_date - interval '1 h' WHERE {} = %s"


def call(house: House, key: str, words: str = "菜场西门垃圾堆了两天") -> tuple[int, dict[str, str], str]:
    """Register a call at the desk."""
    cast = house.cast
    form: dict[str, Any] = {"channel": "hotline", "words": words, "callback": "none", "by_hand": "1", "is_urgent": "on"}
    form |= {"category": cast["category"], "lon": cast["lon"], "lat": cast["lat"], "idempotency_key": key}
    session = cast["sessions"]["alice"]
    return ask(house.port, "POST", "/console/hotline/", session=session, body=urlencode(form).encode(), timeout=40)


def page(house: House, path: str = "/console/work/") -> tuple[int, dict[str, str], str]:
    return house.get(path, session=house.cast["sessions"]["alice"], timeout=40)


def await_page(house: House, path: str = "/console/work/") -> None:
    """Return once a page is shown again."""
    with until(PATIENCE_SECONDS) as attempts:
        assert any(page(house, path)[0] == 200 for _ in attempts), house.log("web.log")


def await_ready(house: House, part: str, *, is_well: bool = True) -> None:
    """Return once /readyz says so of a part."""
    with until(PATIENCE_SECONDS, step=0.3) as attempts:
        assert any(house.ready().get(part, False) is is_well for _ in attempts), house.log("worker.log")


def reports(house: House, key: str) -> int:
    return int(house.sql("SELECT count(*) FROM cases_report WHERE idempotency_key = %s", key)[0][0])


@pytest.fixture
def no_database(house: House) -> House:
    """Return the house with its database shut down; the test starts it again."""
    await_page(house)
    house.stop_database()
    return house


def test_without_the_database_every_page_says_so_and_it_comes_back_by_itself(no_database: House) -> None:
    house, key = no_database, str(uuid4())
    assert house.web is not None
    web = house.web.pid
    status, headers, text = page(house)
    assert (status, headers["retry-after"]) == (503, "5")
    assert "数据库没有应答" in text
    status, _headers, text = call(house, key)
    assert status == 503
    assert "同一张表单交两次也只登记一次" in text
    assert house.ready() == {"database": False}
    assert house.get("/healthz")[0] == 200
    house.start_database()
    await_page(house)
    assert (call(house, key)[0], call(house, key)[0]) == (302, 302)
    assert reports(house, key) == 1
    assert (house.web.pid, house.web.poll()) == (web, None)


def test_the_worker_survives_a_restart_of_the_database(house: House) -> None:
    await_ready(house, "worker")
    house.stop_database()
    house.start_database()
    assert house.worker is not None
    with until(PATIENCE_SECONDS) as attempts:
        assert any(beats(house) for _ in attempts), house.log("worker.log")
    assert house.worker.poll() is None


def beats(house: House) -> bool:
    """Tell whether a worker has delivered an event that happens now."""
    house.sql(
        "INSERT INTO kernel_outboxevent (name, payload, happened_at, attempts, last_error)"
        " SELECT 'faults.nobody_listens', '{}', now(), 0, ''"
        " WHERE NOT EXISTS (SELECT 1 FROM kernel_outboxevent WHERE name = 'faults.nobody_listens')"
    )
    rows = house.sql("SELECT delivered_at FROM kernel_outboxevent WHERE name = 'faults.nobody_listens'")
    return rows[0][0] is not None


def test_a_dead_worker_is_told_and_what_it_missed_is_made_up_once(house: House) -> None:
    await_page(house)
    key = str(uuid4())
    assert call(house, key)[0] == 302
    case = house.sql("SELECT case_id FROM cases_report WHERE idempotency_key = %s", key)[0][0]
    kill_group(house.worker)
    house.sql("UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - interval '1 min'")
    house.sql(OVERDUE.format("cases_caseclock", "subject_id"), case)
    house.sql(OVERDUE.format("cases_case", "id"), case)
    assert house.ready()["worker"] is False
    assert "后台进程没有心跳" in house.module("chengzhi.cli", "doctor", code=1)
    assert page(house)[0] == 200
    house.start_worker()
    await_ready(house, "worker")
    with until(PATIENCE_SECONDS * 2) as attempts:
        assert any(escalations(house, case) for _ in attempts), house.log("worker.log")
    time.sleep(2.5)
    assert escalations(house, case) == 1


def escalations(house: House, case: int) -> int:
    rows = house.sql("SELECT count(*) FROM cases_casestep WHERE subject_id = %s AND name = 'escalate'", case)
    return int(rows[0][0])


def test_a_house_started_before_its_database_waits_for_it(house: House) -> None:
    house.stop_database()
    kill_group(house.web)
    house.port = free_port()
    house.start_web()
    assert page(house)[0] == 503
    house.start_database()
    await_page(house)

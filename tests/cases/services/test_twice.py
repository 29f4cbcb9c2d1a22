"""Two clerks at once, one request sent twice: every act counts once, and who came second learns what happened."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from chengzhi.cases.models import Case
from chengzhi.cases.procedure import CASE
from chengzhi.cases.services import CaseAct, take_step, watch_deadlines
from chengzhi.kernel import clock
from chengzhi.kernel.errors import StepRefused, SubjectMoved
from chengzhi.kernel.models import OutboxEvent
from chengzhi.kernel.procedures import verify_chain
from tests.factories.city import City, make_city
from tests.factories.loop import report
from tests.factories.moves import actor, case_in, ready_for, take, values

PLACES = {
    step.name: min(step.sources) for step in CASE.steps if not step.is_initial and step.name != "reply_supervision"
} | {
    "reply_supervision": "handling", "supervise": "handling", "lift_supervision": "handling", "urge": "handling",
    "warn": "handling", "escalate": "handling", "merge": "reported", "force_close": "handling", "ask_void": "handling",
}  # fmt: skip
ROWS: tuple[Callable[[Case], Any], ...] = (
    lambda case: case.steps, lambda case: case.clocks, lambda case: case.tasks, lambda case: case.requests,
    lambda case: case.joint_units, lambda case: case.supervisions, lambda case: case.media, lambda case: case.reports,
)  # fmt: skip


def doing(city: City, case: Case, step: str, **more: Any) -> CaseAct:
    asked = {one.name for one in CASE.step(step).inputs}
    given = {name: one for name, one in values(city, case, step).items() if name in asked}
    return CaseAct(capacity=actor(city, step), values=given, **more)


def facts(case: Case) -> list[Any]:
    return [case.state, case.step_hash, *(rows(case).count() for rows in ROWS), OutboxEvent.objects.count()]


@pytest.mark.django_db
@pytest.mark.usefixtures("monday")
@pytest.mark.parametrize("step", PLACES)
def test_a_repeated_request_does_nothing_a_second_time(city: City, step: str) -> None:
    case = ready_for(city, step, PLACES[step])
    act = doing(city, case, step, key="k-1")
    first = take_step(case, step, act)
    before = facts(case)
    assert take_step(Case.objects.get(pk=case.pk), step, act).pk == first.pk
    case.refresh_from_db()
    assert facts(case) == before


@pytest.mark.django_db
@pytest.mark.usefixtures("monday")
@pytest.mark.parametrize("step", [step for step, state in PLACES.items() if state != "closed"])
def test_who_comes_second_learns_what_happened_meanwhile(city: City, step: str) -> None:
    case = ready_for(city, step, PLACES[step])
    act = doing(city, case, step, seen=case.step_seq)
    take(city, case, "urge")
    before = facts(case)
    with pytest.raises(SubjectMoved) as moved:
        take_step(Case.objects.get(pk=case.pk), step, act)
    assert list(moved.value.newer) == ["alice 09:00 已催办"]
    case.refresh_from_db()
    assert facts(case) == before


@pytest.mark.django_db
def test_everything_that_happened_meanwhile_is_told_in_order(city: City) -> None:
    case = report(city)
    seen = case.step_seq
    for step in ("urge", "send_verify", "confirm"):
        take(city, case, step)
    with pytest.raises(SubjectMoved) as moved:
        take_step(case, "accept", doing(city, case, "accept", seen=seen))
    assert [words.split(" ", 2)[2] for words in moved.value.newer] == ["已催办", "已发核实", "已核实，属实"]
    assert moved.value.newer[-1].startswith("erin ")


@pytest.mark.django_db
def test_the_same_key_on_another_case_is_another_request(city: City) -> None:
    first, second = report(city), report(city)
    rows = [take_step(case, "urge", CaseAct(capacity=city.alice, key="same")) for case in (first, second)]
    assert rows[0].pk != rows[1].pk


@pytest.mark.django_db
def test_without_a_key_the_second_request_is_judged_anew(city: City) -> None:
    case = case_in(city, "filed")
    take(city, case, "dispatch")
    with pytest.raises(StepRefused, match="现在是“待接收”，不能“派遣”"):
        take(city, case, "dispatch")


@pytest.mark.django_db
def test_a_refused_request_may_be_sent_again_under_the_same_key(city: City) -> None:
    case = report(city)
    with pytest.raises(StepRefused):
        take_step(case, "refuse", CaseAct(capacity=city.alice, key="k"))
    row = take_step(case, "refuse", CaseAct(capacity=city.alice, values={"reason": "不归城管"}, key="k"))
    assert (row.name, case.state) == ("refuse", "refused")


@contextmanager
def own_connection() -> Iterator[None]:
    try:
        yield
    finally:
        connection.close()


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    """Run jobs in threads of their own, each with its own connection; a refusal is an answer."""

    def run(job: Callable[[], Any]) -> Any:
        with own_connection():
            try:
                return job()
            except (StepRefused, SubjectMoved) as refused:
                return refused

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [one.result() for one in [pool.submit(run, job) for job in jobs]]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("step", "state"), [("take_over", "dispatched"), ("send_verify", "reported")])
def test_of_two_clerks_at_the_same_moment_one_acts(step: str, state: str) -> None:
    city = make_city()
    case = case_in(city, state)
    act = doing(city, case, step)
    found = at_once(*(lambda: take_step(Case.objects.get(pk=case.pk), step, act).seq for _clerk in range(3)))
    assert sorted(type(one).__name__ for one in found) == ["StepRefused", "StepRefused", "int"]
    case.refresh_from_db()
    assert case.steps.filter(name=step).count() == 1
    assert verify_chain(case).is_whole


@pytest.mark.django_db(transaction=True)
def test_one_request_sent_three_times_at_once_is_one_step() -> None:
    city = make_city()
    case = report(city)
    act = CaseAct(capacity=city.alice, values={"note": "快"}, key="once")
    found = at_once(*(lambda: take_step(Case.objects.get(pk=case.pk), "urge", act).pk for _sent in range(3)))
    assert len(set(found)) == 1


@pytest.mark.django_db(transaction=True)
def test_several_acts_at_once_stand_one_after_another() -> None:
    city = make_city()
    case = report(city)
    jobs = [
        CaseAct(capacity=who, values={"note": str(number)}) for number, who in enumerate([city.alice, city.bob] * 2)
    ]
    at_once(*(lambda act=act: take_step(Case.objects.get(pk=case.pk), "urge", act).seq for act in jobs))
    case.refresh_from_db()
    assert list(case.steps.order_by("seq").values_list("seq", flat=True)) == [1, 2, 3, 4, 5]
    assert verify_chain(case).is_whole


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_tell_a_limit_once() -> None:
    city = make_city()
    with clock.at(clock.now() - timedelta(days=2)):
        cases = [report(city) for _number in range(3)]
    told = at_once(watch_deadlines, watch_deadlines)
    assert sum(told) == 3
    assert [case.steps.filter(name="escalate").count() for case in cases] == [1, 1, 1]
    assert OutboxEvent.objects.filter(name="cases.deadline_passed").count() == 3

"""What the rows of every procedure refuse, whoever writes them."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from chengzhi.cases.models import Case, CaseClock
from chengzhi.kernel.models.steps import concrete
from tests.factories.city import make_city
from tests.factories.loop import report

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    return report(make_city())


def clock(case: Case, **facts: Any) -> CaseClock:
    given = {"name": "extra", "limit_seconds": 60, "started_at": case.opened_at, "due_at": case.opened_at}
    return CaseClock(subject=case, **given | facts)


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"name": "accept"}, "one_running"),
        ({"due_at": None}, "due_or_paused"),
        ({"paused": True}, "pause_keeps_rest"),
        ({"stopped": True}, "ends_after_start"),
    ],
)
def test_a_clock_that_makes_no_sense_is_refused(case: Case, facts: dict[str, Any], constraint: str) -> None:
    if facts.pop("paused", False):
        facts["paused_at"] = case.opened_at
    if facts.pop("stopped", False):
        facts["stopped_at"] = case.opened_at - timedelta(hours=1)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        clock(case, **facts).save()


def test_a_clock_names_its_deadline(case: Case) -> None:
    assert str(clock(case)) == f"extra {case.opened_at:%Y-%m-%d %H:%M}"
    assert str(clock(case, due_at=None)) == "extra"
    assert clock(case, extended_seconds=30).total_seconds == 90


def test_the_table_of_a_model_is_named_for_the_triggers() -> None:
    assert concrete(Case) == "cases_case"

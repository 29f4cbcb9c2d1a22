"""The reach in hand-written SQL says the same as the reach of the pages, for every scope."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import pytest

from chengzhi.cases.models import Case, JointUnit
from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors.access import reach_of
from chengzhi.cases.selectors.reachsql import ALL, NONE, any_of, begins_with, reach_clause, state_labels
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.prepared import fetch_rows
from tests.factories.city import City, make_city
from tests.factories.loop import act, case_after, report

FAR = {"lon": 100.0, "lat": 20.0}


@pytest.fixture
def cases(db: None) -> City:
    """Have cases near and far, with units, handlers and joint units of every sort."""
    city = make_city()
    report(city)
    far = report(city, **FAR)
    case_after(city, "take_over")
    handed = case_after(city, "take_over")
    act(handed, "hand_down", city.dave, handler=city.hank.appointment_id)
    case_after(city, "send_check")
    JointUnit.objects.create(case=far, unit=city.units["street"], part="清运", asked_at=clock.now())
    return city


def seen(viewer: Capacity) -> Sequence[int]:
    where = reach_clause(viewer, Permission.READ)
    rows = fetch_rows(f"SELECT cases_case.id FROM cases_case WHERE {where.sql} ORDER BY 1", where.params)  # noqa: S608
    return [row[0] for row in rows]


WHO = ("alice", "dave", "hank", "erin", "grace", "frank")
CONFINES: tuple[tuple[str, ...], ...] = ((), ("320613006",), ("320613007",), ("320613006001001", "99"))


def test_it_is_the_reach_of_the_pages(cases: City) -> None:
    for who, scope, confines in product(WHO, [*Scope, None], CONFINES):
        grants = {Permission.READ.value: scope} if scope else {}
        viewer = replace(cases.people[who], grants=grants, confines=confines)
        expected = Case.objects.filter(reach_of(viewer, Permission.READ)).order_by("pk").values_list("pk", flat=True)
        assert seen(viewer) == list(expected), (who, scope, confines)


def test_clauses_join() -> None:
    both = begins_with("32") & any_of(ALL, NONE)
    assert both.sql.endswith("AND ((TRUE OR FALSE))")
    assert both.params == ("32", "32\uffff")


def test_states_are_named_in_both_languages() -> None:
    assert "'reported' THEN '待受理'" in state_labels("zh-hans")
    assert state_labels("en").isascii()

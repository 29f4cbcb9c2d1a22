import pytest
from pytest_django import DjangoAssertNumQueries

from chengzhi.cases.selectors.counts import COUNTED, list_counts, nav_counts
from chengzhi.cases.selectors.worklists import WorkQuery, listed
from tests.factories.city import City, make_city
from tests.factories.loop import act, case_after, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return make_city()


def test_counts_agree_with_the_lists(city: City) -> None:
    report(city)
    case = case_after(city, "take_over")
    act(case, "add_joint_unit", city.carol, unit=city.units["street"].pk, part="劝离")
    act(case, "supervise", city.frank, level="red", opinion="今天清完")
    act(case, "ask_extension", city.dave, hours=4, reason="要调吊车")
    for viewer in city.people.values():
        counts = list_counts(viewer)
        assert counts == {name: listed(viewer, WorkQuery(name=name)).count() for name in (*COUNTED, "requests")}


def test_navigation_takes_two_queries(city: City, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    report(city)
    with django_assert_num_queries(2):
        assert nav_counts(city.alice) == {"work": 1, "doing": 0, "watched": 0}

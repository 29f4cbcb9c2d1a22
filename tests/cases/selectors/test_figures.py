"""Figures serve for six seconds, and are counted afresh after the viewer's own act."""

from dataclasses import replace

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from chengzhi.cases.selectors.counts import nav_counts
from chengzhi.cases.selectors.figures import Figures
from tests.factories.city import City
from tests.factories.loop import act, case_after, report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city", "remembered")]


class Counting:
    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> dict[str, int]:
        self.times += 1
        return {"times": self.times}


def test_a_second_look_costs_one_query(city: City, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    report(city)
    nav_counts(city.alice)
    with django_assert_num_queries(1):
        assert nav_counts(city.alice)["work"] == 1


def test_ones_own_act_is_counted_at_once(city: City) -> None:
    case = case_after(city, "confirm")
    before = nav_counts(city.alice)
    act(case, "accept", city.alice)
    assert (before["work"], nav_counts(city.alice)["work"]) == (1, 0)


def test_anothers_act_is_seen_when_the_figures_have_grown_old(city: City, settings: Settings) -> None:
    case = case_after(city, "confirm")
    nav_counts(city.frank)
    act(case, "supervise", city.frank, level="ordinary", opinion="今天清完")
    assert nav_counts(city.bob)["watched"] == 1
    act(report(city), "supervise", city.frank, level="ordinary", opinion="今天清完")
    assert nav_counts(city.bob)["watched"] == 1
    settings.REMEMBER_SECONDS = 0
    assert nav_counts(city.bob)["watched"] == 2


def test_two_people_are_never_given_each_others_figures(city: City) -> None:
    count = Counting()
    assert Figures(city.alice).counted("x", count) == {"times": 1}
    assert Figures(city.bob).counted("x", count) == {"times": 2}
    assert Figures(city.alice).counted("x", count) == {"times": 1}


@pytest.mark.parametrize(
    "changed",
    [{"territory": ("320613999",)}, {"unit_ids": frozenset({1})}, {"grants": {}}, {"confines": ("320613006",)}],
)
def test_another_reach_is_another_question(city: City, changed: dict[str, object]) -> None:
    count = Counting()
    Figures(city.alice).counted("x", count)
    assert Figures(replace(city.alice, **changed)).counted("x", count) == {"times": 2}  # type: ignore[arg-type]


def test_another_list_is_another_question(city: City) -> None:
    count = Counting()
    Figures(city.alice).counted("x", count)
    assert Figures(city.alice).counted("y", count) == {"times": 2}


def test_what_is_handed_out_can_be_changed_without_harm(city: City) -> None:
    Figures(city.alice).counted("z", Counting()).clear()
    assert Figures(city.alice).counted("z", Counting()) == {"times": 1}

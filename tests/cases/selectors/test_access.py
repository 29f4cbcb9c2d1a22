"""Outside of what a viewer reaches a case does not exist."""

import pytest

from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors import access_case, access_report, visible_cases
from chengzhi.cases.selectors.access import cases_in_cells
from chengzhi.kernel.access import Capacity, Scope, resident
from chengzhi.kernel.errors import NotFound
from tests.factories.city import City, make_city
from tests.factories.loop import act, case_after, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return make_city()


@pytest.mark.parametrize(
    ("who", "sees"), [("carol", True), ("dave", True), ("grace", False), ("hank", False), ("erin", True)]
)
def test_each_sees_what_the_scope_reaches(city: City, who: str, *, sees: bool) -> None:
    case = case_after(city, "dispatch")
    assert visible_cases(city.people[who]).filter(pk=case.pk).exists() is sees


def test_a_helping_unit_sees_the_case_once(city: City) -> None:
    case = case_after(city, "take_over")
    act(case, "add_joint_unit", city.carol, unit=city.units["street"].pk, part="劝离")
    assert list(visible_cases(city.grace)) == [case]


def test_the_handler_sees_what_was_handed_down(city: City) -> None:
    case = case_after(city, "take_over")
    act(case, "hand_down", city.dave, handler=city.hank.appointment_id)
    assert access_case(city.hank, case.number).handler_name == "hank"


def test_what_is_not_yours_is_not_found_like_what_is_not_there(city: City) -> None:
    case = report(city)
    for viewer, number in ((city.dave, case.number), (city.carol, "20260101-9999"), (resident(), case.number)):
        with pytest.raises(NotFound, match="没有找到"):
            access_case(viewer, number)


def test_the_reach_is_that_of_the_right_asked_for(city: City) -> None:
    case = report(city)
    viewer = Capacity(grants={Permission.READ.value: Scope.CITY})
    assert visible_cases(viewer).exists()
    assert not visible_cases(viewer, Permission.EXPORT).exists()
    assert not visible_cases(Capacity(grants={Permission.READ.value: Scope.OWN})).exists()
    assert case.is_open


def test_a_secret_opens_its_report_only(city: City) -> None:
    told = report(city).reports.get()
    assert access_report(told.token) == told
    with pytest.raises(NotFound):
        access_report("guessed")


def test_the_grid_may_ask_how_many_cases_lie_in_its_cells(city: City) -> None:
    case = report(city)
    assert (cases_in_cells([case.cell_code]), cases_in_cells(["x"])) == (1, 0)

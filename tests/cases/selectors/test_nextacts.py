import pytest

from chengzhi.cases.models import Case
from chengzhi.cases.selectors.nextacts import MOVES, NEXT, next_actor, reach_of, waiting_for, waits_for
from chengzhi.kernel.access import Capacity
from tests.factories.city import City, make_city
from tests.factories.loop import act, case_after, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return make_city()


def waiting(viewer: Capacity) -> list[str]:
    return list(Case.objects.filter(waits_for(viewer)).values_list("number", flat=True))


@pytest.mark.parametrize(
    ("last", "person"),
    [
        ("send_verify", "erin"), ("confirm", "alice"), ("accept", "bob"), ("file", "carol"), ("dispatch", "dave"),
        ("take_over", "dave"), ("feed_back", "carol"), ("pass_inspection", "alice"), ("send_check", "erin"),
        ("pass_check", "bob"),
    ],
)  # fmt: skip
def test_each_case_waits_for_the_person_whose_act_is_next(city: City, last: str, person: str) -> None:
    case = case_after(city, last)
    for name in ("alice", "bob", "carol", "dave", "erin", "frank", "grace"):
        assert waiting(city.people[name]) == ([case.number] if name == person else []), name


def test_a_case_handed_down_waits_for_the_handler_and_no_longer_for_the_unit(city: City) -> None:
    case = case_after(city, "take_over")
    act(case, "hand_down", city.dave, handler=city.hank.appointment_id)
    assert waiting(city.hank) == [case.number]
    assert waiting(city.dave) == []
    assert waiting_for(Case.objects.get()) == "等hank处置"


def test_a_request_waits_for_its_decider_although_another_handles(city: City) -> None:
    case = case_after(city, "take_over")
    act(case, "ask_extension", city.dave, hours=4, reason="要调吊车")
    assert waiting(city.carol) == [case.number]
    assert waiting(city.bob) == []


def test_a_case_on_hold_waits_for_nobody_until_its_day(city: City) -> None:
    case = case_after(city, "take_over")
    act(case, "ask_hold", city.dave, until="2099-01-01", reason="等开春种树")
    act(case, "grant_hold", city.carol)
    assert waiting(city.carol) == []
    case.requests.update(until="2020-01-01")
    assert waiting(city.carol) == [case.number]


def test_a_joint_unit_waits_until_its_part_is_done(city: City) -> None:
    case = case_after(city, "take_over")
    act(case, "add_joint_unit", city.carol, unit=city.units["street"].pk, part="劝离摊贩")
    assert waiting(city.grace) == [case.number]
    act(case, "finish_joint_part", city.grace, result="已劝离")
    assert waiting(city.grace) == []


def test_a_closed_case_waits_for_nobody(city: City) -> None:
    case = case_after(city, "close")
    assert [waiting(one) for one in city.people.values()] == [[]] * len(city.people)
    assert next_actor(case) == ""
    assert waiting_for(case) == "已结案"


def test_every_open_state_has_a_next_act_and_words_for_it() -> None:
    assert set(MOVES) == set(NEXT)


def test_without_the_right_nothing_is_reached(city: City) -> None:
    report(city)
    from_nobody = Capacity()
    assert not Case.objects.filter(reach_of(from_nobody, MOVES["reported"].permission)).exists()

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import translation

from chengzhi.cases.models import Case
from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors.access import reach_of
from chengzhi.cases.selectors.nextacts import MOVES, NEXT, next_actor, waiting_for, waits_for
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity, Scope
from tests.factories.city import City, make_city
from tests.factories.loop import act, case_after, report
from tests.factories.moves import case_in, take

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


# State: for whom the case waits, and in which words everybody else reads so.
WAITING = [
    ("reported", "alice", "等受理员受理"),
    ("verifying", "erin", "等erin核实"),
    ("accepted", "bob", "等值班长立案"),
    ("filed", "carol carl", "等派遣员派遣"),
    ("dispatched", "dave", "等环卫处接收"),
    ("handling", "dave", "等dave处置"),
    ("returned", "carol carl", "等派遣员改派"),
    ("on_hold", "", "等派遣员恢复"),
    ("in_conference", "frank", "等会商定责任单位"),
    ("handled", "carol carl", "等派遣员督查"),
    ("inspected", "alice", "等受理员发核查"),
    ("checking", "erin", "等erin核查"),
    ("check_failed", "carol carl", "等派遣员定返工"),
    ("checked", "bob", "等值班长结案"),
    ("self_handled", "alice", "等受理员审核自处理"),
    ("closed", "", "已结案"),
    ("refused", "", "不予受理"),
    ("not_filed", "", "不予立案"),
    ("voided", "", "作废"),
    ("invalid", "", "无效"),
]


@pytest.mark.parametrize(("state", "people", "words"), WAITING)
def test_a_case_in_each_state_waits_for_exactly_these(city: City, state: str, people: str, words: str) -> None:
    case = case_in(city, state)
    found = {name for name, viewer in city.people.items() if case.number in waiting(viewer)}
    assert found == set(people.split())
    assert waiting_for(Case.objects.get(pk=case.pk)) == words


@pytest.mark.parametrize(
    ("asked", "state", "deciders"),
    [
        ("ask_extension", "handling", {"carol", "carl"}), ("ask_hold", "handling", {"carol", "carl"}),
        ("ask_void", "handling", {"bob"}), ("ask_void", "on_hold", {"bob"}),
    ],
)  # fmt: skip
def test_a_request_waits_for_those_who_decide_it_too(city: City, asked: str, state: str, deciders: set[str]) -> None:
    case = case_in(city, state)
    before = {name for name, viewer in city.people.items() if waiting(viewer)}
    take(city, case, asked)
    assert {name for name, viewer in city.people.items() if waiting(viewer)} - before == deciders - before


@pytest.mark.parametrize(("days", "waits"), [(9, False), (10, True), (40, True)])
def test_a_hold_waits_for_the_dispatcher_from_its_day_on(city: City, days: int, *, waits: bool) -> None:
    case = case_in(city, "handling")
    until = (clock.now() + timedelta(days=10)).date().isoformat()
    take(city, case, "ask_hold", until=until)
    take(city, case, "grant_hold")
    with clock.at(clock.now() + timedelta(days=days)):
        assert (case.number in waiting(city.carol)) is waits


def test_a_joint_part_waits_only_while_the_case_is_in_hand(city: City) -> None:
    case = case_in(city, "handling")
    take(city, case, "add_joint_unit")
    assert waiting(city.grace) == [case.number]
    take(city, case, "ask_return")
    assert waiting(city.grace) == []


def test_who_holds_no_right_to_handle_owes_no_part(city: City) -> None:
    case = case_in(city, "handling")
    take(city, case, "add_joint_unit")
    plain = replace(city.grace, grants={"cases.case.read": Scope.CITY})
    lost = replace(city.grace, unit_ids=frozenset())
    assert [waiting(plain), waiting(lost)] == [[], []]


@pytest.mark.parametrize("territory", [(), ("320613006",), ("320613007",), ("320613007", "320613006001")])
def test_a_territory_reaches_the_cells_below_its_codes(city: City, territory: tuple[str, ...]) -> None:
    report(city)
    report(city, lon=None, lat=None)
    rights = {"cases.case.read": Scope.TERRITORY}
    viewer = Capacity(territory=territory, grants=rights)
    found = Case.objects.filter(reach_of(viewer, Permission.READ)).count()
    assert found == (1 if any(code.startswith("320613006") for code in territory) else 0)


def test_who_reported_reaches_the_own_report(city: City) -> None:
    case = report(city)
    mine = replace(city.alice, grants={"cases.case.read": Scope.OWN})
    other = replace(city.bob, grants={"cases.case.read": Scope.OWN})
    assert Case.objects.filter(reach_of(mine, Permission.READ)).get() == case
    assert not Case.objects.filter(reach_of(other, Permission.READ)).exists()


@pytest.mark.parametrize(("language", "words"), [("en", "Acceptor"), ("zh-hans", "受理员受理")])
def test_the_next_act_is_told_in_the_readers_language(city: City, language: str, words: str) -> None:
    case = report(city)
    with translation.override(language):
        assert words.lower() in next_actor(case).lower()

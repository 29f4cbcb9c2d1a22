import pytest

from chengzhi.cases.models import Case, CaseClock
from chengzhi.cases.selectors.casepage import (
    access_media,
    case_page,
    clock_view,
    near_cases,
    outcome,
    told_once,
    who_has,
)
from chengzhi.kernel import clock
from chengzhi.kernel.errors import NotFound
from tests.factories.city import LAT, City, make_city
from tests.factories.loop import act, case_after, report
from tests.factories.media import photo
from tests.factories.moves import beijing, case_in, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return make_city()


def test_the_path_says_who_did_each_stage_and_who_has_it_now(city: City) -> None:
    case = case_after(city, "take_over")
    path = [(str(one.label), one.state, one.note) for one in case_page(city.dave, case.number).path]
    assert path[:4] == [
        ("上报", "done", "alice"),
        ("受理", "done", "alice"),
        ("立案", "done", "bob"),
        ("派遣", "done", "carol"),
    ]
    assert path[4] == ("处置", "now", "处置中 · 环卫处 dave")
    assert path[5:] == [("反馈", "next", ""), ("核查", "next", ""), ("结案", "next", "")]


def test_a_closed_case_has_the_whole_path_behind_it(city: City) -> None:
    case = case_after(city, "close")
    assert {one.state for one in case_page(city.alice, case.number).path} == {"done"}


def test_the_collector_on_the_spot_is_named(city: City) -> None:
    case = case_after(city, "send_verify")
    assert who_has(Case.objects.get(pk=case.pk)) == "核实中 · erin"


def test_outside_the_territory_there_is_no_such_case(city: City) -> None:
    case = report(city, lon=None, lat=None)
    with pytest.raises(NotFound):
        case_page(city.erin, case.number)


def test_running_and_ended_limits_stand_apart_with_what_they_used(city: City) -> None:
    page = case_page(city.carol, case_after(city, "accept").number)
    assert [(one.label, one.used, one.limit, one.light) for one in page.running] == [
        ("立案时限", "不到 1 分钟", "15 分", "g")
    ]
    assert {one.label for one in page.ended} == {"受理时限", "核实时限"}


def test_a_paused_limit_says_what_is_left(city: City) -> None:
    case = case_after(city, "send_verify")
    view = clock_view(CaseClock.objects.get(subject=case, name="accept"), clock.now())
    assert (view.light, view.rest, view.paused) == ("b", "14 分", "不到 1 分钟")


def test_handling_is_told_once_until_its_whole_differs(city: City) -> None:
    case = case_after(city, "take_over")
    assert [one.clock.name for one in case_page(city.dave, case.number).running] == ["handling"]
    CaseClock.objects.filter(subject=case, name="handling").update(extended_seconds=3600)
    views = [clock_view(one, clock.now()) for one in case.clocks.filter(stopped_at=None)]
    assert {one.clock.name for one in told_once(views)} == {"handle", "handling"}


def test_media_requests_joint_units_and_orders_are_shown(city: City) -> None:
    case = case_after(city, "take_over")
    act(case, "ask_extension", city.dave, hours=4, reason="要调吊车")
    act(case, "supervise", city.frank, level="red", opinion="今天清完")
    act(case, "add_joint_unit", city.carol, unit=city.units["street"].pk, part="劝离摊贩")
    page = case_page(city.dave, case.number)
    assert [one.kind for one in page.pending] == ["extension"]
    assert (len(page.orders), len(page.joint), len(page.reports), len(page.media["before"])) == (1, 1, 1, 1)


def test_a_medium_is_reached_through_its_case_only(city: City) -> None:
    case = report(city, media=(photo().pk,))
    item = case.media.get().item_id
    assert access_media(city.alice, case.number, item) is not None
    assert access_media(city.hank, case.number, item) is None
    assert access_media(city.alice, report(city).number, item) is None


def test_open_cases_near_by_are_found(city: City) -> None:
    case, other = report(city), report(city)
    assert [(one.number, one.metres) for one in near_cases(city.alice, case)] == [(other.number, 0.0)]
    assert near_cases(city.alice, report(city, lon=None, lat=None)) == []


def test_after_an_act_one_reads_the_next_deadline_and_person(city: City) -> None:
    case = case_after(city, "accept")
    row = act(case, "file", city.bob, standard=city.standards["暴露垃圾"].pk)
    assert outcome(case, row, "已立案").startswith("已立案，限 15 分，到")
    assert outcome(case, row, "已立案").endswith("。下一步：派遣员派遣。")
    closed = case_after(city, "close")
    assert outcome(closed, closed.steps.order_by("-seq")[0], "已结案") == "已结案。"


@pytest.mark.parametrize(
    ("state", "now"),
    [
        ("reported", "受理"), ("verifying", "受理"), ("accepted", "立案"), ("filed", "派遣"), ("returned", "派遣"),
        ("in_conference", "派遣"), ("dispatched", "处置"), ("handling", "处置"), ("on_hold", "处置"), ("handled", "反馈"),
        ("inspected", "核查"), ("checking", "核查"), ("check_failed", "核查"), ("checked", "结案"), ("self_handled", "结案"),
    ],
)  # fmt: skip
def test_the_path_shows_where_a_case_of_each_state_is(city: City, state: str, now: str) -> None:
    path = case_page(city.alice, case_in(city, state).number).path
    assert [str(one.label) for one in path if one.state == "now"] == [now]
    states = [one.state for one in path]
    assert states == sorted(states, key=["done", "now", "next"].index)


@pytest.mark.parametrize("way", ["hold", "extension"])
def test_a_pause_and_an_extension_are_told_in_their_kind_of_time(city: City, way: str) -> None:
    with clock.at(beijing("2026-11-23 09:00")):
        case = case_in(city, "handling")
    with clock.at(beijing("2026-11-23 10:00")):
        take(city, case, f"ask_{way}")
        take(city, case, f"grant_{way}")
    with clock.at(beijing("2026-11-23 15:00")):
        (view,) = [one for one in case_page(city.alice, case.number).running if one.clock.name == "handling"]
        told = (view.used, view.limit, view.extended, view.rest, view.paused)
    assert (
        told
        == {
            "hold": ("1 工作小时", "4 工作小时", "", "3 工作小时", "3 工作小时"),
            "extension": ("4 工作小时", "6 工作小时", "2 工作小时", "", ""),
        }[way]
    )


@pytest.mark.parametrize(("metres", "is_near"), [(0, True), (150, True), (199, True), (201, False), (900, False)])
def test_two_hundred_metres_are_near(city: City, metres: float, *, is_near: bool) -> None:
    here = report(city)
    other = report(city, lat=LAT + metres / 111_195)
    found = case_page(city.alice, here.number).near
    assert [one.number for one in found] == ([other.number] if is_near else [])


def test_near_by_stand_the_five_nearest_in_order(city: City) -> None:
    here = report(city)
    others = [report(city, lat=LAT + step * 20 / 111_195) for step in range(7, 0, -1)]
    found = case_page(city.alice, here.number).near
    assert [one.number for one in found] == [one.number for one in others[::-1][:5]]
    assert [round(one.metres) for one in found] == [20, 40, 60, 80, 100]


def test_a_case_near_by_is_named_as_on_its_own_page(city: City) -> None:
    here, other = report(city), report(city)
    (near,) = case_page(city.alice, here.number).near
    assert (near.short_number, near.state_label, near.summary) == (other.short_number, other.state_label, other.summary)


def test_near_by_stands_only_what_the_viewer_may_see(city: City) -> None:
    here = case_after(city, "take_over")
    report(city)
    assert len(near_cases(city.alice, here)) == 1
    assert near_cases(city.hank, here) == []


@pytest.mark.parametrize("who", ["dave", "hank", "grace"])
def test_somebody_elses_case_does_not_exist(city: City, who: str) -> None:
    with pytest.raises(NotFound):
        case_page(city.people[who], report(city, lon=None, lat=None).number)

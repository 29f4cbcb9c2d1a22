from dataclasses import replace
from datetime import timedelta

import pytest

from chengzhi.cases.models import Summons, Whistle
from chengzhi.cases.services import WhistleCall, blow_whistle, take_summons_step, take_whistle_step, watch_deadlines
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import BadInput, StepRefused, SubjectMoved
from chengzhi.kernel.models import Role
from chengzhi.kernel.procedures import verify_chain
from chengzhi.kernel.workdays import CHINA
from chengzhi.organisation.models import Unit
from tests.factories.city import LAT, LON, City, make_city, make_person, make_role, make_unit
from tests.factories.loop import report
from tests.factories.media import photo
from tests.factories.moves import beijing

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    city = make_city()
    chief = make_role("street_chief", {"cases.whistle.blow": "territory", "cases.case.read": "territory"})
    answerer = make_role("answerer", {"cases.whistle.answer": "unit"})
    city.people["iris"] = make_person("iris", city.units["street"], chief)
    city.people["dan"] = make_person("dan", city.units["cleaning"], answerer)
    return city


def call(city: City, **facts: object) -> WhistleCall:
    given = {
        "matter": "夜市油烟和占道一起整治", "place": "学田路口", "gather_at": clock.now() + timedelta(hours=2),
        "unit_ids": (city.units["cleaning"].pk,), "lon": LON, "lat": LAT,
    }  # fmt: skip
    return WhistleCall(**{**given, **facts})


def blown(city: City) -> tuple[Whistle, Summons]:
    whistle = blow_whistle(call(city), capacity=city.iris)
    return whistle, whistle.summonses.get()


def sign_in(summons: Summons, who: Capacity) -> None:
    take_summons_step(summons, "sign_in", capacity=who, values={"media": [photo().pk], "lon": LON, "lat": LAT + 0.001})


def test_each_department_gets_a_summons_with_its_limits(city: City) -> None:
    _whistle, summons = blown(city)
    limits = dict(summons.clocks.values_list("name", "limit_seconds"))
    assert limits["answer"] == 30 * 60
    assert 7190 <= limits["arrive"] <= 7200


def test_a_department_answers_signs_in_and_reports(city: City) -> None:
    whistle, summons = blown(city)
    take_summons_step(summons, "answer", capacity=city.dan, values={"coming": "赵刚"})
    sign_in(summons, city.dan)
    take_summons_step(summons, "report_result", capacity=city.dan, values={"result": "已清运"})
    take_whistle_step(whistle, "conclude", capacity=city.iris, values={"result": "整治完毕"})
    assert (whistle.state, summons.state, summons.signed_metres) == ("concluded", "reported", 111)
    assert verify_chain(summons).is_whole


def test_a_whistle_is_not_concluded_while_a_department_is_open(city: City) -> None:
    whistle, _summons = blown(city)
    with pytest.raises(StepRefused, match="还有部门没有反馈：环卫处"):
        take_whistle_step(whistle, "conclude", capacity=city.iris, values={"result": "好了"})


def test_the_caller_cannot_sign_in_for_a_department(city: City) -> None:
    _whistle, summons = blown(city)
    with pytest.raises(StepRefused, match="没有“报到”的权限"):
        sign_in(summons, city.iris)


def test_nobody_is_absent_before_the_time(city: City) -> None:
    _whistle, summons = blown(city)
    with pytest.raises(StepRefused, match="过了集合时间 30 分钟"):
        take_summons_step(summons, "mark_absent", capacity=city.iris, values={})


def test_a_department_that_does_not_come_is_recorded_as_absent(city: City) -> None:
    _whistle, summons = blown(city)
    with clock.at(clock.now() + timedelta(hours=3)):
        watch_deadlines()
        summons.refresh_from_db()
        take_summons_step(summons, "mark_absent", capacity=city.iris, values={})
    assert summons.state == "absent"
    assert summons.steps.filter(name="escalate").count() == 2


def test_withdrawing_releases_every_department(city: City) -> None:
    whistle, summons = blown(city)
    take_whistle_step(whistle, "withdraw", capacity=city.iris, values={"reason": "改期"})
    summons.refresh_from_db()
    assert (whistle.state, summons.state) == ("withdrawn", "excused")


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"matter": " "}, "matter"),
        ({"place": ""}, "place"),
        ({"gather_at": clock.now() - timedelta(minutes=1)}, "gather_at"),
        ({"unit_ids": ()}, "units"),
        ({"unit_ids": (10**9,)}, "units"),
    ],
)
def test_a_call_that_says_too_little_is_refused(city: City, facts: dict[str, object], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        blow_whistle(call(city, **facts), capacity=city.iris)
    assert field in refused.value.errors


def test_a_street_does_not_call_itself(city: City) -> None:
    with pytest.raises(BadInput, match="不能召集本单位自己"):
        blow_whistle(call(city, unit_ids=(city.units["street"].pk,)), capacity=city.iris)


def test_one_request_sent_twice_blows_once(city: City) -> None:
    first = blow_whistle(call(city), capacity=city.iris, key="k-1")
    again = blow_whistle(call(city), capacity=city.iris, key="k-1")
    assert (again.pk, Whistle.objects.count(), Summons.objects.count()) == (first.pk, 1, 1)
    assert blow_whistle(call(city), capacity=city.iris, key="k-2").pk != first.pk
    assert blow_whistle(call(city), capacity=city.iris).number != first.number


def test_the_key_of_somebody_else_is_another_request(city: City) -> None:
    first = blow_whistle(call(city), capacity=city.iris, key="k-1")
    chief = make_person("ivy", city.units["street"], Role.objects.get(code="street_chief"))
    assert blow_whistle(call(city), capacity=chief, key="k-1").pk != first.pk


@pytest.mark.parametrize("hours", [0, -1, 721])
def test_the_limit_for_the_result_is_within_a_month(city: City, hours: int) -> None:
    with pytest.raises(BadInput) as refused:
        blow_whistle(call(city, report_hours=hours), capacity=city.iris)
    assert refused.value.errors == {"report_hours": ["反馈时限要写 1 到 720 的整数小时。"]}


def test_a_whistle_may_be_for_a_case_that_there_is(city: City) -> None:
    case = report(city)
    assert blow_whistle(call(city, case_number=case.number), capacity=city.iris).case == case
    with pytest.raises(BadInput, match="没有编号为 20260101-9999 的案卷"):
        blow_whistle(call(city, case_number="20260101-9999"), capacity=city.iris)
    assert Whistle.objects.count() == 1


def test_every_fault_of_a_call_is_told_at_once(city: City) -> None:
    wrong = call(city, matter="", place=" ", gather_at=clock.now(), unit_ids=(), report_hours=0)
    with pytest.raises(BadInput) as refused:
        blow_whistle(wrong, capacity=city.iris)
    assert set(refused.value.errors) == {"matter", "place", "gather_at", "units", "report_hours"}


def test_who_belongs_to_no_unit_blows_no_whistle(city: City) -> None:
    lost = replace(city.iris, unit_id=10**9)
    with pytest.raises(BadInput, match="不属于任何单位"):
        blow_whistle(call(city), capacity=lost)
    with pytest.raises(BadInput) as refused:
        blow_whistle(call(city), capacity=replace(city.iris, unit_id=None))
    assert "units" in refused.value.errors


@pytest.mark.parametrize("who", ["dan", "alice", "dave", "frank"])
def test_only_who_holds_the_right_blows(city: City, who: str) -> None:
    with pytest.raises(StepRefused, match="没有“吹哨”的权限"):
        blow_whistle(call(city, unit_ids=(city.units["crew"].pk,)), capacity=city.people[who])
    assert not Whistle.objects.exists()


@pytest.mark.parametrize(("count", "is_refused"), [(1, False), (30, False), (31, True)])
def test_up_to_thirty_departments_are_called(city: City, count: int, *, is_refused: bool) -> None:
    units = [make_unit(f"d{number}", "department", f"部门{number}") for number in range(count)]
    wanted = call(city, unit_ids=tuple(one.pk for one in units))
    if is_refused:
        with pytest.raises(BadInput, match="请选 1 到 30 个"):
            blow_whistle(wanted, capacity=city.iris)
        return
    whistle = blow_whistle(wanted, capacity=city.iris)
    numbers = list(whistle.summonses.order_by("id").values_list("number", flat=True))
    assert numbers == [f"{whistle.number}-{at}" for at in range(1, count + 1)]


def test_a_department_that_was_dissolved_is_not_called(city: City) -> None:
    gone = make_unit("gone", "department", "撤销的局")
    Unit.objects.filter(pk=gone.pk).update(valid_to=clock.now().date())
    with pytest.raises(BadInput, match="今天仍在的部门"):
        blow_whistle(call(city, unit_ids=(gone.pk,)), capacity=city.iris)


def test_the_same_department_named_twice_is_called_once(city: City) -> None:
    unit = city.units["cleaning"].pk
    assert blow_whistle(call(city, unit_ids=(unit, unit)), capacity=city.iris).summonses.count() == 1


@pytest.mark.parametrize(("hours", "due"), [(1, "11-23 11:20"), (24, "11-24 10:20"), (720, "12-23 10:20")])
def test_the_result_is_due_so_many_hours_after_the_sign_in(city: City, hours: int, due: str) -> None:
    with clock.at(beijing("2026-11-23 09:00")):
        summons = blow_whistle(call(city, report_hours=hours), capacity=city.iris).summonses.get()
    with clock.at(beijing("2026-11-23 10:20")):
        sign_in(summons, city.dan)
    limit = summons.clocks.get(name="report")
    assert f"{limit.due_at.astimezone(CHINA):%m-%d %H:%M}" == due


@pytest.mark.parametrize(
    ("step", "at", "late"),
    [("answer", "09:30", []), ("answer", "09:31", ["answer"]), ("sign_in", "11:00", ["answer"]),
     ("sign_in", "11:01", ["answer", "arrive"]), ("sign_in", "09:29", [])],
)  # fmt: skip
def test_a_department_is_late_from_the_second_after_its_limit(city: City, step: str, at: str, late: list[str]) -> None:
    with clock.at(beijing("2026-11-23 09:00")):
        _whistle, summons = blown(city)
    with clock.at(beijing(f"2026-11-23 {at}")):
        given = {"coming": "赵刚", "media": [photo().pk]}
        take_summons_step(summons, step, capacity=city.dan, values=given)
    assert sorted(summons.clocks.filter(is_late=True).values_list("name", flat=True)) == late


def test_from_the_call_to_the_end_with_one_late_one_excused_and_one_absent(city: City) -> None:
    names = ("甲局", "乙局")
    others = [make_unit(f"o{number}", "department", name) for number, name in enumerate(names)]
    with clock.at(beijing("2026-11-23 09:00")):
        units = (city.units["cleaning"].pk, *(one.pk for one in others))
        whistle = blow_whistle(call(city, unit_ids=units), capacity=city.iris)
        mine, excused, absent = whistle.summonses.order_by("id")
        take_summons_step(excused, "excuse", capacity=city.iris, values={"reason": "另有抢险"})
    with clock.at(beijing("2026-11-23 11:10")):
        watch_deadlines()
        mine.refresh_from_db()
        sign_in(mine, city.dan)
    with clock.at(beijing("2026-11-23 11:40")):
        absent.refresh_from_db()
        take_summons_step(absent, "mark_absent", capacity=city.iris, values={"note": "电话无人接"})
        take_summons_step(mine, "report_result", capacity=city.dan, values={"result": "已清运"})
        take_whistle_step(whistle, "conclude", capacity=city.iris, values={"result": "整治完毕"})
    assert [one.state for one in whistle.summonses.order_by("id")] == ["reported", "excused", "absent"]
    assert (whistle.state, whistle.closed_at == whistle.moved_at) == ("concluded", True)
    assert sorted(mine.clocks.values_list("name", "is_late")) == [("answer", True), ("arrive", True), ("report", False)]
    assert all(verify_chain(one).is_whole for one in (whistle, *whistle.summonses.all()))


def test_a_withdrawn_whistle_releases_who_is_already_there_and_tells_why(city: City) -> None:
    whistle, summons = blown(city)
    sign_in(summons, city.dan)
    take_whistle_step(whistle, "withdraw", capacity=city.iris, values={"reason": "下雨改期"})
    summons.refresh_from_db()
    row = summons.steps.get(name="release")
    assert (summons.state, row.data["reason"], row.actor_kind) == ("excused", "下雨改期", "system")
    assert not summons.clocks.filter(stopped_at=None).exists()


def test_a_repeated_withdrawal_changes_nothing(city: City) -> None:
    whistle, summons = blown(city)
    for _sent in range(2):
        take_whistle_step(whistle, "withdraw", capacity=city.iris, values={"reason": "改期"}, key="w")
    assert whistle.steps.filter(name="withdraw").count() == 1
    assert summons.steps.filter(name="release").count() == 1


def test_a_repeated_answer_is_one_step(city: City) -> None:
    _whistle, summons = blown(city)
    for _sent in range(2):
        take_summons_step(summons, "answer", capacity=city.dan, values={"coming": "赵刚"}, key="a")
    assert (summons.step_seq, summons.coming) == (2, "赵刚")


@pytest.mark.parametrize("step", ["answer", "sign_in"])
def test_who_comes_second_learns_that_the_summons_moved(city: City, step: str) -> None:
    _whistle, summons = blown(city)
    take_summons_step(summons, "dispute", capacity=city.dan, values={"reason": "不归环卫"}, seen=1)
    given = {"coming": "赵刚", "media": [1]}
    with pytest.raises(SubjectMoved) as moved:
        take_summons_step(summons, step, capacity=city.dan, values=given, seen=1)
    assert moved.value.newer[0].endswith("称不相关")


@pytest.mark.parametrize(
    ("lon", "lat", "metres"), [(LON, LAT, 0), (LON, LAT + 0.001, 111), (LON + 0.001, LAT, 94), (None, None, None)]
)
def test_how_far_from_the_place_one_signed_in_is_written_down(
    city: City, lon: float | None, lat: float | None, metres: int | None
) -> None:
    _whistle, summons = blown(city)
    values = {"media": [photo().pk], "lon": lon, "lat": lat}
    take_summons_step(summons, "sign_in", capacity=city.dan, values=values)
    kept = summons.steps.get(name="sign_in").data
    assert (summons.signed_metres, kept.get("metres")) == (metres, metres)
    assert summons.signed_photo is not None


def test_where_the_whistle_names_no_position_no_distance_is_told(city: City) -> None:
    summons = blow_whistle(call(city, lon=None, lat=None), capacity=city.iris).summonses.get()
    sign_in(summons, city.dan)
    assert (summons.signed_metres, summons.state) == (None, "present")


def test_long_words_are_cut_to_what_is_kept(city: City) -> None:
    whistle = blow_whistle(call(city, matter="长" * 400, place="远" * 300), capacity=city.iris)
    assert (len(whistle.matter), len(whistle.place)) == (300, 200)
    summons = whistle.summonses.get()
    take_summons_step(summons, "answer", capacity=city.dan, values={"coming": "名" * 90})
    assert len(summons.coming) == 60


def test_the_lead_department_is_named_in_the_step(city: City) -> None:
    whistle, _summons = blown(city)
    unit = city.units["centre"]
    take_whistle_step(whistle, "hand_over", capacity=city.iris, values={"unit": str(unit.pk), "note": "长期治理"})
    row = whistle.steps.get(name="hand_over")
    assert (whistle.state, row.data["unit_name"], row.data["note"]) == ("handed_over", unit.name, "长期治理")


@pytest.mark.parametrize("dates", [{"valid_to": "2024-01-01"}, {"valid_from": "2090-01-01"}, None])
def test_a_whistle_is_not_handed_over_to_a_department_that_is_not_there(
    city: City, dates: dict[str, str] | None
) -> None:
    whistle, _summons = blown(city)
    chosen = city.units["centre"].pk if dates else 10**9
    Unit.objects.filter(pk=chosen).update(**dates or {"code": "x"})
    with pytest.raises(BadInput, match="今天已不存在，请按现在的机构重新选"):
        take_whistle_step(whistle, "hand_over", capacity=city.iris, values={"unit": chosen})
    assert Whistle.objects.get(pk=whistle.pk).state == "blown"


@pytest.mark.parametrize("unit", [None, ""])
def test_without_a_lead_department_nothing_is_handed_over(city: City, unit: str | None) -> None:
    whistle, _summons = blown(city)
    with pytest.raises(StepRefused, match="没有填“处置单位”"):
        take_whistle_step(whistle, "hand_over", capacity=city.iris, values={"unit": unit})

"""A hotline clerk's morning: four calls, one dangerous, one already known, one that is not ours."""

from django.urls import reverse

from chengzhi.cases.models import Case, Report
from tests.factories.city import City
from tests.scenarios.conftest import House, words_of


def test_the_morning_begins_with_an_empty_list_and_ends_with_everything_in_its_place(house: House) -> None:
    assert house.on_list("alice", "todo") == set()
    rubbish = house.call()
    assert house.on_list("alice", "todo") == {rubbish.number}
    house.act("alice", rubbish, "send_verify")
    foreign = house.call(words="对门邻居晚上唱歌", phone="13912340000", lon="", lat="")
    house.act("alice", foreign, "refuse", reason="邻里噪声不归城管", direction="请拨打 110")
    assert house.on_list("alice", "todo") == set()
    assert house.on_list("alice", "doing") == {rubbish.number}
    assert house.on_list("alice", "done") == {rubbish.number, foreign.number}


def test_a_dangerous_call_is_handed_on_before_it_is_written_down(house: House, city: City) -> None:
    given = {
        "channel": "hotline", "words": "垃圾堆着火了，有人受伤", "category": city.categories["暴露垃圾"].pk, "by_hand": "1",
        "callback": "none", "idempotency_key": "call-1",
    }  # fmt: skip
    held = house.at("alice").post(reverse("console:hotline"), given)
    assert held.status_code == 422
    assert "119" in words_of(held)
    assert not Report.objects.exists()
    case = house.call(words="垃圾堆着火了，有人受伤", is_handed_on="on", is_urgent="on")
    assert case.is_urgent
    assert "已转 119、120。" in house.page("alice", case)


def test_the_second_caller_about_the_same_heap_joins_the_first(house: House) -> None:
    first = house.call()
    advice = house.at("alice").post(
        reverse("console:hotline_help", args=["advice"]),
        {"words": first.description, "lon": first.lon, "lat": first.lat, "category": first.category_id, "by_hand": "1"},
    )
    assert f'value="{first.number}">并入' in words_of(advice)
    house.call(join=first.number, category="", by_hand="", phone="13900001111")
    assert Case.objects.count() == 1
    assert "诉求 2 条" in house.page("alice", first)


def test_the_caller_who_rings_again_is_known_by_number_but_not_by_name(house: House) -> None:
    house.call()
    seen = house.at("alice").post(reverse("console:hotline_help", args=["caller"]), {"phone": "138 1234 6621"})
    assert "30 天 1 次" in words_of(seen)
    assert "王女士" not in words_of(seen)


def test_what_was_refused_is_told_to_the_caller_with_the_way_on(house: House) -> None:
    case = house.call(words="停车收费太贵", lon="", lat="")
    house.act("alice", case, "refuse", reason="停车收费不归城管", direction="请拨打 12345 转发展改革委")
    told = house.follow(case.reports.get())
    assert "停车收费不归城管" in told
    assert "转发展改革委" in told


def test_a_call_without_a_place_is_placed_before_it_goes_out(house: House) -> None:
    case = house.call(lon="", lat="", place="不知道")
    assert "位置" in house.refused("alice", case, "send_verify")
    house.act("alice", case, "correct_facts", reason="来电人补充", place="学田菜场", lon="120.890000", lat="32.010000")
    house.act("alice", case, "send_verify")
    assert case.state == "verifying"


def test_the_search_finds_a_case_by_whatever_the_caller_can_name(house: House) -> None:
    case = house.call()
    search = reverse("console:search")
    assert house.at("alice").get(search, {"q": case.number})["Location"] == reverse("console:case", args=[case.number])
    for typed in ("菜场西门", "暴露垃圾", case.number[-4:]):
        assert case.number in words_of(house.at("alice").get(search, {"q": typed}, follow=True)), typed


def test_by_the_number_of_a_phone_only_those_find_who_may_read_it(house: House) -> None:
    case = house.call()
    found = house.at("alice").get(reverse("console:search"), {"q": "13812346621"})
    assert case.short_number not in words_of(found)


def test_nobody_else_sees_the_callers_number(house: House) -> None:
    case = house.call()
    for name in ("alice", "bob", "carol", "frank"):
        page = house.page(name, case)
        assert "13812346621" not in page
        assert "138****6621" in page

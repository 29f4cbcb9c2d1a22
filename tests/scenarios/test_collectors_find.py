"""A collector on patrol: what was put right at once, what was not good enough, what only a crew can do."""

from typing import Any
from uuid import uuid4

from django.urls import reverse

from chengzhi.cases.models import Case
from tests.factories.city import LAT, LON
from tests.scenarios.conftest import House, shot, words_of


def find(house: House, **given: Any) -> Any:
    facts = {
        "idempotency_key": str(uuid4()), "category": house.city.categories["暴露垃圾"].pk, "lon": LON, "lat": LAT,
        "photos": shot(), **given,
    }  # fmt: skip
    return house.at("erin").post(reverse("field:report"), facts)


def test_a_heap_put_right_on_the_spot_is_approved_and_closed(house: House) -> None:
    assert find(house, is_self_handled="on", after=shot("后.jpg")).status_code == 302
    case = Case.objects.get()
    assert house.on_list("alice", "self_handled") == {case.number}
    house.act("alice", case, "approve_self_handled")
    assert (case.state, case.closure) == ("closed", "self")
    assert case.media.filter(stage="after").exists()


def test_without_an_after_photo_nothing_was_put_right(house: House) -> None:
    answer = find(house, is_self_handled="on")
    assert answer.status_code == 422
    assert "自处理要有处置后照片" in words_of(answer)
    assert not Case.objects.exists()


def test_what_the_clerk_does_not_believe_is_void(house: House) -> None:
    find(house, is_self_handled="on", after=shot("后.jpg"))
    case = Case.objects.get()
    assert "没有填" in house.refused("alice", case, "reject_self_handled")
    house.act("alice", case, "reject_self_handled", reason="前后照片不是一个地方")
    assert (case.state, case.is_open) == ("invalid", False)
    assert house.on_list("alice", "self_handled") == set()


def test_nobody_approves_what_they_put_right_themselves(house: House) -> None:
    find(house, is_self_handled="on", after=shot("后.jpg"))
    case = Case.objects.get()
    answer = house.click("erin", case, "approve_self_handled")
    assert answer.status_code in {404, 409, 422}
    assert case.state == "self_handled"


def test_what_only_a_crew_can_do_needs_no_second_look(house: House) -> None:
    find(house)
    case = Case.objects.get()
    assert case.is_verified
    house.act("alice", case, "accept")
    house.act("bob", case, "file", standard=house.city.standards["暴露垃圾"].pk)
    assert case.state == "filed"


def test_sending_the_same_find_twice_makes_one_case(house: House) -> None:
    key = str(uuid4())
    for _again in range(2):
        find(house, idempotency_key=key)
    assert Case.objects.count() == 1


def test_the_collectors_day_is_on_their_phone(house: House) -> None:
    case = house.call()
    house.act("alice", case, "send_verify")
    tasks = house.at("erin").get(reverse("field:tasks")).context
    assert [row.case.number for row in tasks["rows"]] == [case.number]
    house.act("erin", case, "confirm", media=[shot()])
    after = house.at("erin").get(reverse("field:tasks")).context
    assert list(after["rows"]) == []
    assert [row.case.number for row in after["under_way"]] == [case.number]


def test_a_collector_who_finds_nothing_says_so_with_a_photo(house: House) -> None:
    case = house.call()
    house.act("alice", case, "send_verify")
    assert "照片" in house.refused("erin", case, "deny", reason="现场没有垃圾")
    house.act("erin", case, "deny", reason="现场没有垃圾", media=[shot()])
    assert case.state == "reported"
    assert "现场没有垃圾" in house.page("alice", case)

"""It was not good enough: rework twice, a check that fails, a resident who says 没解决, and the second closing."""

from uuid import uuid4

from django.urls import reverse

from chengzhi.cases.models import Case
from tests.scenarios.conftest import House, shot, words_of


def reopen(house: House, case: Case, reason: str) -> int:
    token = case.reports.filter(is_joined=False).get().token
    given = {"reason": reason, "photos": shot(), "idempotency_key": str(uuid4())}
    answer = house.visitor.post(reverse("portal:reopen", args=[token]), given)
    case.refresh_from_db()
    return int(answer.status_code)


def handle_again(house: House, case: Case) -> None:
    for who, step in (("dave", "feed_back"), ("carol", "pass_inspection"), ("alice", "send_check"),
                      ("erin", "pass_check"), ("bob", "close")):  # fmt: skip
        house.step(who, case, step)


def test_twice_sent_back_and_good_the_third_time(house: House) -> None:
    case = house.call()
    house.bring(case, "feed_back")
    for round_, reason in enumerate(("没有扫干净", "还有袋子"), start=1):
        house.act("carol", case, "rework", reason=reason)
        assert (case.state, case.steps.filter(name="rework").count()) == ("handling", round_)
        assert reason in house.page("dave", case)
        house.step("dave", case, "feed_back")
    house.act("carol", case, "pass_inspection")
    assert case.state == "inspected"
    assert case.media.filter(stage="after").count() == 3


def test_rework_needs_a_reason(house: House) -> None:
    case = house.call()
    house.bring(case, "feed_back")
    assert "没有填" in house.refused("carol", case, "rework")


def test_the_crew_does_not_inspect_its_own_work(house: House) -> None:
    case = house.call()
    house.bring(case, "feed_back")
    assert "权限" in house.refused("dave", case, "pass_inspection")


def test_a_failed_check_leads_to_rework_and_to_another_check(house: House) -> None:
    case = house.call()
    house.bring(case, "send_check")
    house.act("erin", case, "fail_check", reason="还有一堆", media=[shot()])
    assert case.state == "check_failed"
    house.act("carol", case, "rework", reason="核查没过")
    handle_again(house, case)
    assert (case.state, case.steps.filter(name="send_check").count()) == ("closed", 2)


def test_a_check_without_a_photo_is_no_check(house: House) -> None:
    case = house.call()
    house.bring(case, "send_check")
    assert "照片" in house.refused("erin", case, "pass_check")


def test_the_resident_says_it_is_not_solved_and_it_is_closed_a_second_time(house: House) -> None:
    case = house.call()
    house.bring(case, "close")
    assert "已办结" in house.follow(case.reports.get())
    assert reopen(house, case, "第二天又堆满了") == 302
    assert (case.state, case.is_open, case.handling_unit) == ("handling", True, house.city.units["cleaning"])
    assert "第二天又堆满了" in house.page("dave", case)
    handle_again(house, case)
    assert case.state == "closed"
    assert case.steps.filter(name="close").count() == 2


def test_what_is_not_closed_cannot_be_reopened(house: House) -> None:
    case = house.call()
    house.bring(case, "take_over")
    assert reopen(house, case, "快点") == 422
    assert case.state == "handling"


def test_without_words_nobody_knows_what_to_do(house: House) -> None:
    case = house.call()
    house.bring(case, "close")
    assert reopen(house, case, "") == 422
    assert case.state == "closed"


def test_a_content_resident_rates_and_cannot_rate_again(house: House) -> None:
    case = house.call()
    house.bring(case, "close")
    address = reverse("portal:rate", args=[case.reports.get().token])
    assert house.visitor.post(address, {"satisfaction": "satisfied", "idempotency_key": "one"}).status_code == 302
    again = house.visitor.post(address, {"satisfaction": "dissatisfied", "idempotency_key": "two"})
    assert "已经评价过了" in words_of(again)
    case.refresh_from_db()
    assert case.satisfaction == "satisfied"


def test_every_closed_case_proves_its_history(house: House) -> None:
    case = house.call()
    house.bring(case, "close")
    reopen(house, case, "没解决")
    handle_again(house, case)
    page = words_of(house.at("alice").get(reverse("console:proof", args=[case.number])))
    assert f"{case.steps.count()} 步全部吻合" in page

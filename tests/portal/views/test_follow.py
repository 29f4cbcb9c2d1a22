from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from chengzhi.cases.models import Report
from chengzhi.cases.services import Told, report_matter
from chengzhi.kernel.access import resident
from tests.factories.city import City
from tests.factories.loop import act, step_of
from tests.factories.media import photo

STAGES = ["send_verify", "confirm", "accept", "file", "dispatch", "take_over", "feed_back", "pass_inspection"]


def closed(city: City, report: Report) -> None:
    for step in [*STAGES, "send_check", "pass_check", "close"]:
        step_of(city, report.case, step)


def page_of(client: Client, report: Report) -> str:
    answer = client.get(f"/r/{report.token}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_speaks_plain_words_and_names_nobody(client: Client, city: City, report: Report) -> None:
    closed(city, report)
    page = page_of(client, report)
    for word in ("已提交", "正在核实", "已受理", "已交给环卫处", "正在处理", "正在核对结果", "已办结"):
        assert word in page
    for hidden in ("立案", "派遣", "核查", "督查", "erin", "alice", "dave", "13812346621"):
        assert hidden not in page
    assert "138****6621" in page


def test_the_deadline_is_shown_once_a_unit_has_it(client: Client, city: City, report: Report) -> None:
    assert "前处理好" not in page_of(client, report)
    for step in STAGES[:5]:
        step_of(city, report.case, step)
    assert "前处理好" in page_of(client, report)


def test_a_refusal_gives_reason_and_way(client: Client, city: City, report: Report) -> None:
    act(report.case, "refuse", city.alice, reason="停车收费不归城管", direction="请拨打 12345 转发展改革委")
    page = page_of(client, report)
    assert "不予受理" in page
    assert "停车收费不归城管" in page
    assert "转发展改革委" in page


def test_a_hold_gives_reason_and_day(client: Client, city: City, report: Report) -> None:
    for step in STAGES[:6]:
        step_of(city, report.case, step)
    act(report.case, "ask_hold", city.dave, until="2099-12-20", reason="要等供水公司关阀")
    act(report.case, "grant_hold", city.carol)
    page = page_of(client, report)
    assert "暂缓办理" in page
    assert "要等供水公司关阀" in page
    assert "12月20日" in page


def test_a_reporter_rates_once(client: Client, city: City, report: Report) -> None:
    closed(city, report)
    rating = {"satisfaction": "satisfied", "note": "很快", "idempotency_key": str(uuid4())}
    for _attempt in range(2):
        assert client.post(f"/r/{report.token}/rate/", rating).status_code == 302
    report.refresh_from_db()
    assert report.satisfaction == "satisfied"
    assert report.case.steps.filter(name="rate").count() == 1
    assert "您的评价：" in page_of(client, report)


def test_a_second_rating_is_refused_with_the_reason(client: Client, city: City, report: Report) -> None:
    closed(city, report)
    client.post(f"/r/{report.token}/rate/", {"satisfaction": "satisfied", "idempotency_key": "one"})
    answer = client.post(f"/r/{report.token}/rate/", {"satisfaction": "dissatisfied", "idempotency_key": "two"})
    assert answer.status_code == 422
    assert "已经评价过了" in answer.content.decode()


def test_rating_before_the_end_is_refused(client: Client, city: City, report: Report) -> None:
    answer = client.post(f"/r/{report.token}/rate/", {"satisfaction": "satisfied"})
    assert answer.status_code == 422


def test_an_unsolved_matter_is_reopened_with_a_photo(
    client: Client, city: City, report: Report, shot: SimpleUploadedFile
) -> None:
    closed(city, report)
    given = {"reason": "角落里还有一堆", "photos": shot, "idempotency_key": str(uuid4())}
    assert client.post(f"/r/{report.token}/reopen/", given).status_code == 302
    report.case.refresh_from_db()
    assert report.case.state == "handling"
    assert report.case.media.filter(
        item__note="", item__uploaded_by=None, stage="before", item__source="album"
    ).exists()


def test_reopening_without_a_reason_keeps_the_photo(
    client: Client, city: City, report: Report, shot: SimpleUploadedFile
) -> None:
    closed(city, report)
    page = client.post(f"/r/{report.token}/reopen/", {"reason": "", "photos": shot})
    assert page.status_code == 422
    assert "已收下" in page.content.decode()
    kept = page.context["form"].data["kept"]
    client.post(f"/r/{report.token}/reopen/", {"reason": "还有", "kept": kept, "idempotency_key": str(uuid4())})
    assert report.case.media.filter(
        item__note="", item__uploaded_by=None, stage="before", item__source="album"
    ).exists()


def test_forged_photos_are_not_attached(client: Client, city: City, report: Report) -> None:
    closed(city, report)
    foreign = photo()
    client.post(f"/r/{report.token}/reopen/", {"reason": "还有", "kept": f"[{foreign.pk}]"})
    assert not report.case.media.filter(item=foreign).exists()


def test_reopening_an_open_matter_says_so(client: Client, city: City, report: Report) -> None:
    assert "还没有办结" in client.get(f"/r/{report.token}/reopen/").content.decode()
    assert client.post(f"/r/{report.token}/reopen/", {"reason": "快点"}).status_code == 422


@pytest.mark.parametrize("token", ["nothing", "..", "%00", "a" * 200])
def test_an_unknown_link_is_not_found(client: Client, city: City, token: str) -> None:
    assert client.get(f"/r/{token}/").status_code == 404


def test_number_and_phone_lead_to_the_report(client: Client, city: City, report: Report) -> None:
    answer = client.post("/follow/", {"number": report.case.short_number, "phone_tail": "6621"})
    assert answer.headers["Location"] == f"/r/{report.token}/"


def test_a_wrong_phone_opens_nothing_and_says_how(client: Client, city: City, report: Report) -> None:
    answer = client.post("/follow/", {"number": report.case.number, "phone_tail": "0000"})
    assert answer.status_code == 422
    assert "对不上" in answer.content.decode()


def test_digits_of_a_phone_cannot_be_tried_out(city: City, report: Report) -> None:
    tried = [
        Client().post("/follow/", {"number": report.case.number, "phone_tail": f"{digits:04d}"}).status_code
        for digits in range(12)
    ]
    assert tried[-1] == 429


def test_photos_open_by_the_link_of_their_report_only(
    client: Client, city: City, report: Report, shot: SimpleUploadedFile
) -> None:
    closed(city, report)
    client.post(f"/r/{report.token}/reopen/", {"reason": "还有", "photos": shot})
    foreign = photo()
    assert client.get(f"/r/{report.token}/photo/{foreign.pk}/small/").status_code == 404
    own = report.case.media.filter(stage="before", item__uploaded_by=None).first()
    assert own is None or client.get(f"/r/{report.token}/photo/{own.item_id}/original/").status_code == 404


GARBAGE = ["\x00", "9" * 5000, "²", "<script>alert(1)</script>", "'; DROP TABLE cases_report; --", "\u202e"]


@pytest.mark.parametrize("number", GARBAGE)
def test_garbage_as_a_number_opens_nothing(client: Client, city: City, number: str) -> None:
    answer = client.post("/follow/", {"number": number[:24], "phone_tail": "6621"})
    assert answer.status_code == 422
    assert "<script>alert" not in answer.content.decode()


@pytest.mark.parametrize("key", ["\x00", "k" * 500, "键"])
def test_garbage_as_a_key_does_no_harm(client: Client, city: City, report: Report, key: str) -> None:
    closed(city, report)
    answer = client.post(f"/r/{report.token}/rate/", {"satisfaction": "satisfied", "idempotency_key": key})
    assert answer.status_code == 302


@pytest.mark.parametrize("answer_given", ["", "great", "\x00"])
def test_an_answer_that_is_none_keeps_the_page(client: Client, city: City, report: Report, answer_given: str) -> None:
    closed(city, report)
    answer = client.post(f"/r/{report.token}/rate/", {"satisfaction": answer_given, "note": "我写的话"})
    assert answer.status_code == 422
    assert "我写的话" in answer.content.decode()


def test_a_joined_reporter_cannot_rate(client: Client, city: City, report: Report) -> None:
    told = Told(channel="resident", words="我也看到", category_id=report.case.category_id, join=report.case.number)
    joined = report_matter(told, capacity=resident())
    closed(city, report)
    assert client.post(f"/r/{joined.token}/rate/", {"satisfaction": "satisfied"}).status_code == 404
    assert client.get(f"/r/{joined.token}/").status_code == 200


@pytest.mark.parametrize("path", ["rate/", "reopen/", ""])
def test_nothing_of_a_report_opens_with_another_link(client: Client, city: City, report: Report, path: str) -> None:
    address = f"/r/{'x' * len(report.token)}/{path}"
    assert client.post(address).status_code in {404, 405}
    assert client.get(address).status_code in {404, 405}


def test_the_page_of_a_report_is_not_for_search_engines(client: Client, city: City, report: Report) -> None:
    assert client.get(f"/r/{report.token}/")["X-Robots-Tag"] == "noindex"


def test_the_page_is_read_in_english(client: Client, city: City, report: Report) -> None:
    page = client.get(f"/r/{report.token}/", headers={"Accept-Language": "en"}).content.decode()
    assert 'lang="en"' in page
    assert "已提交" not in page


def test_an_empty_look_up_names_both_fields(client: Client, city: City) -> None:
    page = client.post("/follow/", {"number": ""}).content.decode()
    assert "请填编号" in page
    assert "后 4 位" in page

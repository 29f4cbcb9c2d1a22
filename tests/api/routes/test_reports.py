"""Reporting through the API: what is taken in, what is refused, and what a repeated request gets."""

from threading import Thread
from typing import Any

import pytest
from django.db import connection

from chengzhi.cases.models import Case, Report
from tests.api.conftest import MakeProgram, photo_of
from tests.factories.city import LAT, LON, City, make_city
from tests.factories.loop import act
from tests.factories.loop import report as reported

FAR = {"lon": 100.0, "lat": 20.0}


def told(city: City, **facts: Any) -> dict[str, Any]:
    given = {"channel": "hotline", "words": "菜场西门垃圾堆了两天", "category": city.categories["暴露垃圾"].pk}
    return {**given, "lon": LON, "lat": LAT, **facts}


@pytest.mark.django_db
def test_a_report_opens_a_case(city: City, program: MakeProgram) -> None:
    answer = program(city.alice).post("/reports", told(city, reporter_name="王女士", reporter_phone="138 1234 6621"))
    assert answer.status_code == 201
    found = answer.json()
    case = Case.objects.get(number=found["number"])
    assert (case.state, case.cell_code[:9], case.reported_by_id) == ("reported", "320613006", city.alice.appointment_id)
    assert case.reports.get().reporter_phone == "13812346621"
    assert answer["Location"] == f"/api/v1/reports/{found['id']}"


@pytest.mark.django_db
def test_a_report_joins_an_open_case_and_takes_over_its_category(city: City, program: MakeProgram) -> None:
    case = reported(city)
    answer = program(city.alice).post("/reports", told(city, category=None, join=case.number))
    assert answer.status_code == 201
    assert (answer.json()["number"], answer.json()["is_joined"]) == (case.number, True)
    assert Case.objects.get(pk=case.pk).joined_reports == 2


@pytest.mark.django_db
def test_a_case_out_of_reach_cannot_be_joined(city: City, program: MakeProgram) -> None:
    far = reported(city, **FAR)
    answer = program(city.erin).post(
        "/reports", told(city, channel="collector", join=far.number, media=[photo_of(city.erin).pk])
    )
    assert answer.status_code == 404
    assert Report.objects.filter(case=far).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "field", "words"),
    [
        ({"words": ""}, "words", "太短"),
        ({"words": "字" * 4001}, "words", "太长"),
        ({"words": "   "}, "words", "请写明"),
        ({"category": None}, "category", "请选小类"),
        ({"category": 10**15}, "category", "请选小类"),
        ({"category": "垃圾"}, "category", "整数"),
        ({"lon": 181}, "lon", "太大"),
        ({"lat": "北"}, "lat", "数字"),
        ({"datum": "utm"}, "datum", "可选的值"),
        ({"channel": "fax"}, "channel", "没有这个来源"),
        ({"channel": "resident"}, "channel", "不能登记"),
        ({"callback": "sms"}, "callback", "电话"),
        ({"callback": "letter"}, "callback", "可选的值"),
        ({"media": [999999]}, "media", "没有编号为 999999"),
        ({"media": ["x"]}, "media.0", "整数"),
        ({"media": list(range(1, 30))}, "media", "最多 20"),
        ({"wrods": "错字"}, "wrods", "拼写"),
        ({"channel": "collector"}, "media", "现场照片"),
    ],
)
def test_what_cannot_be_used_is_named_by_field(
    city: City, program: MakeProgram, facts: dict[str, Any], field: str, words: str
) -> None:
    answer = program(city.alice).post("/reports", told(city, **facts))
    assert answer.status_code == 422
    assert answer["Content-Type"].startswith("application/problem+json")
    assert words in answer.json()["errors"][field][0]
    assert not Report.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("body", ["", "{", "[1]", '"x"', "null", b"\xff\xfe", "[" * 2000])
def test_what_is_no_json_object_is_refused(city: City, program: MakeProgram, body: str | bytes) -> None:
    answer = program(city.alice).post("/reports", body)
    assert answer.status_code in {400, 422}
    assert answer.json()["status"] == answer.status_code


@pytest.mark.django_db
def test_a_request_without_a_key_is_refused_and_nothing_is_written(city: City, program: MakeProgram) -> None:
    answer = program(city.alice).post("/reports", told(city), key=None)
    assert answer.status_code == 400
    assert "Idempotency-Key" in answer.json()["detail"]
    assert not Report.objects.exists()


@pytest.mark.django_db
def test_a_key_must_be_short_and_plain(city: City, program: MakeProgram) -> None:
    alice = program(city.alice)
    assert alice.post("/reports", told(city), key="x" * 129).status_code == 400
    assert alice.post("/reports", told(city), key="x" * 128).status_code == 201


@pytest.mark.django_db
def test_a_repeated_request_gets_the_same_answer(city: City, program: MakeProgram) -> None:
    alice = program(city.alice)
    first, again = (alice.post("/reports", told(city), key="once") for _each in range(2))
    assert (again.status_code, again.json()) == (201, first.json())
    assert again["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first
    assert Report.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "other",
    [
        {"words": "另一件事"},
        {"lon": LON + 0.001},
        {"reporter_name": "李"},
        {"callback": "phone", "reporter_phone": "1"},
    ],
)
def test_a_key_used_for_something_else_is_refused(city: City, program: MakeProgram, other: dict[str, Any]) -> None:
    alice = program(city.alice)
    alice.post("/reports", told(city), key="once")
    answer = alice.post("/reports", told(city, **other), key="once")
    assert answer.status_code == 422
    assert answer.json()["type"].endswith("#problem-key")
    assert Report.objects.count() == 1


@pytest.mark.django_db
def test_keys_of_two_people_are_apart(city: City, program: MakeProgram) -> None:
    numbers = set()
    for capacity in (city.alice, city.erin):
        facts = {"channel": "collector", "media": [photo_of(capacity).pk]}
        numbers.add(program(capacity).post("/reports", told(city, **facts), key="same").json()["number"])
    assert len(numbers) == 2


@pytest.mark.django_db
def test_a_number_of_the_source_system_stands_for_one_matter(city: City, program: MakeProgram) -> None:
    alice = program(city.alice)
    first = alice.post("/reports", told(city, external_ref="12345-1"))
    again = alice.post("/reports", told(city, external_ref="12345-1"))
    other = alice.post("/reports", told(city, external_ref="12345-1", words="别的事"))
    assert (first.json()["id"], again["Idempotent-Replayed"]) == (again.json()["id"], "true")
    assert (other.status_code, list(other.json()["errors"])) == (409, ["external_ref"])


@pytest.mark.django_db
def test_nobody_attaches_the_photo_of_another(city: City, program: MakeProgram) -> None:
    answer = program(city.alice).post("/reports", told(city, media=[photo_of(city.erin).pk]))
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["media"])


@pytest.mark.django_db
def test_a_collector_reports_with_a_photo_inside_the_grid(city: City, program: MakeProgram) -> None:
    erin, mine = program(city.erin), photo_of(city.erin).pk
    inside = erin.post("/reports", told(city, channel="collector", media=[mine]))
    outside = erin.post("/reports", told(city, channel="collector", media=[mine], **FAR))
    assert inside.status_code == 201
    assert "不在本区" in outside.json()["errors"]["lon"][0]


@pytest.mark.django_db
def test_a_small_matter_put_right_at_once_waits_for_review(city: City, program: MakeProgram) -> None:
    facts = {"channel": "collector", "media": [photo_of(city.erin).pk], "after_media": [photo_of(city.erin).pk]}
    answer = program(city.erin).post("/reports", told(city, **facts))
    assert answer.status_code == 201, answer.content
    assert Case.objects.get(number=answer.json()["number"]).state == "self_handled"


@pytest.mark.django_db
def test_who_may_not_report_is_refused(city: City, program: MakeProgram) -> None:
    answer = program(city.bob).post("/reports", told(city))
    assert answer.status_code == 403


@pytest.mark.django_db
def test_a_report_shows_part_of_name_and_number_only(city: City, program: MakeProgram) -> None:
    case = reported(city)
    answer = program(city.alice).get(f"/reports/{case.reports.get().pk}")
    found = answer.json()
    assert (found["reporter_name"], found["reporter_phone"]) == ("王**", "138****6621")
    assert "13812346621" not in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("report", "status"), [("999999", 404), ("0", 400), ("x", 400), ("9" * 40, 400)])
def test_forged_numbers_of_reports_find_nothing(city: City, program: MakeProgram, report: str, status: int) -> None:
    assert program(city.alice).get(f"/reports/{report}").status_code == status


@pytest.mark.django_db
def test_reports_of_another_street_do_not_exist(city: City, program: MakeProgram) -> None:
    far = reported(city, **FAR)
    assert program(city.erin).get(f"/reports/{far.reports.get().pk}").status_code == 404


@pytest.mark.django_db
def test_a_narrowed_token_reports_inside_its_territory_only(city: City, program: MakeProgram) -> None:
    narrow = program(city.alice, territory="320613006")
    assert narrow.post("/reports", told(city)).status_code == 201
    for facts in (FAR, {"lon": None, "lat": None}):
        assert list(narrow.post("/reports", told(city, **facts)).json()["errors"]) == ["lon"]


@pytest.mark.django_db(transaction=True)
def test_the_same_request_twice_at_once_writes_one_report(program: MakeProgram) -> None:
    city = make_city()
    alice, found = program(city.alice), []

    def send() -> None:
        found.append(alice.post("/reports", told(city), key="both"))
        connection.close()

    threads = [Thread(target=send) for _each in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert {one.status_code for one in found} == {201}
    assert len({one.json()["id"] for one in found}) == Report.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "put_right", [{"category": "占道经营"}, {"place": "南门"}, {"lon": "100.0", "lat": "20.0"}], ids=str
)
def test_a_report_put_right_since_is_still_compared_with_what_was_told(
    city: City, program: MakeProgram, put_right: dict[str, str]
) -> None:
    alice = program(city.alice)
    first = alice.post("/reports", told(city), key="once").json()
    values: dict[str, Any] = dict(put_right)
    if "category" in values:
        values["category"] = city.categories[values["category"]].pk
    act(Case.objects.get(number=first["number"]), "correct_facts", city.alice, reason="核实", **values)
    again = alice.post("/reports", told(city), key="once")
    other = alice.post("/reports", told(city, category=city.categories["占道经营"].pk), key="once")
    elsewhere = alice.post("/reports", told(city, **FAR), key="once")
    assert (again.status_code, again.json()["id"]) == (201, first["id"])
    assert (other.status_code, elsewhere.status_code) == (422, 422)

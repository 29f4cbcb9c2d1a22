"""Many voices, one case: joined reports are all answered; a file of old messages becomes cases and is answered."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import ChoiceField
from django.urls import reverse

from chengzhi.cases.models import Case, Report
from chengzhi.kernel import outbox
from chengzhi.kernel.access import Scope
from tests.factories.city import City, make_person, make_role
from tests.scenarios.conftest import House, words_of

FILE = "msg_id,title,body,phone\nA-1,垃圾,菜场西门暴露垃圾没人管,13812340001\nA-2,摆摊,学田路占道经营严重,13812340002\n"


def test_three_neighbours_one_heap_three_answers(house: House) -> None:
    case = house.call()
    for phone in ("13900001111", "13900002222"):
        house.call(join=case.number, category="", by_hand="", phone=phone)
    house.bring(case, "close")
    outbox.deliver()
    assert Case.objects.count() == 1
    assert case.reports.count() == 3
    assert all(one.answered_at is not None and one.answer for one in case.reports.all())
    assert all("已办结" in house.follow(one) for one in case.reports.all())


def test_each_neighbour_reads_only_their_own(house: House) -> None:
    case = house.call(words="菜场西门垃圾很臭")
    house.call(join=case.number, words="垃圾里有玻璃，小孩割到手", category="", by_hand="", phone="13900001111")
    first, second = case.reports.order_by("pk")
    assert "小孩割到手" not in house.follow(first)
    assert "138****6621" not in house.follow(second)


def test_only_the_first_voice_rates(house: House) -> None:
    case = house.call()
    house.call(join=case.number, category="", by_hand="", phone="13900001111")
    house.bring(case, "close")
    joined = case.reports.get(is_joined=True)
    answer = house.visitor.post(reverse("portal:rate", args=[joined.token]), {"satisfaction": "satisfied"})
    assert answer.status_code == 404
    case.refresh_from_db()
    assert case.satisfaction == ""


def test_a_case_merged_into_another_is_answered_with_it(house: House) -> None:
    kept, gone = house.call(), house.call(phone="13900003333")
    house.act("alice", gone, "merge", target=kept.number)
    assert gone.state == "merged"
    house.bring(kept, "close")
    outbox.deliver()
    assert Report.objects.filter(answered_at=None).count() == 0


def test_a_case_is_not_merged_into_itself(house: House) -> None:
    case = house.call()
    house.refused("alice", case, "merge", target=case.number)
    assert "没有" in house.refused("alice", case, "merge", target="19990101-0001")


@pytest.fixture
def importer(house: House, city: City) -> House:
    rights = {"cases.case.import": Scope.CITY, "cases.case.read": Scope.CITY}
    city.people["ivan"] = make_person("ivan", city.units["centre"], make_role("importer", rights))
    return house


def bring_in(house: House, content: str = FILE) -> Any:
    """Go through the four steps with what the pages suggest and return the last page."""
    client = house.at("ivan")
    upload = {"file": SimpleUploadedFile("留言.csv", content.encode())}
    token = client.post(reverse("console:import_start", args=["reports"]), upload)["Location"].split("/")[-3]
    columns = reverse("console:import_columns", args=[token])
    form = client.get(columns).context["form"]
    given = {
        name: form.initial.get(name) or field.initial or (field.choices[0][0] if isinstance(field, ChoiceField) else "")
        for name, field in form.fields.items()
    }
    client.post(columns, {**given, "fallback": "暴露垃圾", "channel": "hotline"})
    client.post(reverse("console:import_confirm", args=[token]))
    return client.get(reverse("console:import_job", args=[token]))


def test_a_file_of_messages_becomes_cases_that_are_worked_and_answered(importer: House) -> None:
    page = bring_in(importer)
    assert "2" in words_of(page)
    assert Case.objects.count() == 2
    case = Case.objects.filter(description__contains="暴露垃圾").get()
    assert importer.on_list("alice", "todo") >= {case.number}
    importer.act("alice", case, "correct_facts", reason="补位置", place="学田菜场", lon="120.890000", lat="32.010000")
    importer.bring(case, "close")
    outbox.deliver()
    report = case.reports.get()
    assert report.answered_at is not None
    assert "已办结" in importer.follow(report)


def test_the_same_file_twice_makes_no_second_case(importer: House) -> None:
    for _again in range(2):
        bring_in(importer)
    assert Case.objects.count() == 2


def test_who_may_not_import_does_not_find_the_door(importer: House) -> None:
    assert importer.at("alice").get(reverse("console:imports")).status_code == 404

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from chengzhi.cases.models import Whistle
from chengzhi.cases.services import take_summons_step
from tests.console.whistles.conftest import SignIn
from tests.factories.city import City

ROUTES = ("whistles", "whistles_export", "whistle_new", "whistle_places")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("olga", (200, 200, 200, 200)),
        ("peter", (200, 200, 404, 404)),
        ("alice", (200, 200, 404, 404)),
    ],
)
def test_each_page_opens_to_those_with_the_right(
    city: City, signed_in: SignIn, name: str, expected: tuple[int, ...]
) -> None:
    client = signed_in(city.people[name])
    assert tuple(client.get(reverse(f"console:{route}")).status_code for route in ROUTES) == expected


def test_visitors_are_sent_to_sign_in(db: None) -> None:
    assert {Client().get(reverse(f"console:{route}")).status_code for route in ROUTES} == {302}


def test_what_waits_for_the_own_department_stands_first_with_its_act(
    city: City, signed_in: SignIn, blown: Whistle
) -> None:
    page = signed_in(city.peter).get(reverse("console:whistles")).content.decode()
    assert "等本单位办的 1 件" in page
    assert reverse("console:summons_act", args=[f"{blown.number}-1", "answer"]) in page
    assert "cz-light" in page


def test_the_street_sees_its_whistle_and_is_not_asked_to_answer(city: City, signed_in: SignIn, blown: Whistle) -> None:
    page = signed_in(city.olga).get(reverse("console:whistles"), {"tab": "ours"}).content.decode()
    assert blown.number in page
    assert "等本单位办的" not in page


def test_a_department_that_was_not_called_sees_nothing(city: City, signed_in: SignIn, blown: Whistle) -> None:
    client = signed_in(city.hank)
    assert blown.number not in client.get(reverse("console:whistles"), {"tab": "all"}).content.decode()
    assert client.get(reverse("console:whistle", args=[blown.number])).status_code == 404


def test_whistles_are_found_by_their_words(city: City, signed_in: SignIn, blown: Whistle) -> None:
    client, url = signed_in(city.olga), reverse("console:whistles")
    assert blown.number in client.get(url, {"q": "夜市"}).content.decode()
    assert "没有符合条件的吹哨" in client.get(url, {"q": "路灯"}).content.decode()


def test_a_list_leaves_as_a_workbook_with_a_row_for_each_department(
    city: City, signed_in: SignIn, blown: Whistle
) -> None:
    take_summons_step(blown.summonses.get(), "answer", capacity=city.peter, values={"coming": "王强"})
    answer = signed_in(city.olga).get(reverse("console:whistles_export"))
    sheet = load_workbook(BytesIO(answer.content)).worksheets[1]
    assert [sheet["A2"].value, sheet["G2"].value, sheet["I2"].value] == [blown.number, "环卫处", "王强"]


def test_the_page_shows_who_was_called_and_when(city: City, signed_in: SignIn, blown: Whistle) -> None:
    page = signed_in(city.olga).get(reverse("console:whistle", args=[blown.number])).content.decode()
    assert [word for word in ("学田菜场西门", "环卫处", "待应答", "0/1 到场", "召集环卫处") if word not in page] == []


def test_the_page_says_why_the_whistle_cannot_be_concluded_yet(city: City, signed_in: SignIn, blown: Whistle) -> None:
    page = signed_in(city.olga).get(reverse("console:whistle", args=[blown.number])).content.decode()
    assert "现在不能办：办结" in page
    assert "还有部门没有反馈：环卫处" in page


@pytest.mark.parametrize(("name", "status"), [("whistle", 404), ("whistle_act", 404)])
def test_a_number_that_does_not_exist_is_not_found(city: City, signed_in: SignIn, name: str, status: int) -> None:
    args = ["S20350101-999"] if name == "whistle" else ["S20350101-999", "conclude"]
    assert signed_in(city.olga).get(reverse(f"console:{name}", args=args)).status_code == status

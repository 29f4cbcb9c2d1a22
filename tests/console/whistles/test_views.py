from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from chengzhi.cases.models import Whistle
from chengzhi.cases.services import take_summons_step
from chengzhi.console.exports import giving
from chengzhi.console.whistles import views
from chengzhi.kernel import clock
from chengzhi.kernel.errors import StepRefused
from chengzhi.kernel.procedures import Refusal
from tests.console.whistles.conftest import SignIn
from tests.factories.city import City
from tests.factories.loop import report
from tests.factories.media import photo

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


def test_too_many_to_be_written_at_once_are_offered_to_the_worker(
    city: City, signed_in: SignIn, blown: Whistle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(giving, "AT_ONCE", 0)
    answer = signed_in(city.olga).get(reverse("console:whistles_export"))
    assert answer.status_code == 200
    assert "在后台导出" in answer.content.decode()


def test_the_workbook_says_which_tab_and_words_were_asked_for(city: City, signed_in: SignIn, blown: Whistle) -> None:
    answer = signed_in(city.olga).get(reverse("console:whistles_export"), {"tab": "all", "q": "夜市"})
    cover = {row[0].value: row[1].value for row in load_workbook(BytesIO(answer.content)).worksheets[0].rows}
    assert (cover["列表"], cover["查找"], cover["行数"]) == ("全部", "夜市", "1")


@pytest.mark.parametrize("tab", ["", "x", "OPEN", "'"])
def test_a_tab_there_is_not_shows_the_open_ones(city: City, signed_in: SignIn, blown: Whistle, tab: str) -> None:
    answer = signed_in(city.olga).get(reverse("console:whistles"), {"tab": tab})
    assert answer.context["tab"] == "open"
    assert blown.number in answer.content.decode()


@pytest.mark.parametrize(("name", "labels"), [("olga", 4), ("peter", 3)])
def test_ours_is_a_tab_of_those_who_blow(city: City, signed_in: SignIn, name: str, labels: int) -> None:
    tabs = signed_in(city.people[name]).get(reverse("console:whistles")).context["tabs"]
    assert len(tabs) == labels


def test_a_very_long_search_is_cut(city: City, signed_in: SignIn) -> None:
    assert len(signed_in(city.olga).get(reverse("console:whistles"), {"q": "x" * 900}).context["text"]) == 60


def test_the_case_of_a_whistle_is_no_link_for_who_may_not_see_it(city: City, signed_in: SignIn, blown: Whistle) -> None:
    case = report(city, lon=None, lat=None)
    Whistle.objects.filter(pk=blown.pk).update(case=case)
    page = signed_in(city.peter).get(reverse("console:whistle", args=[blown.number]))
    assert page.context["case_url"] == ""
    assert reverse("console:case", args=[case.number]) not in page.content.decode()


def test_a_photo_that_belongs_to_no_sign_in_is_not_found(city: City, signed_in: SignIn, blown: Whistle) -> None:
    url = reverse("console:whistle_photo", args=[blown.number, photo().pk])
    assert signed_in(city.olga).get(url).status_code == 404


def test_the_list_is_there_in_english(city: City, signed_in: SignIn, blown: Whistle) -> None:
    client = signed_in(city.olga)
    client.post(reverse("console:profile"), {"language": "en"})
    page = client.get(reverse("console:whistles")).content.decode()
    assert 'lang="en"' in page
    assert "未办结" not in page


def test_a_refused_blow_shows_every_reason_and_keeps_the_form(
    city: City, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_given: object) -> None:
        raise StepRefused((Refusal(reason="现在不能吹哨。"),))

    monkeypatch.setattr(views, "blow_whistle", refuse)
    at = timezone.localtime(clock.now()) + timedelta(hours=3)
    given = {
        "matter": "夜市占道", "place": "学田菜场", "gather_at": f"{at:%Y-%m-%dT%H:%M}",
        "units": [city.units["cleaning"].pk], "report_hours": "24",
    }  # fmt: skip
    answer = signed_in(city.olga).post(reverse("console:whistle_new"), given)
    assert answer.status_code == 422
    assert "现在不能吹哨。" in answer.content.decode()
    assert "夜市占道" in answer.content.decode()

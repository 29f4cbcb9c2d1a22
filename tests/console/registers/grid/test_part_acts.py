from typing import Any

import pytest
from django.test import Client

from chengzhi.grid.models import Part
from tests.console.registers.grid.conftest import CODE, PART, day, post, url
from tests.factories.city import LAT, LON
from tests.support.pages import in_english, main_of, text_of, untranslated


def test_a_registered_part_lies_in_its_cell(client: Client, part: Part) -> None:
    assert part.cell is not None
    assert part.cell.code == CODE
    assert client.get(url("part", PART)).status_code == 200
    assert [one.code for one in client.get(url("parts"), {"q": "排水处"}).context["page"]] == [PART]


@pytest.mark.parametrize("wrong", [{"code": "12"}, {"lon": "abc"}, {"lat": "89"}, {"name": ""}])
def test_a_part_that_cannot_be_is_refused(client: Client, wrong: dict[str, str]) -> None:
    values = {
        "code": PART,
        "lon": str(LON),
        "lat": str(LAT),
        "datum": "cgcs2000",
        "name": "井盖",
        "state": "intact",
        "on": day(),
    }
    assert post(client, "part_act", "new", "register", **(values | wrong)).status_code == 422
    assert not Part.objects.exists()


def test_a_part_is_moved_from_another_datum(client: Client, part: Part) -> None:
    values = {"lon": str(LON + 0.001), "lat": str(LAT), "datum": "gcj02", "reason": "施工迁移"}
    assert post(client, "part_act", PART, "move", **values).status_code == 302
    part.refresh_from_db()
    assert part.lon != pytest.approx(LON + 0.001, abs=1e-4)
    assert "施工迁移" in client.get(url("part", PART)).content.decode()


def test_a_part_is_corrected_and_retired(client: Client, part: Part) -> None:
    facts = {
        "name": "污水井盖",
        "state": "damaged",
        "competent_name": "",
        "owner_name": "",
        "maintainer_name": "",
        "note": "",
    }
    assert post(client, "part_act", PART, "correct", reason="认错了", **facts).status_code == 302
    assert post(client, "part_act", PART, "retire", reason="拆除", on=day()).status_code == 302
    assert post(client, "part_act", PART, "retire", reason="拆除", on=day()).status_code == 422
    assert [one.name for one in client.get(url("parts"), {"retired": "1"}).context["page"]] == ["污水井盖"]


NEW: dict[str, Any] = {
    "code": PART, "lon": str(LON), "lat": str(LAT), "datum": "cgcs2000", "name": "井盖", "state": "intact",
}  # fmt: skip


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"code": ""}, "没有填“部件编码”"),
        ({"code": "12"}, "16 位"),
        ({"code": "x" * 16}, "16 位"),
        ({"code": "3" * 17}, "16"),
        ({"lon": ""}, "没有填“经度”"),
        ({"lon": "181"}, "180"),
        ({"lat": "-91"}, "90"),
        ({"lat": "北"}, "数字"),
        ({"datum": "mars"}, "mars"),
        ({"name": "名" * 101}, "不超过"),
        ({"state": ""}, "没有选“部件状态”"),
        ({"state": "eaten"}, "eaten"),
        ({"on": "明天"}, "日期要写成"),
        ({"lon": "0", "lat": "0"}, "经纬度"),
    ],
)
def test_a_part_that_will_not_do_is_refused_in_words(client: Client, given: dict[str, str], words: str) -> None:
    answer = post(client, "part_act", "new", "register", **{**NEW, "on": day(), **given})
    assert answer.status_code == 422
    assert not Part.objects.exists()
    assert words in text_of(answer)


def test_a_code_in_use_is_refused_and_what_was_typed_stays(client: Client, part: Part) -> None:
    answer = post(client, "part_act", "new", "register", **{**NEW, "name": "第二个井盖", "on": day()})
    assert answer.status_code == 422
    assert 'value="第二个井盖"' in answer.content.decode()
    assert Part.objects.count() == 1


def test_a_part_outside_every_cell_is_told_so(client: Client) -> None:
    given = {**NEW, "lon": str(LON + 0.5), "on": day()}
    answer = client.post(url("part_act", "new", "register"), given, follow=True)
    assert Part.objects.get(code=PART).cell is None
    assert "不在任何网格里" in text_of(answer)


def test_the_form_to_move_begins_where_the_part_stands(client: Client, part: Part) -> None:
    form = client.get(url("part_act", PART, "move")).context["form"]
    assert (form["lon"].value(), form["lat"].value()) == (part.lon, part.lat)
    assert form.is_dated is False


@pytest.mark.parametrize("given", [{"reason": ""}, {"lon": ""}, {"lat": "x"}, {"datum": ""}])
def test_a_move_that_will_not_do_is_refused(client: Client, part: Part, given: dict[str, str]) -> None:
    right = {"lon": str(LON + 0.001), "lat": str(LAT), "datum": "cgcs2000", "reason": "迁移"}
    assert post(client, "part_act", PART, "move", **{**right, **given}).status_code == 422
    part.refresh_from_db()
    assert part.lon == pytest.approx(LON)


def test_a_move_is_told_with_the_cell_it_lies_in_now(client: Client, part: Part) -> None:
    given = {"lon": str(LON + 0.001), "lat": str(LAT), "datum": "cgcs2000", "reason": "迁移"}
    answer = client.post(url("part_act", PART, "move"), given, follow=True)
    assert "已移位，现在在学田一号网格。" in text_of(answer)


def test_a_correction_shows_what_holds_now(client: Client, part: Part) -> None:
    form = client.get(url("part_act", PART, "correct")).context["form"]
    assert form.now["name"] == "雨水井盖"
    assert form.now["state"] == "完好"
    assert str(form.now["note"]) == "没有"
    assert form["competent_name"].value() == "排水处"


@pytest.mark.parametrize("given", [{"name": ""}, {"reason": ""}, {"state": "x"}])
def test_a_correction_that_will_not_do_is_refused(client: Client, part: Part, given: dict[str, str]) -> None:
    right = {"name": "污水井盖", "state": "damaged", "reason": "认错了"}
    assert post(client, "part_act", PART, "correct", **{**right, **given}).status_code == 422
    part.refresh_from_db()
    assert part.name == "雨水井盖"


@pytest.mark.parametrize(
    ("given", "words"), [({"on": "2025-01-01"}, "注销日期要晚于登记日期 2026-01-01"), ({"reason": ""}, "没有填“理由”")]
)
def test_a_part_is_not_retired_before_it_was_registered(
    client: Client, part: Part, given: dict[str, str], words: str
) -> None:
    answer = post(client, "part_act", PART, "retire", **{"on": day(), "reason": "拆除", **given})
    assert answer.status_code == 422
    assert words in text_of(answer)


def test_the_history_of_a_part_keeps_every_act(client: Client, part: Part) -> None:
    post(client, "part_act", PART, "move", lon=str(LON + 0.001), lat=str(LAT), datum="cgcs2000", reason="迁移")
    post(client, "part_act", PART, "retire", reason="拆除", on=day())
    words = main_of(client.get(url("part", PART)))
    assert words.index("拆除") < words.index("迁移")


@pytest.mark.parametrize(("key", "act"), [("new", "register"), (PART, "move"), (PART, "correct"), (PART, "retire")])
def test_every_form_opens_in_english(client: Client, part: Part, key: str, act: str) -> None:
    answer = in_english(client).get(url("part_act", key, act))
    assert untranslated(answer, "雨水井盖", "排水处") == set()


TYPED = "打了一半的字"


@pytest.mark.parametrize("field", ["code", "lon", "lat", "name", "competent_name", "owner_name", "note"])
def test_what_was_typed_of_a_new_part_stays_after_a_refusal(client: Client, field: str) -> None:
    answer = post(client, "part_act", "new", "register", **{field: TYPED})
    assert answer.status_code == 422
    assert answer.context["form"][field].value() == TYPED
    assert TYPED in answer.content.decode()


@pytest.mark.parametrize(("act", "field"), [("move", "reason"), ("correct", "name"), ("retire", "reason")])
def test_what_was_typed_of_a_part_stays_after_a_refusal(client: Client, part: Part, act: str, field: str) -> None:
    answer = post(client, "part_act", PART, act, **{field: TYPED, "on": "morgen", "lon": "x"})
    assert answer.status_code == 422
    assert answer.context["form"][field].value() == TYPED

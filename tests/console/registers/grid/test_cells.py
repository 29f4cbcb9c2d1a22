import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from chengzhi.grid.models import Cell
from tests.console.registers.grid.conftest import CODE, SignIn, boundary, day, post, url
from tests.factories.city import STREET, City

PAGES = ("cells", "parts", "divisions", "cells_export", "parts_export")


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens(client: Client, name: str) -> None:
    assert client.get(url(name)).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_without_the_right_there_is_nothing(city: City, signed_in: SignIn, name: str) -> None:
    assert signed_in(city.dave).get(url(name)).status_code == 404


@pytest.mark.parametrize("asked", [{"q": "学田"}, {"q": CODE}, {"area": STREET}, {"grade": "B"}, {"on": "2020-05-01"}])
def test_cells_are_found(client: Client, asked: dict[str, str]) -> None:
    assert [row.cell.code for row in client.get(url("cells"), asked).context["rows"]] == [CODE]


@pytest.mark.parametrize(
    "asked", [{"q": "没有"}, {"area": "320613001"}, {"grade": "A"}, {"bare": "1"}, {"on": "2019-01-01"}]
)
def test_cells_that_do_not_answer_are_left_out(client: Client, asked: dict[str, str]) -> None:
    answer = client.get(url("cells"), asked)
    assert answer.context["rows"] == []
    assert "没有符合条件的网格" in answer.content.decode()


def test_a_cell_shows_duties_versions_and_its_map(client: Client) -> None:
    text = client.get(url("cell", CODE)).content.decode()
    assert "陈红" in text
    assert "2020-01-01" in text
    found = json.loads(client.get(url("cell_map", CODE)).content)
    assert [one["properties"]["value"] for one in found["features"]] == [2]
    assert client.get(url("cell", "320613006001999")).status_code == 404


def test_a_boundary_is_checked_before_it_holds(client: Client) -> None:
    values = {"boundary": boundary(), "datum": "cgcs2000", "on": day(), "document": "测绘成果"}
    checked = post(client, "cell_boundary", CODE, check="1", **values)
    assert "检查过了" in checked.content.decode()
    assert Cell.objects.get(code=CODE).versions.count() == 1
    assert post(client, "cell_boundary", CODE, **values).status_code == 302
    assert Cell.objects.get(code=CODE).versions.count() == 2


def test_a_boundary_may_come_as_a_file(client: Client) -> None:
    upload = SimpleUploadedFile("x.geojson", boundary().encode())
    values = {"boundary": "", "file": upload, "datum": "cgcs2000", "on": day(), "document": "测绘成果"}
    assert post(client, "cell_boundary", CODE, **values).status_code == 302


@pytest.mark.parametrize("wrong", ["", "xx", '{"type":"Point","coordinates":[1,2]}', boundary(0.0)])
def test_a_boundary_that_is_none_is_refused_and_stays_in_the_form(client: Client, wrong: str) -> None:
    answer = post(client, "cell_boundary", CODE, boundary=wrong, datum="cgcs2000", on=day(), document="测绘")
    assert answer.status_code == 422
    assert "测绘" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "args"),
    [("part", ("1",)), ("part_act", ("1", "move")), ("part_act", ("new", "move")), ("cell_act", (CODE, "burn"))],
)
def test_what_does_not_exist_is_not_found(client: Client, name: str, args: tuple[str, ...]) -> None:
    assert client.get(url(name, *args)).status_code == 404


def test_a_checked_file_need_not_be_chosen_again(client: Client) -> None:
    upload = SimpleUploadedFile("x.geojson", boundary().encode())
    values = {"datum": "gcj02", "on": day(), "document": "测绘成果"}
    checked = post(client, "cell_boundary", CODE, check="1", boundary="", file=upload, **values).context["form"]
    kept = {name: checked[name].value() for name in ("boundary", "datum")}
    assert post(client, "cell_boundary", CODE, **{**values, **kept}).status_code == 302

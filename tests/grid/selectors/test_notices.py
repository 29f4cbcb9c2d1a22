from django.utils import translation
from pytest_django import Settings

from chengzhi.grid.demo import load_demo_grid
from chengzhi.grid.models import Cell
from chengzhi.grid.selectors import map_notice


def test_a_map_of_the_demo_city_says_that_its_boundaries_are_invented(db: None) -> None:
    load_demo_grid()
    assert "虚构" in map_notice().warning
    with translation.override("en"):
        assert "invented" in map_notice().warning


def test_a_map_of_real_cells_warns_of_nothing(cells: list[Cell]) -> None:
    assert map_notice().warning == ""


def test_the_number_of_approval_is_a_setting(cells: list[Cell], settings: Settings) -> None:
    assert map_notice().review_number == "审图号：未填写"
    settings.MAP_REVIEW_NUMBER = "审图号：苏F（2026）001号"
    assert map_notice().review_number == "审图号：苏F（2026）001号"

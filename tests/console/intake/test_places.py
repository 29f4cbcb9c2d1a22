"""From what a caller says about where it is, to a position: numbers in any notation, words, and how sure they are."""

import pytest

from chengzhi.console.intake.places import PlaceHelp, Spot, _is_sure, known_datum, place_help
from chengzhi.grid.models import Cell, CellVersion, Place
from chengzhi.grid.selectors import PlaceHit
from chengzhi.grid.selectors.index import doubt_index
from chengzhi.grid.services.records import mark_revision
from chengzhi.kernel.coordinates import Datum
from tests.factories.city import LAT, LON, City

HERE = "学田街道 · 学田社区居委会"


def hit(score: float, name: str = "学田菜场") -> PlaceHit:
    return PlaceHit(
        name=name, kind="market", lon=LON, lat=LAT, cell_code="", community_name="", street_name="", score=score
    )


@pytest.fixture
def market(city: City) -> Place:
    facts = {"kind": "market", "pinyin": "xuetiancaichang", "initials": "xtcc", "cell": Cell.objects.get()}
    return Place.objects.create(name="学田菜场", lon=LON, lat=LAT, **facts)


@pytest.mark.parametrize(
    ("text", "datum"), [*((one.value, one) for one in Datum), ("", Datum.CGCS2000), ("mars", Datum.CGCS2000)]
)
def test_an_unknown_datum_is_taken_for_the_national_one(text: str, datum: Datum) -> None:
    assert known_datum(text) is datum


@pytest.mark.parametrize(
    ("lon", "lat"),
    [("", ""), ("120.89", ""), ("", "32.01"), ("x", "y"), ("120,89", "32.01"), ("nan", "1"), ("500", "32")],
)
def test_what_is_no_position_is_no_spot(db: None, lon: str, lat: str) -> None:
    assert Spot.read(lon, lat, "cgcs2000") is None


def test_a_spot_knows_its_cell_and_its_area(city: City) -> None:
    spot = Spot.read(str(LON), str(LAT), "cgcs2000")
    assert spot is not None
    assert (spot.area, spot.cell_name) == (HERE, "学田一号网格")


def test_a_spot_outside_every_cell_has_neither(city: City) -> None:
    spot = Spot.read("100.5", "30.1", "cgcs2000")
    assert spot is not None
    assert (spot.cell, spot.area, spot.cell_name) == (None, "", "")


def test_a_cell_without_a_name_is_called_by_its_code(city: City) -> None:
    Cell.objects.update(name="")
    CellVersion.objects.update(name="")
    mark_revision()
    doubt_index()
    spot = Spot.read(str(LON), str(LAT), "cgcs2000")
    assert spot is not None
    assert spot.cell_name == "网格 320613006001001"


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_the_datum_moves_the_spot(city: City, datum: str) -> None:
    plain, moved = (Spot.read(str(LON), str(LAT), one) for one in ("cgcs2000", datum))
    assert plain is not None
    assert moved is not None
    assert 0.001 < abs(plain.lon - moved.lon) < 0.02


@pytest.mark.parametrize(
    "typed",
    [
        "120.89,32.01", "120.89, 32.01", "120.89，32.01", "32.01 120.89", "北纬32.01 东经120.89", "E120.89 N32.01",
        "东经120°53′24″ 北纬32°0′36″", "(120.89, 32.01)", "120.89；32.01",
    ],
)  # fmt: skip
def test_typed_numbers_are_a_position_in_any_notation(city: City, typed: str) -> None:
    found = place_help(typed, "cgcs2000")
    assert found.typed == (pytest.approx(120.89, abs=1e-6), pytest.approx(32.01, abs=1e-6))
    assert found.spot is not None
    assert found.spot.area == HERE
    assert (found.hits, found.fault) == ((), "")


@pytest.mark.parametrize(
    ("typed", "words"), [("120.89", "认不出这个坐标"), ("1,2", "不在中国范围内"), ("120.89,32.01,5", "认不出这个坐标")]
)
def test_numbers_that_are_no_position_are_told(city: City, typed: str, words: str) -> None:
    found = place_help(typed, "cgcs2000")
    assert words in found.fault
    assert found.typed is None


@pytest.mark.parametrize("typed", ["3 号灯杆", "人民中路 88 号", "12", "", "  ", "学田", "13812346621"])
def test_words_with_a_number_in_them_are_no_position(city: City, typed: str) -> None:
    assert place_help(typed, "cgcs2000").typed is None


def test_the_code_of_a_cell_is_searched_for_and_not_read_as_degrees(city: City) -> None:
    found = place_help("320613006001001", "cgcs2000")
    assert (found.typed, found.fault) == (None, "")
    assert [one.name for one in found.hits] == ["学田一号网格"]


@pytest.mark.parametrize("typed", ["学田菜场", "xtcc", "xuetiancaichang", "学田菜场西门"])
def test_a_landmark_is_found_by_name_pinyin_initials_and_within_an_address(
    city: City, market: Place, typed: str
) -> None:
    assert "学田菜场" in [one.name for one in place_help(typed, "cgcs2000").hits]


def test_what_nobody_knows_finds_nothing(city: City) -> None:
    assert place_help("月亮背面", "cgcs2000") == PlaceHelp()


@pytest.mark.parametrize(
    ("scores", "is_sure"),
    [
        ((), False), ((0.55,), True), ((0.54,), False), ((0.95, 0.5), True), ((0.95, 0.93), False),
        ((0.89, 0.1), False), ((0.9, 0.85), True), ((1.0, 0.95, 0.94), True),
    ],
)  # fmt: skip
def test_only_a_clear_first_hit_may_be_taken_unasked(scores: tuple[float, ...], is_sure: bool) -> None:  # noqa: FBT001  a table
    assert _is_sure(tuple(hit(score) for score in scores)) is is_sure

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from chengzhi.grid.models import Cell, Place
from chengzhi.grid.selectors import find_places
from chengzhi.grid.selectors.places import _fit, _pairs
from chengzhi.kernel.search import pinyin_initials, pinyin_key
from tests.factories.grid import COMMUNITY, middle

PLACES = {"学田苑农贸市场": "market", "学田苑小学": "school", "桃坞路与学田路路口": "crossing", "三桥菜场": "market"}


@pytest.fixture(autouse=True)
def places(cells: list[Cell]) -> None:
    for name, kind in PLACES.items():
        lon, lat = middle(0, 1)
        sound = {"pinyin": pinyin_key(name), "initials": pinyin_initials(name)}
        Place.objects.create(name=name, kind=kind, lon=lon, lat=lat, cell=cells[0], **sound)


def names(text: str) -> list[str]:
    return [hit.name for hit in find_places(text)]


def test_a_landmark_comes_with_its_position_and_cell() -> None:
    hit = find_places("学田苑小学")[0]
    assert (hit.name, hit.kind, hit.cell_code) == ("学田苑小学", "school", f"{COMMUNITY}001")
    assert (hit.community_name, hit.street_name) == ("学田苑社区", "学田街道")
    assert (hit.lon, hit.lat) == pytest.approx(middle(0, 1))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("学田苑菜场", "学田苑农贸市场"),
        ("崇川区学田苑菜场西门垃圾没人收", "学田苑农贸市场"),
        ("学田苑 小学 门口", "学田苑小学"),
        ("xtyxx", "学田苑小学"),
        ("xuetianyuanxiaoxue", "学田苑小学"),
        ("XTYNM", "学田苑农贸市场"),
        ("三桥菜市场", "三桥菜场"),
        ("学田苑社区", "学田苑社区"),
        ("学田街道", "学田街道"),
        ("学田苑社区居委会旁边", "学田苑社区"),
        (f"{COMMUNITY}002", "第2网格"),
        ("第3网格", "第3网格"),
    ],
)
def test_what_people_say_finds_what_they_mean(said: str, meant: str) -> None:
    assert names(said)[0] == meant


@pytest.mark.parametrize("said", ["", " ", "学", "完全不相干的话", "zzzz", "%", "__", "\x00\x00"])
def test_nothing_is_found_for_nothing(said: str) -> None:
    assert names(said) == []


def test_a_long_text_is_cut(django_assert_max_num_queries: DjangoAssertNumQueries, settings: Settings) -> None:
    find_places("学田")
    settings.GRID_INDEX_CHECK_SECONDS = 3600
    with django_assert_max_num_queries(5):
        find_places("学田苑" * 5_000)


def test_the_number_of_answers_is_limited() -> None:
    assert len(find_places("学田", limit=2)) == 2


def test_a_district_is_too_wide_an_answer() -> None:
    assert "崇川区" not in names("崇川区")


def test_a_community_without_cells_is_no_answer(cells: list[Cell]) -> None:
    parent = cells[0].community.parent
    facts = {"level": "community", "name": "空白社区", "short_name": "空白社区", "edition": "2023"}
    type(cells[0].community).objects.create(code="320613006099", parent=parent, valid_from="2020-07-03", **facts)
    assert names("空白社区") == []


def test_a_landmark_outside_every_cell_has_only_its_position() -> None:
    Place.objects.create(name="江心洲码头", kind="station", lon=120.7, lat=31.9)
    (hit,) = find_places("江心洲码头")
    assert (hit.cell_code, hit.community_name, hit.street_name) == ("", "", "")


@pytest.mark.parametrize(
    ("name", "words", "least", "most"),
    [
        ("学田苑小学", "学田苑小学", 1.0, 1.0),
        ("学田苑小学", "学田", 0.9, 0.9),
        ("学田苑小学", "苑小", 0.8, 0.8),
        ("学田苑", "崇川区学田苑菜场西门", 0.55, 0.75),
        ("三桥菜场", "不相干的话", 0.0, 0.0),
        ("学田苑农贸市场", "学田苑的菜市场", 0.2, 0.8),
    ],
)
def test_a_name_fits_words_more_or_less(name: str, words: str, least: float, most: float) -> None:
    assert least <= _fit(name, words) <= most


@pytest.mark.parametrize(
    ("words", "pairs"),
    [
        ("学田苑", ["学田", "田苑"]),
        ("学田小学", ["学田"]),
        ("小学", ["小学"]),
        ("学田苑农贸市场", ["学田", "田苑"]),
    ],
)
def test_pairs_of_characters_leave_out_the_words_of_kind(words: str, pairs: list[str]) -> None:
    assert _pairs(words) == pairs


@pytest.mark.parametrize("said", ["XTY", "xueTian", "xtyxx"])
def test_letters_find_by_sound_in_any_case(said: str) -> None:
    assert any(name.startswith("学田苑") for name in names(said))


@pytest.mark.parametrize("said", ["学 田 苑 小 学", "学田苑\n小学", "\x00学田苑小学"])
def test_blanks_do_not_matter(said: str) -> None:
    assert names(said)[0] == "学田苑小学"


@pytest.mark.parametrize("said", ["%%", "__", "';--", "\\\\", "🙂🙂"])
def test_signs_find_nothing_and_break_nothing(said: str) -> None:
    assert names(said) == []


def test_the_kind_people_name_goes_first() -> None:
    assert names("学田苑的小学")[0] == "学田苑小学"
    assert names("学田苑菜市场")[0] == "学田苑农贸市场"


def test_a_cell_is_found_by_its_code_and_by_its_name() -> None:
    [hit] = [one for one in find_places(f"{COMMUNITY}001") if one.kind == "cell"]
    assert (hit.cell_code, hit.name, hit.score) == (f"{COMMUNITY}001", "第1网格", 1.0)
    assert "第2网格" in names("第2网格")


@pytest.mark.parametrize("limit", [0, 1, 2])
def test_no_more_is_given_than_asked(limit: int) -> None:
    assert len(find_places("学田苑", limit=limit)) == limit

import pytest

from chengzhi.kernel.errors import BadInput
from chengzhi.portal.drafts import Draft
from chengzhi.portal.services.places import Pointed, take_place
from tests.factories.city import LAT, LON, City

HERE = {"lon": str(LON), "lat": str(LAT)}


def test_a_position_is_shown_before_it_is_settled(city: City) -> None:
    draft = Draft()
    assert take_place(draft, Pointed.of({"act": "look", **HERE, "accuracy": "12", "source": "map"})) is False
    assert (draft.lon, draft.lat, draft.source, draft.accuracy) == (LON, LAT, "map", 12)
    assert take_place(draft, Pointed.of({"act": "use", "place": "西门口"})) is True


def test_a_chosen_landmark_settles_the_place(city: City) -> None:
    draft = Draft()
    assert take_place(draft, Pointed.of({"choice": f"{LON},{LAT},学田菜场"})) is True
    assert (draft.place, draft.source) == ("学田菜场", "name")


def test_words_alone_will_do(city: City) -> None:
    draft = Draft()
    assert take_place(draft, Pointed.of({"act": "use", "place": "学田南苑 3 号楼后"})) is True
    assert not draft.has_position


@pytest.mark.parametrize(
    "given",
    [
        {"act": "use"},
        {"act": "find", "place": "  "},
        {"act": "look", "lon": "x", "lat": "1"},
        {"act": "look", "lon": "inf", "lat": "nan"},
        {"choice": "1"},
        {"act": "look", "lon": "116.4", "lat": "39.9"},
    ],
)
def test_what_points_nowhere_is_refused(city: City, given: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        take_place(Draft(), Pointed.of(given))


def test_dropping_forgets_the_place(city: City) -> None:
    draft = Draft(lon=LON, lat=LAT, place="西门")
    take_place(draft, Pointed.of({"act": "drop"}))
    assert not draft.has_position
    assert draft.place == ""


def test_a_name_to_look_for_is_kept_and_forgets_the_position(city: City) -> None:
    draft = Draft(lon=LON, lat=LAT, place="西门")
    assert take_place(draft, Pointed.of({"act": "find", "place": " 学田菜场 "})) is False
    assert (draft.place, draft.has_position) == ("学田菜场", False)


@pytest.mark.parametrize("place", ["", "   "])
def test_a_name_that_is_blank_leaves_the_draft_as_it_was(city: City, place: str) -> None:
    draft = Draft(lon=LON, lat=LAT, place="西门")
    with pytest.raises(BadInput) as refused:
        take_place(draft, Pointed.of({"act": "find", "place": place}))
    assert refused.value.errors == {"place": ["请写一个附近的地名、路口或门牌，例如：学田菜场西门。"]}
    assert (draft.place, draft.has_position) == ("西门", True)


@pytest.mark.parametrize(
    ("given", "lon", "lat"),
    [({"lon": "180", "lat": "-90"}, 180.0, -90.0), ({"lon": "180.1", "lat": "90.1"}, None, None), ({}, None, None)],
)
def test_numbers_beyond_the_globe_are_no_position(given: dict[str, str], lon: float | None, lat: float | None) -> None:
    pointed = Pointed.of(given)
    assert (pointed.lon, pointed.lat) == (lon, lat)


@pytest.mark.parametrize(("given", "kept"), [("map", "map"), ("device", "device"), ("photo", "device"), ("", "device")])
def test_only_a_device_or_the_map_may_be_the_source(given: str, kept: str) -> None:
    assert Pointed.of({"source": given}).source == kept

"""The filters of the map as controls: what may be chosen, what is chosen, and the switches of the lights."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import translation

from chengzhi.cases.selectors.mapping import MapQuery
from chengzhi.console.map.choices import filter_choices, light_links
from chengzhi.console.map.reading import LIGHTS
from tests.factories.city import STREET, City
from tests.factories.loop import report


def params(url: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(url).query)


def test_a_light_is_a_link_that_narrows_and_keeps_the_other_filters() -> None:
    links = {one["code"]: one for one in light_links(MapQuery(street=STREET, unit="3"))}
    assert set(links) == set(LIGHTS)
    assert params(links["r"]["url"]) == {"street": [STREET], "unit": ["3"], "light": ["r"]}
    assert not any(one["is_on"] for one in links.values())


@pytest.mark.parametrize("code", LIGHTS)
def test_the_light_that_is_on_is_taken_away_by_its_link(code: str) -> None:
    links = {one["code"]: one for one in light_links(MapQuery(light=code))}
    assert [name for name, one in links.items() if one["is_on"]] == [code]
    assert params(links[code]["url"]) == {}
    other = next(name for name in LIGHTS if name != code)
    assert params(links[other]["url"]) == {"light": [other]}


def test_every_filter_but_the_lights_has_its_options(city: City) -> None:
    report(city)
    found = {one["name"]: one for one in filter_choices(city.alice, MapQuery())}
    assert set(found) == {"street", "channel", "category", "unit", "since"}
    assert all(one["label"] and one["chosen"] == "" for one in found.values())
    assert (STREET, "学田街道") in [(str(value), str(label)) for value, label in found["street"]["options"]]


def test_what_was_chosen_is_marked(city: City) -> None:
    query = MapQuery(street=STREET, since="7d", unit=str(city.units["cleaning"].pk))
    found = {one["name"]: one["chosen"] for one in filter_choices(city.alice, query)}
    assert (found["street"], found["since"], found["unit"]) == (STREET, "7d", str(city.units["cleaning"].pk))


def test_only_units_that_handle_are_offered(city: City) -> None:
    units = next(one["options"] for one in filter_choices(city.alice, MapQuery()) if one["name"] == "unit")
    names = [name for _value, name in units]
    assert "环卫处" in names
    assert "监督指挥中心" not in names


def test_the_spans_are_in_the_language_of_the_reader(city: City) -> None:
    def spans() -> list[str]:
        found = filter_choices(city.alice, MapQuery())
        return [str(label) for _value, label in next(one["options"] for one in found if one["name"] == "since")]

    assert spans() == ["今天", "3 天内", "7 天内", "30 天内"]
    with translation.override("en"):
        assert not any("天" in one for one in spans())

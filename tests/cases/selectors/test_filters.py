import pytest
from django.utils import translation

from chengzhi.cases.models import Channel, SavedView
from chengzhi.cases.selectors.filters import channel_name, filter_options, filter_words, views_of
from chengzhi.cases.selectors.worklists import WorkQuery
from chengzhi.kernel.access import Capacity
from tests.factories.city import City, make_city

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return make_city()


def test_chosen_filters_are_told_in_words(city: City) -> None:
    category = str(city.categories["暴露垃圾"].pk)
    query = WorkQuery(
        street="320613006", channel="hotline", category=category, light="r", grade="A", state="filed", text="垃圾"
    )
    assert [value for _key, _label, value in filter_words(query)] == [
        "学田街道", "hotline", "暴露垃圾", "超时", "A 类区域", "待派遣", "垃圾",
    ]  # fmt: skip


def test_what_names_nothing_is_shown_as_it_is(city: City) -> None:
    query = WorkQuery(street="999", channel="nope", category="x", light="z")
    assert [value for _key, _label, value in filter_words(query)] == ["999", "nope", "x", "z"]


def test_options_hold_the_streets_one_reaches(city: City) -> None:
    def streets(viewer: Capacity) -> list[str]:
        options = {one["name"]: one["options"] for one in filter_options(viewer, WorkQuery())}
        return [label for _code, label in options["street"]]

    assert streets(city.alice) == ["学田街道"]
    assert streets(city.erin) == ["学田街道"]
    assert streets(city.dave) == []


def test_channels_are_named_in_the_readers_language(city: City) -> None:
    channel = Channel(name="12345 热线", name_en="12345 hotline")
    assert channel_name(channel) == "12345 热线"
    with translation.override("en"):
        assert channel_name(channel) == "12345 hotline"


def test_views_are_ones_own(city: City) -> None:
    view = SavedView.objects.create(account_id=city.alice.account_id, name="城东", list_name="todo")
    assert views_of(city.alice) == [view]
    assert views_of(city.bob) == []
    assert views_of(Capacity()) == []


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("street", "320613006", "学田街道"), ("street", "999999999", "999999999"), ("channel", "pigeon", "pigeon"),
        ("category", "0", "0"), ("category", "abc", "abc"), ("light", "g", "正常"), ("light", "x", "x"),
        ("grade", "A", "A 类区域"), ("grade", "Z", "Z"), ("state", "on_hold", "挂账"), ("state", "lost", "lost"),
        ("text", "垃圾", "垃圾"),
    ],
)  # fmt: skip
def test_a_value_is_named_or_else_shown_as_it_is(city: City, key: str, value: str, words: str) -> None:
    ((found_key, label, found),) = filter_words(WorkQuery(**{key: value}))
    assert (found_key, found) == (key, words)
    assert label


def test_what_was_chosen_is_marked_and_closed_channels_are_not_offered(city: City) -> None:
    Channel.objects.filter(code="resident").update(is_active=False)
    options = {one["name"]: one for one in filter_options(city.alice, WorkQuery(channel="hotline", grade="B"))}
    assert (options["channel"]["chosen"], options["grade"]["chosen"], options["state"]["chosen"]) == (
        "hotline",
        "B",
        "",
    )
    assert [code for code, _name in options["channel"]["options"]] == ["collector", "hotline"]


@pytest.mark.parametrize(("who", "count"), [("alice", 1), ("grace", 1), ("hank", 0)])
def test_streets_are_those_within_reach(city: City, who: str, count: int) -> None:
    (streets,) = [one for one in filter_options(city.people[who], WorkQuery()) if one["name"] == "street"]
    assert len(streets["options"]) == count

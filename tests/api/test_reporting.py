"""What a post may report through the API, and when two requests say the same."""

from dataclasses import replace
from typing import Any

import pytest

from chengzhi.api.reporting import channel_kinds, check_may_report, is_same, kinds_of, registered_already
from chengzhi.cases.enums import ChannelKind
from chengzhi.cases.models import Channel, Report
from chengzhi.cases.selectors.registers import forget_channels
from chengzhi.cases.services import report_matter
from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.errors import BadInput
from tests.factories.city import City
from tests.factories.loop import told
from tests.factories.media import photo

FAR = {"lon": 100.0, "lat": 20.0}
REPORT = "cases.case.report"
pytestmark = pytest.mark.usefixtures("city")


def faults(city: City, capacity: Capacity, **facts: Any) -> dict[str, str]:
    with pytest.raises(BadInput) as caught:
        check_may_report(told(city, **facts), capacity)
    return {field: str(words) for field, words in caught.value.errors.items()}


@pytest.mark.parametrize(
    ("scope", "kinds"),
    [
        (None, set()),
        (Scope.OWN, {"department", "collector"}),
        (Scope.TERRITORY, {"department", "collector"}),
        (Scope.CITY, {"hotline", "department", "leader", "media", "camera", "collector"}),
    ],
)
def test_a_desk_takes_in_more_than_a_department(scope: Scope | None, kinds: set[str]) -> None:
    grants = {REPORT: scope} if scope else {}
    assert {one.value for one in kinds_of(Capacity(grants=grants))} == kinds


def test_channels_that_are_closed_are_not_known() -> None:
    before = channel_kinds()
    assert before == {
        "hotline": ChannelKind.HOTLINE, "collector": ChannelKind.COLLECTOR, "resident": ChannelKind.RESIDENT
    }  # fmt: skip
    Channel.objects.filter(code="hotline").update(is_active=False)
    forget_channels()
    assert set(channel_kinds()) == set(before) - {"hotline"}


def test_a_whole_report_of_the_desk_passes(city: City) -> None:
    check_may_report(told(city), city.alice)
    check_may_report(told(city, **FAR), city.alice)


@pytest.mark.parametrize("channel", ["resident", "collector2", ""])
def test_a_channel_of_others_or_of_nobody_is_named(city: City, channel: str) -> None:
    assert list(faults(city, city.alice, channel=channel)) == ["channel"]


def test_who_may_not_report_has_no_channel(city: City) -> None:
    assert list(faults(city, city.bob)) == ["channel"]


def test_a_collector_shows_a_photo_and_stands_in_the_district(city: City) -> None:
    assert list(faults(city, city.alice, channel="collector", **FAR)) == ["media", "lon"]
    check_may_report(told(city, channel="collector", media=(photo().pk,)), city.alice)


def test_to_be_called_back_one_needs_a_number(city: City) -> None:
    assert list(faults(city, city.alice, callback="phone", reporter_phone="  ")) == ["callback"]
    check_may_report(told(city, callback="phone"), city.alice)


@pytest.mark.parametrize(
    ("confines", "place", "is_refused"),
    [
        (("320613",), {}, False),
        (("320613999",), {}, True),
        (("320613",), FAR, True),
        (("320613",), {"lon": None, "lat": None}, True),
    ],
)
def test_a_narrowed_token_reports_inside_its_territory(
    city: City, confines: tuple[str, ...], place: dict[str, Any], *, is_refused: bool
) -> None:
    narrow = replace(city.alice, confines=confines)
    if is_refused:
        assert "令牌限于区划" in faults(city, narrow, **place)["lon"]
    else:
        check_may_report(told(city, **place), narrow)


@pytest.fixture
def kept(city: City) -> Report:
    return report_matter(told(city, external_ref="12345-1"), capacity=city.alice)


def test_the_same_words_of_the_same_matter_are_the_same(city: City, kept: Report) -> None:
    assert is_same(kept, told(city, external_ref="12345-1"))
    assert is_same(kept, told(city, external_ref="12345-1", words=f" {kept.words}\n", reporter_phone="138 1234 6621"))


@pytest.mark.parametrize(
    "other",
    [
        {"words": "别的事"}, {"place": "西门"}, {"reporter_name": "李先生"}, {"reporter_phone": "13900000000"},
        {"callback": "phone"}, {"external_ref": "12345-2"}, {"join": "20261123-0001"}, {"category_id": None},
        {"lon": None, "lat": None}, {"media": (999_999,)}, {"channel": "leader"},
    ],
    ids="-".join,
)  # fmt: skip
def test_any_other_fact_makes_it_another(city: City, kept: Report, other: dict[str, Any]) -> None:
    assert not is_same(kept, told(city, **{"external_ref": "12345-1", **other}))


def test_a_joined_report_is_the_same_only_for_the_case_it_joined(city: City, kept: Report) -> None:
    joined = report_matter(told(city, join=kept.case.number), capacity=city.alice)
    assert is_same(joined, told(city, join=kept.case.number))
    assert not is_same(joined, told(city, join="20261123-9999"))
    assert not is_same(joined, told(city))


def test_a_number_in_use_is_named_with_its_case(kept: Report) -> None:
    found = registered_already(kept)
    assert found.status == 409
    assert kept.case.number in found.detail
    assert "12345-1" in found.detail

"""A row of a file becomes what somebody told, or the reasons by column why it cannot."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chengzhi.cases.services.imports.mapping import Mapping
from chengzhi.cases.services.imports.reading import RowReader
from chengzhi.cases.services.intake import MAX_WORDS, Told
from chengzhi.catalogue.models import Category
from chengzhi.kernel import clock
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.tabular import Row
from tests.factories.moves import beijing

LITTER, STALLS = Category(pk=1, name="暴露垃圾"), Category(pk=2, name="占道经营")
COLUMNS = {name: name for name in ("ref", "title", "words", "time", "category", "place", "lon", "lat", "name", "phone")}
GIVEN = {"ref": "A1", "words": "垃圾没人清", "category": "暴露垃圾"}


def reader(**facts: Any) -> RowReader:
    mapping = Mapping(columns=facts.pop("columns", COLUMNS), **facts)
    propose = {"有人摆摊": STALLS}.get
    return RowReader(mapping, channel="import", categories={"暴露垃圾": LITTER}, propose=propose)


def told(_reader: RowReader | None = None, **values: Any) -> Told:
    return (_reader or reader()).told(Row(2, {**GIVEN, **values}))


def faults(_reader: RowReader | None = None, **values: Any) -> dict[str, str]:
    with pytest.raises(BadInput) as refused:
        told(_reader, **values)
    return {name: " ".join(words) for name, words in refused.value.errors.items()}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-11-01 08:30", "2026-11-01T08:30:00+08:00"),
        ("2026-11-01 08:30:15", "2026-11-01T08:30:15+08:00"),
        ("2026/11/01 08:30", "2026-11-01T08:30:00+08:00"),
        ("2026-11-01T08:30:00Z", "2026-11-01T16:30:00+08:00"),
        ("2026-11-01T08:30:00+09:00", "2026-11-01T07:30:00+08:00"),
        ("2026-11-01", "2026-11-01T00:00:00+08:00"),
        ("2026/11/1", "2026-11-01T00:00:00+08:00"),
        (" 2026-11-01 08:30 ", "2026-11-01T08:30:00+08:00"),
        (date(2026, 11, 1), "2026-11-01T00:00:00+08:00"),
        (datetime(2026, 11, 1, 8, 30), "2026-11-01T08:30:00+08:00"),  # noqa: DTZ001  as spreadsheets give it
        (datetime(2026, 11, 1, 8, 30, tzinfo=UTC), "2026-11-01T16:30:00+08:00"),
    ],
)
def test_a_time_is_read_as_beijing_time_unless_it_says_otherwise(value: object, expected: str) -> None:
    found = told(time=value).received_at
    assert found is not None
    assert found == datetime.fromisoformat(expected)


@pytest.mark.parametrize(
    "value", ["昨天", "2026-02-30", "2026-13-01 00:00", "2026-11-01 25:00", "8:30", 46000, "0", "2026"]
)
def test_a_time_that_is_none_is_named_with_an_example(value: object) -> None:
    assert faults(time=value) == {"time": f"时间“{value}”认不出，请写成 2026-11-23 14:05。"}


@pytest.mark.parametrize(("minutes", "is_refused"), [(-1, False), (0, False), (1, True), (60 * 24, True)])
def test_nothing_was_said_in_the_future(minutes: int, *, is_refused: bool) -> None:
    with clock.at(beijing("2026-11-23 09:00")):
        moment = clock.now() + timedelta(minutes=minutes)
        if is_refused:
            assert "在将来，请核对" in faults(time=moment)["time"]
        else:
            assert told(time=moment).received_at == moment


@pytest.mark.parametrize("value", [None, ""])
def test_without_a_time_it_was_received_now(value: object) -> None:
    assert told(time=value).received_at is None


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"words": "垃圾没人清"}, "垃圾没人清"),
        ({"title": "投诉", "words": "垃圾没人清"}, "投诉：垃圾没人清"),
        ({"title": "垃圾", "words": "垃圾没人清"}, "垃圾没人清"),
        ({"title": "垃圾没人清", "words": None}, "垃圾没人清"),
        ({"words": None}, "暴露垃圾"),
        ({"words": "  菜场\n西门\t很臭  "}, "菜场 西门 很臭"),
        ({"words": "零\x00字节"}, "零字节"),
        ({"words": 12.0}, "12"),
        ({"words": 12.5}, "12.5"),
    ],
)
def test_the_words_are_title_and_text_or_at_least_the_kind(values: dict[str, Any], words: str) -> None:
    assert told(**values).words == words


def test_too_many_words_are_cut_to_what_a_report_holds() -> None:
    assert len(told(words="长" * (MAX_WORDS + 10)).words) == MAX_WORDS


def test_a_row_that_says_nothing_is_told_so() -> None:
    found = faults(reader(columns={"words": "words"}), words=None)
    assert found == {"words": "没有诉求内容。", "category": "认不出小类，请在导入方案里对应，或指定认不出时的小类。"}


@pytest.mark.parametrize(
    ("facts", "values", "category"),
    [
        ({}, {"category": "暴露垃圾"}, LITTER),
        ({"categories": {"Garbage": "暴露垃圾"}}, {"category": "Garbage"}, LITTER),
        ({"categories": {"Garbage": "没有的"}}, {"category": "Garbage", "words": "有人摆摊"}, STALLS),
        ({}, {"category": None, "words": "有人摆摊"}, STALLS),
        ({"fallback": "暴露垃圾"}, {"category": "？", "words": "听不清"}, LITTER),
        ({"fallback": "暴露垃圾"}, {"category": "？", "words": "有人摆摊"}, STALLS),
    ],
)
def test_the_kind_is_named_mapped_proposed_or_fallen_back_on(
    facts: dict[str, Any], values: dict[str, Any], category: Category
) -> None:
    assert told(reader(**facts), **values).category_id == category.pk


@pytest.mark.parametrize(
    ("lon", "lat", "fault"),
    [
        ("120.89", None, "经纬度只有一个，请补全或都留空。"),
        (None, "32.01", "经纬度只有一个，请补全或都留空。"),
        ("东经", "32.01", "经纬度要写成小数，例如 120.894，32.010。"),
        ("200", "32.01", "请检查是否写反。"),
        ("32.01", "120.89", "请检查是否写反。"),
        ("nan", "32.01", "请检查是否写反。"),
        ("inf", "0", "请检查是否写反。"),
    ],
)
def test_a_position_that_is_none_is_named(lon: object, lat: object, fault: str) -> None:
    assert fault in faults(lon=lon, lat=lat)["lon"]


@pytest.mark.parametrize(
    ("lon", "lat", "expected"),
    [
        (None, None, (None, None)), ("", "", (None, None)), ("120.89", "32.01", (120.89, 32.01)),
        (120.89, 32.01, (120.89, 32.01)), (120.0, 32.0, (120.0, 32.0)), (" 120.89 ", "32.01", (120.89, 32.01)),
    ],
)  # fmt: skip
def test_a_position_is_read_from_numbers_and_words(lon: object, lat: object, expected: tuple[Any, Any]) -> None:
    found = told(lon=lon, lat=lat)
    assert (found.lon, found.lat) == expected


def test_every_fault_of_a_row_is_told_at_once() -> None:
    found = faults(time="昨天", lon="1", lat=None, category="？", words="听不清")
    assert set(found) == {"time", "lon", "category"}


def test_a_number_stands_in_a_file_once() -> None:
    one = reader()
    told(one)
    assert faults(one, words="别的事") == {"ref": "编号 A1 在文件里出现了两次。"}
    assert told(one, ref="A2").external_ref == "A2"


def test_a_refused_row_does_not_use_up_its_number() -> None:
    one = reader()
    faults(one, time="昨天")
    assert told(one).external_ref == "A1"


def test_rows_without_a_number_are_known_by_what_they_say() -> None:
    first, second = reader(), reader()
    refs = [told(first, ref=None).external_ref, told(first, ref=None).external_ref]
    assert refs[0].endswith("-1")
    assert refs[1].endswith("-2")
    assert refs == [told(second, ref=None).external_ref, told(second, ref=None).external_ref]
    assert told(second, ref=None, words="另一件").external_ref not in refs
    assert told(second, ref=None, lon="120.91", lat="32.01").external_ref not in refs


@pytest.mark.parametrize(("ref", "kept"), [(7.0, "7"), (7, "7"), ("  a b ", "a b"), ("x" * 99, "x" * 80)])
def test_a_number_is_kept_as_it_reads(ref: object, kept: str) -> None:
    assert told(ref=ref).external_ref == kept


def test_people_and_places_come_along_and_the_datum_of_the_file() -> None:
    found = told(reader(datum="gcj02"), name="王女士", phone=13812346621.0, place="菜" * 300)
    assert (found.reporter_name, found.reporter_phone, found.datum) == ("王女士", "13812346621", "gcj02")
    assert len(found.place) == 200
    assert found.channel == "import"

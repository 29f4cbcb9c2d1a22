from dataclasses import FrozenInstanceError

import pytest
from django.utils import translation

from chengzhi.catalogue.limit_words import Reading, parse_limit
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.limits import LimitUnit


@pytest.mark.parametrize(
    ("text", "value", "unit", "note"),
    [
        ("2紧急工作时", 2, LimitUnit.EMERGENCY_HOUR, ""),
        ("1紧急工作日", 1, LimitUnit.EMERGENCY_DAY, ""),
        ("4工作时", 4, LimitUnit.WORKING_HOUR, ""),
        ("4 工作小时", 4, LimitUnit.WORKING_HOUR, ""),
        ("３个工作日", 3, LimitUnit.WORKING_DAY, ""),
        ("2自然日", 2, LimitUnit.NATURAL_DAY, ""),
        ("30分钟", 30, LimitUnit.MINUTE, ""),
        ("种植季节15工作日", 15, LimitUnit.WORKING_DAY, "种植季节"),
        ("1紧急工作时制止", 1, LimitUnit.EMERGENCY_HOUR, "制止"),
    ],
)
def test_clear_limit_is_read(text: str, value: int, unit: LimitUnit, note: str) -> None:
    found = parse_limit(text)
    assert (found.value, found.unit, found.note) == (value, unit, note)


@pytest.mark.parametrize(
    ("text", "working", "natural"),
    [("4小时", "工作时", "小时"), ("2天", "工作日", "自然日"), ("3日", "工作日", "自然日")],
)
def test_vague_limit_is_refused_with_what_to_write(text: str, working: str, natural: str) -> None:
    with pytest.raises(BadInput) as refusal:
        parse_limit(text)
    assert f"“{working}”或“{natural}”" in refusal.value.message


@pytest.mark.parametrize(
    ("reading", "unit"), [(Reading.WORKING, LimitUnit.WORKING_DAY), (Reading.NATURAL, LimitUnit.NATURAL_DAY)]
)
def test_vague_limit_is_read_as_the_importer_decides(reading: Reading, unit: LimitUnit) -> None:
    assert parse_limit("2天", reading).unit is unit


@pytest.mark.parametrize("text", ["", "尽快", "两天", "天", "0工作日", "1000工作日", "4"])
def test_what_is_no_limit_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match=r"时限“.*”"):
        parse_limit(text)


def test_readings_have_words() -> None:
    assert all(str(one.label) for one in Reading)


@pytest.mark.parametrize(
    ("text", "value"), [("1工作日", 1), ("365工作日", 365), ("007工作日", 7), (" 3 工 作 日 ", 3), ("３工作日", 3)]
)
def test_numbers_are_read_as_people_write_them(text: str, value: int) -> None:
    assert parse_limit(text).value == value


@pytest.mark.parametrize("text", ["366工作日", "0工作时", "99999工作日"])
def test_numbers_beyond_a_year_are_refused_with_their_text(text: str) -> None:
    with pytest.raises(BadInput, match=f"时限“{text}”不在 1 到 365 之间"):
        parse_limit(text)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("雨季3工作日", "雨季"),
        ("3工作日内", "内"),
        ("雨季3工作日内完成", "雨季内完成"),
        ("季" * 80 + "3工作日", "季" * 60),
        ("3工作日", ""),
    ],
)
def test_words_around_a_limit_are_kept_as_a_note(text: str, note: str) -> None:
    assert parse_limit(text).note == note


@pytest.mark.parametrize("word", ["小时", "天", "日"])
def test_each_vague_word_has_two_meanings(word: str) -> None:
    working, natural = (parse_limit(f"2{word}", reading) for reading in (Reading.WORKING, Reading.NATURAL))
    assert working.unit.is_working
    assert not natural.unit.is_working


@pytest.mark.parametrize("reading", list(Reading))
def test_clear_words_mean_the_same_under_every_reading(reading: Reading) -> None:
    assert parse_limit("2自然日", reading).unit is LimitUnit.NATURAL_DAY
    assert parse_limit("2工作日", reading).unit is LimitUnit.WORKING_DAY


@pytest.mark.parametrize("reading", list(Reading))
def test_readings_are_named_in_both_languages(reading: Reading) -> None:
    chinese = str(reading.label)
    with translation.override("en"):
        assert str(reading.label) != chinese
        assert str(reading.label)[0].isascii()


def test_a_long_text_is_quoted_short() -> None:
    with pytest.raises(BadInput) as refusal:
        parse_limit("尽" * 200)
    assert "尽" * 30 in refusal.value.message
    assert "尽" * 31 not in refusal.value.message


def test_a_limit_cannot_be_altered_once_read() -> None:
    with pytest.raises(FrozenInstanceError):
        parse_limit("2工作日").value = 3  # type: ignore[misc]  # what must not work

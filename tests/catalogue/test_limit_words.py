import pytest

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

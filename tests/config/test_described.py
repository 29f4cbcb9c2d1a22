"""Every setting that the source reads is described once, and nothing else is."""

from collections import Counter

from chengzhi.config.described import DESCRIPTIONS, SECTIONS
from chengzhi.config.reference import readings

LISTED = [name for names in SECTIONS.values() for name in names]


def test_every_setting_that_is_read_is_described() -> None:
    assert {one.name for one in readings()} == set(DESCRIPTIONS)


def test_every_description_stands_in_one_section() -> None:
    assert Counter(LISTED) == Counter(dict.fromkeys(DESCRIPTIONS, 1))


def test_descriptions_are_in_the_order_of_the_alphabet_so_that_one_is_found() -> None:
    without_map = [name for name in DESCRIPTIONS if name != "MAP_REVIEW_NUMBER"]
    assert without_map == sorted(without_map)


def test_descriptions_are_one_line_without_a_full_stop_for_the_table() -> None:
    assert not [name for name, words in DESCRIPTIONS.items() if "\n" in words or "|" in words or words.endswith("。")]

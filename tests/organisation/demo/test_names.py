"""Invented people."""

import re
from itertools import islice

from chengzhi.organisation.demo import names


def test_no_two_invented_people_are_alike() -> None:
    crowd = list(islice(names.people(), 600))
    assert len({name for name, _phone in crowd}) == 600
    assert all(2 <= len(name) <= 4 for name, _phone in crowd)


def test_invented_people_are_the_same_every_time() -> None:
    assert list(islice(names.people(), 50)) == list(islice(names.people(), 50))


def test_no_two_invented_numbers_are_alike_and_none_is_in_use() -> None:
    phones = [phone for _name, phone in islice(names.people(), 600)]
    assert len(set(phones)) == len(phones)
    assert all(re.fullmatch(r"1990000\d{4}", phone) for phone in phones)


def test_the_people_of_the_guide_are_not_invented_twice() -> None:
    assert all(role and number == 1 for role, number in names.KNOWN)
    assert len(set(names.KNOWN.values())) == len(names.KNOWN)

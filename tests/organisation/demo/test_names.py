"""Invented people."""

from itertools import islice

from chengzhi.organisation.demo import names


def test_no_two_invented_people_are_alike() -> None:
    crowd = list(islice(names.people(), 600))
    assert len({name for name, _phone in crowd}) == 600
    assert all(2 <= len(name) <= 4 for name, _phone in crowd)

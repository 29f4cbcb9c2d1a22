"""What every street of the demo district has."""

import pytest

from chengzhi.organisation.demo.streets import all_posts, all_units, is_zone, plain, street_successions, street_units
from chengzhi.organisation.demo.table import FIXED, MERGER, REFORM, Street

OLD = Street("320613001", "城东街道", (("320613001001", "德民社区居委会"), ("320613001002", "小石桥村委会")))
PORT = Street("320613018", "天生港镇街道", ())
ZONE = Street("320613403", "市北高新区", ())


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("城东街道", "城东"),
        ("天生港镇街道", "天生港"),
        ("德民社区居委会", "德民社区"),
        ("德民社区居民委员会", "德民社区"),
        ("小石桥村民委员会", "小石桥"),
        ("小石桥村委会", "小石桥"),
        ("市北高新区", "市北高新区"),
        ("", ""),
    ],
)
def test_names_are_said_as_people_say_them(name: str, short: str) -> None:
    assert plain(name) == short


@pytest.mark.parametrize(("street", "zone"), [(OLD, 0), (PORT, 0), (ZONE, 1)])
def test_a_zone_is_what_is_not_called_a_street(street: Street, zone: int) -> None:
    assert is_zone(street) == bool(zone)


def test_a_street_has_office_squad_collectors_and_its_communities() -> None:
    units = {row.code: row for row in street_units(OLD)}
    assert list(units) == [
        "jd-320613001",
        "cgb-320613001",
        "czb-320613001",
        "zd-320613001",
        "cj-320613001",
        "sq-320613001001",
        "sq-320613001002",
    ]
    assert units["sq-320613001002"].short == "小石桥"
    assert units["zd-320613001"].parent == "czb-320613001"


def test_a_zone_is_run_by_a_committee_and_has_no_past() -> None:
    units = {row.code: row for row in street_units(ZONE)}
    assert units["jd-320613403"].name == "市北高新区管理委员会"
    assert "cgb-320613403" not in units
    assert {row.since for row in units.values()} == {MERGER}


@pytest.mark.parametrize(("street", "parent"), [(OLD, "cc-2020"), (PORT, "gz")])
def test_an_old_street_stood_below_its_old_district(street: Street, parent: str) -> None:
    office = next(iter(street_units(street)))
    assert (office.former_parent, office.parent) == (parent, "cc")


def test_the_old_office_ended_with_the_reform_and_the_new_one_began() -> None:
    units = {row.code: row for row in street_units(OLD)}
    assert units["cgb-320613001"].until == units["czb-320613001"].since == REFORM
    [succession] = street_successions((OLD, ZONE))
    assert (succession.predecessors, succession.successor) == (("cgb-320613001",), "czb-320613001")


def test_no_two_units_of_the_district_share_a_code() -> None:
    codes = [row.code for row in all_units((OLD, PORT, ZONE))]
    assert len(set(codes)) == len(codes)
    assert codes[: len(FIXED)] == [row.code for row in FIXED]


def test_every_post_stands_in_a_unit_that_exists_today() -> None:
    streets = (OLD, PORT, ZONE)
    standing = {row.code for row in all_units(streets) if row.until is None}
    assert {post.unit for post in all_posts(streets)} <= standing


def test_nobody_has_an_account_without_being_there() -> None:
    assert all(0 < post.accounts <= post.people for post in all_posts((OLD, ZONE)))


def test_a_zone_has_fewer_collectors_than_a_street() -> None:
    collectors = {post.unit: post.people for post in all_posts((OLD, ZONE)) if post.role == "collector"}
    assert collectors == {"cj-320613001": 3, "cj-320613403": 1}

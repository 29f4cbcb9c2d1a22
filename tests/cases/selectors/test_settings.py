"""What the city has set, for those who keep it: nobody else sees it, and every filter narrows."""

from datetime import date
from typing import Any

import pytest

from chengzhi.cases.enums import Clock
from chengzhi.cases.models import Channel, DispatchRule, ImportMapping, ReportImport, StageLimit
from chengzhi.cases.selectors.settings import (
    MOST_RUNS,
    access_channel,
    access_rule,
    channels_for,
    dispatch_rules,
    import_mappings,
    open_channels,
    report_imports,
    stage_row,
    stage_rows,
)
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.errors import NotFound
from tests.factories.city import SINCE, STREET, City
from tests.factories.loop import report

pytestmark = pytest.mark.django_db
KEEPER = Capacity(grants={"cases.rules.manage": Scope.CITY})
IMPORTER = Capacity(grants={"cases.case.import": Scope.CITY})
NOBODY = Capacity(grants={"cases.case.read": Scope.CITY})


def rule(city: City, unit: str, **facts: Any) -> DispatchRule:
    return DispatchRule.objects.create(**{"unit": city.units[unit], "ground": "测试", "valid_from": SINCE, **facts})


def test_channels_are_listed_with_what_each_brought_open_ones_first(city: City) -> None:
    report(city)
    report(city)
    report(city, channel="collector")
    Channel.objects.filter(code="hotline").update(is_active=False)
    found = [(one.code, one.reports) for one in channels_for(KEEPER)]
    assert found == [("collector", 1), ("resident", 0), ("hotline", 2)]


def test_channels_are_one_query(city: City, django_assert_num_queries: Any) -> None:
    report(city)
    with django_assert_num_queries(1):
        assert len(channels_for(KEEPER)) == 3


def test_only_open_channels_are_offered(city: City) -> None:
    Channel.objects.filter(code="resident").update(is_active=False)
    assert open_channels() == [("collector", "collector"), ("hotline", "hotline")]


def test_a_channel_is_found_by_its_code(city: City) -> None:
    assert access_channel(KEEPER, "hotline").name == "hotline"
    with pytest.raises(NotFound):
        access_channel(KEEPER, "pigeon")


def test_who_keeps_no_rules_sees_none_of_it(city: City) -> None:
    assert list(channels_for(NOBODY)) == []
    assert list(dispatch_rules(NOBODY)) == []
    assert stage_rows(NOBODY) == []
    for look in (
        lambda: access_channel(NOBODY, "hotline"),
        lambda: access_rule(NOBODY, 1),
        lambda: stage_row(NOBODY, "file"),
    ):
        with pytest.raises(NotFound):
            look()


def test_rules_that_hold_or_begin_later_are_listed_and_ended_ones_are_not(city: City) -> None:
    later = rule(city, "crew", handler="works", valid_from=date(2090, 1, 1))
    ended = rule(city, "crew", handler="gas", valid_to=date(2024, 1, 1))
    found = set(dispatch_rules(KEEPER))
    assert later in found
    assert ended not in found
    assert ended in set(dispatch_rules(KEEPER, date(2023, 12, 31)))
    assert ended not in set(dispatch_rules(KEEPER, date(2024, 1, 1)))


@pytest.mark.parametrize(
    ("filters", "units"),
    [
        ({}, ["环卫处", "学田街道办事处", "城东环卫队"]),
        ({"handler": "sanitation"}, ["环卫处", "城东环卫队"]),
        ({"handler": "street"}, ["学田街道办事处"]),
        ({"handler": "gas"}, []),
        ({"category": "垃圾"}, ["城东环卫队"]),
        ({"category": "占道"}, []),
        ({"division": STREET}, ["学田街道办事处", "城东环卫队"]),
        ({"division": f"{STREET}001"}, ["城东环卫队"]),
        ({"division": "999"}, []),
        ({"only_rulings": True}, ["城东环卫队"]),
        ({"only_rulings": True, "handler": "street"}, []),
    ],
)
def test_a_filter_narrows_the_rules(city: City, filters: dict[str, Any], units: list[str]) -> None:
    rule(
        city, "crew", category=city.categories["暴露垃圾"], division_code=f"{STREET}001", is_ruling=True,
        ruled_case_number="20260101-0001",
    )  # fmt: skip
    assert {one.unit.name for one in dispatch_rules(KEEPER, **filters)} == set(units)


def test_categories_are_found_by_their_initials_too(city: City) -> None:
    city.categories["暴露垃圾"].initials = "bllj"
    city.categories["暴露垃圾"].save()
    rule(city, "crew", category=city.categories["暴露垃圾"])
    assert [one.unit.code for one in dispatch_rules(KEEPER, category="BL")] == ["crew"]


def test_an_ended_rule_can_still_be_opened(city: City) -> None:
    ended = rule(city, "crew", handler="gas", valid_to=date(2024, 1, 1))
    assert access_rule(KEEPER, ended.pk) == ended
    with pytest.raises(NotFound):
        access_rule(KEEPER, 10**9)


def test_every_stage_shows_the_limit_of_the_procedure() -> None:
    rows = {one.clock: one for one in stage_rows(KEEPER)}
    assert set(rows) == set(Clock)
    assert not any(one.is_own for one in rows.values())
    assert (rows[Clock.ACCEPT].seconds, rows[Clock.ACCEPT].default_seconds) == (900, 900)
    assert (rows[Clock.REVIEW].minutes, rows[Clock.REVIEW].is_working) == (480, True)


def test_what_the_city_set_stands_beside_the_default() -> None:
    StageLimit.objects.create(clock="file", minutes=60, is_working=True, schedule="default")
    row = stage_row(KEEPER, "file")
    assert (row.is_own, row.seconds, row.default_seconds) == (True, 3600, 900)
    assert (row.is_working, row.default_is_working) == (True, False)
    with pytest.raises(NotFound):
        stage_row(KEEPER, "lunch")


def run_of(number: int) -> ReportImport:
    return ReportImport(
        filename=f"{number}.csv", channel_code="import", rows=1, taken=1, known=0, refused=0, at=clock.now()
    )


def test_the_latest_imports_are_listed_newest_first() -> None:
    ReportImport.objects.bulk_create([run_of(number) for number in range(MOST_RUNS + 3)])
    found = report_imports(IMPORTER)
    assert len(found) == MOST_RUNS
    assert found[0].filename == f"{MOST_RUNS + 2}.csv"
    assert report_imports(NOBODY) == []


def test_saved_ways_to_read_files_are_for_those_who_import() -> None:
    for name in ("热线", "城管通"):
        ImportMapping.objects.create(name=name, columns={"words": "内容"})
    assert {one.name for one in import_mappings(IMPORTER)} == {"热线", "城管通"}
    assert import_mappings(NOBODY) == []
    assert str(import_mappings(IMPORTER)[0]) in {"热线", "城管通"}

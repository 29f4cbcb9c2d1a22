"""What a list says of itself: its conditions, its address, who may have it, its rows a thousand at a time."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from chengzhi.cases.models import Channel
from chengzhi.cases.permissions import Permission
from chengzhi.console.exports import sheets
from chengzhi.console.exports.sheets import Listing, in_batches, rows_of
from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.excel import Column
from tests.factories.city import City

TODAY = date(2026, 11, 24)
COLUMNS = [Column("x")]


def listing(*asks: str, rights: tuple[Permission, ...] = ()) -> Listing:
    def read(_viewer: Capacity, _given: object) -> sheets.Sheet:
        return rows_of(["a", "b"], lambda one: [one], COLUMNS, [("列表", "试"), ("查找", "垃圾"), ("到", "")])

    return Listing(name="try", label="试", page=("units",), read=read, rights=rights, asks=asks)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({}, {}), ({"q": " 垃圾 "}, {"q": "垃圾"}), ({"q": "   "}, {}), ({"page": "3"}, {}), ({"token": "x"}, {}),
        ({"q": "长" * 60}, {"q": "长" * 60}), ({"q": "长" * 61}, {"q": "长" * 60}), ({"q": "a", "unit": "7"}, {"q": "a", "unit": "7"}),
    ],
)  # fmt: skip
def test_only_its_own_conditions_are_kept(given: dict[str, str], kept: dict[str, str]) -> None:
    assert listing("q", "unit").params(given) == kept


@pytest.mark.parametrize(
    ("asks", "given", "kept"),
    [
        (("q",), {"on": "2026-01-01"}, {}), (("on",), {}, {"on": "2026-11-24"}),
        (("on",), {"on": "2026-01-01"}, {"on": "2026-01-01"}), (("on", "q"), {"q": "x"}, {"on": "2026-11-24", "q": "x"}),
    ],
)  # fmt: skip
def test_a_list_of_a_day_keeps_the_day_on_which_it_was_asked_for(
    asks: tuple[str, ...], given: dict[str, str], kept: dict[str, str]
) -> None:
    assert listing(*asks).fixed(given, TODAY) == kept


@pytest.mark.parametrize(
    ("given", "address"),
    [({}, "/console/registers/units/"), ({"q": "a&b", "x": "1"}, "/console/registers/units/?q=a%26b")],
)
def test_the_address_leads_back_to_the_page(given: dict[str, str], address: str) -> None:
    assert listing("q").address(given) == address


@pytest.mark.parametrize(
    ("rights", "held", "is_open"),
    [
        ((), (), True), ((Permission.EXPORT,), (), False), ((Permission.EXPORT,), (Permission.EXPORT,), True),
        ((Permission.EXPORT, Permission.READ), (Permission.READ,), True), ((Permission.EXPORT,), (Permission.READ,), False),
    ],
)  # fmt: skip
def test_one_of_its_rights_opens_a_list(
    rights: tuple[Permission, ...], held: tuple[Permission, ...], *, is_open: bool
) -> None:
    viewer = Capacity(grants=dict.fromkeys((str(one) for one in held), Scope.CITY))
    assert listing(rights=rights).admits(viewer) is is_open


def test_conditions_that_are_empty_or_repeat_the_name_are_not_told() -> None:
    one = listing()
    assert one.told(one.read(Capacity(), {})) == [("查找", "垃圾")]


def test_a_condition_that_was_not_asked_stands_not_on_the_first_sheet() -> None:
    assert listing().read(Capacity(), {}).conditions == [("列表", "试"), ("查找", "垃圾")]


def test_rows_in_memory_are_counted_and_put_into_words() -> None:
    sheet = rows_of([1, 2], lambda n: [n * 10], COLUMNS)
    assert (sheet.count(), list(sheet.rows()), sheet.conditions) == (2, [[10], [20]], [])


def test_a_query_is_read_when_its_rows_are_and_never_before(
    city: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        sheet = rows_of(Channel.objects.order_by("code"), lambda one: [one.code], COLUMNS)
    assert sheet.count() == len(list(sheet.rows())) == Channel.objects.count()


@pytest.mark.parametrize(("size", "batches"), [(1, [1, 1, 1]), (2, [2, 1]), (3, [3]), (4, [3])])
def test_batches_are_never_larger_than_they_may_be(
    city: City, monkeypatch: pytest.MonkeyPatch, size: int, batches: list[int]
) -> None:
    monkeypatch.setattr(sheets, "AT_A_TIME", size)
    seen: list[int] = []

    def told(batch: list[Channel]) -> list[list[str]]:
        seen.append(len(batch))
        return [[one.code] for one in batch]

    three = Channel.objects.order_by("code").filter(pk__in=list(Channel.objects.values_list("pk", flat=True)[:3]))
    rows = list(in_batches(three, told))
    assert (len(rows), seen) == (3, batches)


def test_no_rows_are_no_batch(city: City) -> None:
    assert list(in_batches(Channel.objects.none(), lambda batch: [[one.code] for one in batch])) == []

"""The tables of the catalogue: what the database refuses whoever writes, and what it keeps."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from chengzhi.catalogue.enums import CategoryKind, HandlerKind, Relation
from chengzhi.catalogue.models import Category, CategoryMapping, Edition
from tests.factories import catalogue as made

pytestmark = pytest.mark.django_db
EVENT: dict[str, Any] = {
    "kind": "event", "big_code": "01", "big_name": "市容环境", "code": "0110", "name": "垃圾", "key": "垃圾",
}  # fmt: skip


@pytest.fixture
def held() -> Edition:
    return made.edition()


def create(held: Edition, **changes: Any) -> Category:
    return Category.objects.create(edition=held, **EVENT | changes)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"kind": ""}, "category_kind_known"),
        ({"kind": "both"}, "category_kind_known"),
        ({"code": "1"}, "category_code_shape"),
        ({"code": "01a0"}, "category_code_shape"),
        ({"code": "０１１０"}, "category_code_shape"),
        ({"code": "0210"}, "category_code_shape"),
        ({"big_code": "02"}, "category_code_shape"),
        ({"key": ""}, "category_key_present"),
        ({"handler": "somebody"}, "category_handler_known"),
    ],
)
def test_a_category_that_cannot_be_is_refused_by_name(held: Edition, changes: dict[str, Any], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        create(held, **changes)
    assert not Category.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"code": ""},
        {"code": "", "big_code": ""},
        {"kind": "part"},
        {"keywords": ["垃圾", "垃圾堆"]},
        {"is_city_extension": True},
        *({"handler": one} for one in HandlerKind.values),
    ],
)
def test_a_category_that_can_be_is_kept(held: Edition, changes: dict[str, Any]) -> None:
    one = create(held, **changes)
    one.refresh_from_db()
    assert {name: getattr(one, name) for name in changes} == changes


@pytest.mark.parametrize(
    ("second", "constraint"),
    [
        ({"code": "0111"}, "category_key_once_per_edition"),
        ({"key": "其他"}, "category_code_once_per_edition"),
        ({"code": "0111", "key": "其他"}, None),
        ({"kind": "part"}, None),
        ({"code": "", "key": "其他"}, None),
    ],
)
def test_name_and_code_are_given_once_to_a_kind(held: Edition, second: dict[str, Any], constraint: str | None) -> None:
    create(held)
    if constraint is None:
        create(held, **second)
        assert Category.objects.count() == 2
        return
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        create(held, **second)


def test_categories_without_a_code_do_not_collide(held: Edition) -> None:
    for key in ("甲", "乙", "丙"):
        create(held, code="", key=key)
    assert Category.objects.count() == 3


@pytest.mark.parametrize(
    ("begins", "ends", "is_refused"),
    [
        (dt.date(2019, 1, 1), dt.date(2020, 1, 1), False),
        (dt.date(2019, 1, 1), dt.date(2020, 1, 2), True),
        (dt.date(2019, 1, 1), None, True),
        (dt.date(2021, 1, 1), dt.date(2022, 1, 1), True),
        (dt.date(2026, 5, 31), None, True),
        (dt.date(2026, 6, 1), None, False),
    ],
)
def test_adopted_editions_follow_each_other_without_a_day_in_common(
    begins: dt.date, ends: dt.date | None, *, is_refused: bool
) -> None:
    made.edition(valid_to=made.LATER)
    facts: dict[str, Any] = {"valid_from": begins, "valid_to": ends}
    if is_refused:
        with pytest.raises(IntegrityError, match="edition_one_adopted_at_a_time"), transaction.atomic():
            made.edition("other", **facts)
    else:
        assert made.edition("other", **facts).pk
    assert made.edition("for-comparison", is_adopted=False, **facts).pk


@pytest.mark.parametrize("days", [0, -1, -900])
def test_an_edition_lasts_a_day_at_least(days: int) -> None:
    with pytest.raises(IntegrityError, match="edition_period_forward"), transaction.atomic():
        made.edition(valid_to=made.FIRST + dt.timedelta(days=days))
    assert made.edition(valid_to=made.FIRST + dt.timedelta(days=1)).pk


def test_an_edition_is_known_by_one_code(held: Edition) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.create(code=held.code, name="又一个", valid_from=made.FIRST)


def test_the_newest_edition_comes_first() -> None:
    made.edition("old", valid_to=made.LATER)
    made.edition("new", valid_from=made.LATER)
    assert [one.code for one in Edition.objects.all()] == ["new", "old"]


def test_categories_come_by_kind_and_code(held: Edition) -> None:
    for kind, code, key in (("part", "0101", "丙"), ("event", "0102", "乙"), ("event", "0101", "甲")):
        create(held, kind=kind, code=code, key=key, name=key)
    assert [one.name for one in Category.objects.all()] == ["甲", "乙", "丙"]


@pytest.mark.parametrize("relation", Relation.values)
def test_a_mapping_is_made_once_between_two(held: Edition, relation: str) -> None:
    one, other = create(held), create(held, code="0111", key="其他")
    CategoryMapping.objects.create(from_category=one, to_category=other, relation=relation)
    with pytest.raises(IntegrityError, match="mapping_once"), transaction.atomic():
        CategoryMapping.objects.create(from_category=one, to_category=other)
    CategoryMapping.objects.create(from_category=other, to_category=one, relation=relation)


def test_a_mapping_of_no_known_relation_is_refused(held: Edition) -> None:
    one, other = create(held), create(held, code="0111", key="其他")
    with pytest.raises(IntegrityError, match="mapping_relation_known"), transaction.atomic():
        CategoryMapping.objects.create(from_category=one, to_category=other, relation="cousin")


def test_what_is_in_use_is_not_removed(held: Edition) -> None:
    one, other = create(held), create(held, code="0111", key="其他")
    CategoryMapping.objects.create(from_category=one, to_category=other)
    for row in (held, one, other):
        with pytest.raises(ProtectedError):
            row.delete()
    assert Category.objects.filter(kind=CategoryKind.EVENT).count() == 2

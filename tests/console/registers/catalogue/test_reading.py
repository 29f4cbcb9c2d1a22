import datetime as dt
from typing import Any

import pytest

from chengzhi.catalogue.enums import CategoryKind, Level
from chengzhi.catalogue.models import Category, CategoryMapping, Edition, FilingStandard
from chengzhi.console.registers.catalogue import reading as read
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import NotFound
from tests.factories.city import City
from tests.factories.loop import case_after

TODAY = dt.date(2026, 11, 23)
LATER = dt.date(2035, 1, 1)


@pytest.fixture
def stalls(city: City) -> Category:
    return city.categories["占道经营"]


def standard(category: Category, **facts: Any) -> FilingStandard:
    given = {
        "condition_no": 1, "number": f"{category.code}-9", "condition": "占用盲道", "closing_rule": "清走", "limit_value": 2,
        "limit_unit": "working_hour", "valid_from": dt.date(2020, 1, 1),
    }  # fmt: skip
    return FilingStandard.objects.create(category=category, **{**given, **facts})


def test_adopted_editions_come_first_with_their_number(city: City, older: Category) -> None:
    assert [(one.code, one.count) for one in read.editions()] == [("test", 2), ("old", 1)]


@pytest.mark.parametrize(("code", "found"), [("", "test"), ("old", "old"), ("test", "test")])
def test_an_edition_is_found_by_its_code_or_as_that_in_force(
    city: City, older: Category, code: str, found: str
) -> None:
    edition = read.edition_named(code, TODAY)
    assert edition is not None
    assert edition.code == found


def test_before_any_was_adopted_the_newest_is_shown(city: City, older: Category) -> None:
    edition = read.edition_named("", dt.date(1999, 1, 1))
    assert edition is not None
    assert edition.code == "test"


def test_an_edition_that_is_none_is_not_found(city: City) -> None:
    with pytest.raises(NotFound):
        read.edition_named("none", TODAY)


@pytest.mark.django_db
def test_without_any_edition_there_is_none() -> None:
    assert read.edition_named("", TODAY) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ["暴露垃圾", "占道经营"]), ("占道", ["占道经营"]), ("0502", ["占道经营"]), ("05", ["占道经营"]),
        (" 占 道 ", ["占道经营"]), ("ZDJY", ["占道经营"]), ("zhandao", ["占道经营"]), ("摆摊", ["占道经营"]),
        ("市容", ["暴露垃圾", "占道经营"]), ("没有", []), ("502", []),
    ],
)  # fmt: skip
def test_categories_answer_to_what_people_say(stalls: Category, text: str, names: list[str]) -> None:
    Category.objects.filter(pk=stalls.pk).update(initials="zdjy", pinyin="zhandaojingying", keywords=["摆摊"])
    classes = read.tree(stalls.edition, TODAY, text=text)
    assert sorted(row.name for one in classes for row in one.rows) == sorted(names)


def test_categories_stand_in_their_classes(stalls: Category) -> None:
    classes = read.tree(stalls.edition, TODAY)
    assert [(one.kind, one.code, one.name, len(one.rows)) for one in classes] == [
        (CategoryKind.EVENT, "03", "市容环境", 1), (CategoryKind.EVENT, "05", "市容环境", 1),
    ]  # fmt: skip
    assert read.tree(stalls.edition, TODAY, kind="part") == []


def test_conditions_are_counted_on_the_day(stalls: Category) -> None:
    standard(stalls, condition_no=2, valid_from=LATER)
    counts = {
        on: next(row.conditions for one in read.tree(stalls.edition, on) for row in one.rows if row.pk == stalls.pk)
        for on in (TODAY, LATER)
    }
    assert counts == {TODAY: 1, LATER: 2}


@pytest.mark.parametrize("access", [read.access_category, read.access_standard])
def test_what_does_not_exist_is_not_found(city: City, access: Any) -> None:
    with pytest.raises(NotFound):
        access(999_999)


def test_conditions_stand_by_level_and_those_to_come_apart(stalls: Category) -> None:
    standard(stalls, level=Level.A, number="a")
    standard(stalls, level=Level.B, number="b", valid_from=LATER)
    (row,) = read.conditions(stalls, TODAY)
    assert sorted(row.levels) == ["", "A"]
    assert [one.level for one in row.future] == ["B"]


def test_a_level_without_its_own_limit_has_the_plain_one(stalls: Category) -> None:
    plain = stalls.standards.get()
    own = standard(stalls, level=Level.A, number="a")
    (row,) = read.conditions(stalls, TODAY)
    assert row.cells == [own, plain, plain]


def test_where_nothing_is_plain_other_levels_are_empty(stalls: Category) -> None:
    stalls.standards.update(valid_to=dt.date(2021, 1, 1))
    own = standard(stalls, level=Level.C)
    (row,) = read.conditions(stalls, TODAY)
    assert row.cells == [None, None, own]


def test_what_has_ended_is_no_condition_but_a_version(stalls: Category) -> None:
    FilingStandard.objects.filter(category=stalls).update(valid_to=dt.date(2021, 1, 1))
    assert read.conditions(stalls, TODAY) == []
    assert read.versions(stalls).count() == 1


def test_mappings_are_seen_from_both_sides(stalls: Category, older: Category) -> None:
    CategoryMapping.objects.create(from_category=stalls, to_category=older, relation="same")
    assert [other for _one, other in read.mappings(stalls)] == [older]
    assert [other for _one, other in read.mappings(older)] == [stalls]
    assert list(read.other_categories(stalls)) == [older]


def test_mappings_with_another_class_code_come_first(city: City, stalls: Category, older: Category) -> None:
    same = Category.objects.create(
        edition=older.edition, kind="event", big_code="03", big_name="市容", code="0301", name="垃圾", key="垃圾"
    )
    CategoryMapping.objects.create(from_category=city.categories["暴露垃圾"], to_category=same, relation="same")
    CategoryMapping.objects.create(from_category=older, to_category=stalls, relation="same")
    found = read.edition_mappings(stalls.edition, older.edition)
    assert [one.from_category.name for one in found] == ["占道摆摊", "暴露垃圾"]


def test_a_class_code_that_means_different_things_is_told(city: City, stalls: Category, older: Category) -> None:
    Category.objects.create(
        edition=stalls.edition, kind="event", big_code="04", big_name="街面秩序", code="0401", name="乱停", key="乱停"
    )
    rows = {code: (names, differs) for code, names, differs in read.big_codes(read.editions())}
    assert rows["04"] == (["街面秩序", "突发事件"], True)
    assert rows["03"] == (["市容环境", ""], False)


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({}, 2), ({"text": "占道"}, 1), ({"text": "0502"}, 1), ({"text": "影响市容"}, 2), ({"text": "市容环境"}, 2),
        ({"level": "A"}, 0), ({"text": "没有"}, 0), ({"text": "  "}, 2),
    ],
)  # fmt: skip
def test_standards_are_narrowed(city: City, keeper: Capacity, asked: dict[str, str], count: int) -> None:
    assert read.standards(keeper, TODAY, **asked).count() == count


def test_standards_of_an_edition_not_adopted_are_no_standards(city: City, keeper: Capacity, older: Category) -> None:
    standard(older)
    assert not read.standards(keeper, TODAY).filter(category=older).exists()
    Edition.objects.update(is_adopted=False)
    assert read.standards(keeper, TODAY).count() == 0


def test_open_cases_are_counted_by_their_facts(city: City) -> None:
    case = case_after(city, "file")
    assert read.open_cases(category_id=case.category_id) == 1
    assert read.open_cases(standard_id=case.standard_id) == 1
    assert read.open_cases(category_id=city.categories["占道经营"].pk) == 0

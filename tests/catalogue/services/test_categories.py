import datetime as dt

import pytest

from chengzhi.catalogue.enums import CategoryKind, HandlerKind, Relation
from chengzhi.catalogue.models import CategoryMapping
from chengzhi.catalogue.selectors import edition_in_force
from chengzhi.catalogue.services import (
    add_category,
    adopt_edition,
    change_category,
    map_categories,
    open_edition,
)
from chengzhi.catalogue.services.categories import clean_keywords, renew
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import BadInput, Forbidden
from tests.factories import catalogue as made

pytestmark = pytest.mark.django_db


def test_new_edition_waits_to_be_adopted() -> None:
    one = open_edition(capacity=made.manager, code="new", name="新版", valid_from=made.LATER)
    assert not one.is_adopted
    assert edition_in_force(made.LATER) is None


@pytest.mark.parametrize(("code", "name"), [("", "新版"), ("new", ""), ("city-2020", "新版")])
def test_edition_without_a_name_or_with_a_taken_code_is_refused(code: str, name: str) -> None:
    made.edition()
    with pytest.raises(BadInput, match="没有保存"):
        open_edition(capacity=made.manager, code=code, name=name, valid_from=made.LATER)


def test_adopted_edition_ends_the_one_before() -> None:
    old, new = made.edition(), made.edition("new", is_adopted=False)
    adopt_edition(capacity=made.manager, edition=new, valid_from=made.LATER)
    assert edition_in_force(made.LATER) == new
    assert edition_in_force(made.LATER - dt.timedelta(days=1)) == old


def test_edition_cannot_be_adopted_before_a_later_one() -> None:
    made.edition(valid_from=made.LATER)
    other = made.edition("other", is_adopted=False)
    with pytest.raises(BadInput, match="已定于 2026-06-01 起采用"):
        adopt_edition(capacity=made.manager, edition=other, valid_from=made.FIRST)


def test_category_gets_key_and_pinyin() -> None:
    one = made.category(name="早（夜）市管理问题", code="0402", keywords=["夜 市", "夜市", ""])
    assert (one.key, one.big_code, one.initials) == (
        "早夜市管理问题",
        "04",
        "z（y）sglwt".replace("（", "(").replace("）", ")"),
    )
    assert one.keywords == ["夜市"]


@pytest.mark.parametrize(
    ("name", "code", "field"),
    [
        ("", "0113", "name"),
        ("道路破损", "113", "code"),
        ("道路破损", "０１１３", "code"),
        ("暴露 生活垃圾", "0199", "name"),
        ("道路破损", "0110", "code"),
    ],
)
def test_category_that_clashes_or_is_malformed_is_refused(name: str, code: str, field: str) -> None:
    held = made.category().edition
    with pytest.raises(BadInput) as refusal:
        made.category(held, name=name, code=code)
    assert field in refusal.value.errors


def test_change_of_a_category_makes_a_revision() -> None:
    one = made.category()
    before = one.edition.revision
    change_category(
        capacity=made.manager, category=one, keywords=["垃圾"], handler=HandlerKind.SANITATION, icon="trash"
    )
    one.refresh_from_db()
    one.edition.refresh_from_db()
    assert (one.handler, one.icon) == ("sanitation", "trash")
    assert one.edition.revision > before


def test_mapping_made_again_replaces_the_first() -> None:
    one = made.category()
    other = made.category(made.edition("old", is_adopted=False), name="暴露垃圾", code="0102")
    for relation in (Relation.RELATED, Relation.SAME):
        map_categories(capacity=made.manager, from_category=other, to_category=one, relation=relation)
    assert CategoryMapping.objects.get().relation == "same"


def test_mapping_inside_one_edition_is_refused() -> None:
    one = made.category()
    two = made.category(one.edition, name="道路破损", code="0113")
    with pytest.raises(BadInput, match="同一版本"):
        map_categories(capacity=made.manager, from_category=one, to_category=two, relation=Relation.SAME)


@pytest.mark.parametrize("capacity", [made.reader, made.outsider])
def test_every_act_needs_the_right(capacity: Capacity) -> None:
    one = made.category()
    with pytest.raises(Forbidden):
        open_edition(capacity=capacity, code="x", name="x", valid_from=made.FIRST)
    with pytest.raises(Forbidden):
        adopt_edition(capacity=capacity, edition=one.edition, valid_from=made.FIRST)
    with pytest.raises(Forbidden):
        change_category(capacity=capacity, category=one, keywords=[], handler=HandlerKind.NONE)
    with pytest.raises(Forbidden):
        map_categories(capacity=capacity, from_category=one, to_category=one, relation=Relation.SAME)
    with pytest.raises(Forbidden):
        add_category(capacity=capacity, edition=one.edition, kind=CategoryKind.EVENT, big_name="x", code="", name="x")


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": "长" * 61}, "name"),
        ({"big_name": "长" * 41}, "big_name"),
        ({"icon": "x" * 41}, "icon"),
        ({"name": "、，。"}, "name"),
        ({"name": "  "}, "name"),
        ({"big_name": " "}, "name"),
        ({"code": "０１１０"}, "code"),
        ({"code": "110"}, "code"),
    ],
)
def test_a_category_that_does_not_fit_is_refused_by_field(facts: dict[str, str], field: str) -> None:
    with pytest.raises(BadInput) as refusal:
        made.category(**facts)
    assert list(refusal.value.errors) == [field]


@pytest.mark.parametrize(
    ("code", "name", "field"),
    [(" ", "某版", "code"), ("x", " ", "code"), ("x" * 41, "某版", "code"), ("x", "长" * 121, "name")],
)
def test_an_edition_that_does_not_fit_is_refused_by_field(code: str, name: str, field: str) -> None:
    with pytest.raises(BadInput) as refusal:
        open_edition(capacity=made.manager, code=code, name=name, valid_from=made.FIRST)
    assert list(refusal.value.errors) == [field]


def test_an_edition_is_kept_without_outer_spaces() -> None:
    held = open_edition(capacity=made.manager, code=" city ", name=" 本市 ", valid_from=made.FIRST)
    assert (held.code, held.name, held.is_adopted) == ("city", "本市", False)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ([], []),
        (["垃圾", " 垃 圾 ", "垃圾"], ["垃圾"]),
        (["", "  "], []),
        (["长" * 21, "短"], ["短"]),
        (["长" * 20], ["长" * 20]),
        ([str(at) for at in range(100)], [str(at) for at in range(60)]),
    ],
)
def test_everyday_words_are_kept_once_and_short(typed: list[str], kept: list[str]) -> None:
    assert clean_keywords(typed) == kept


def test_a_changed_icon_must_fit() -> None:
    with pytest.raises(BadInput):
        change_category(
            capacity=made.manager, category=made.category(), keywords=[], handler=HandlerKind.NONE, icon="x" * 41
        )


def test_a_change_never_touches_name_and_code() -> None:
    held = made.category()
    change_category(capacity=made.manager, category=held, keywords=["脏"], handler=HandlerKind.STREET, icon="trash")
    held.refresh_from_db()
    assert (held.name, held.code, held.keywords, held.handler) == ("暴露生活垃圾", "0110", ["脏"], "street")


def test_the_same_name_may_stand_in_another_edition_and_as_another_kind() -> None:
    first = made.category()
    made.category(first.edition, kind=CategoryKind.PART)
    made.category(made.edition("other", is_adopted=False))
    with pytest.raises(BadInput, match="本版已有分类"):
        made.category(first.edition, code="0199")
    with pytest.raises(BadInput, match="本版已有代码 0110"):
        made.category(first.edition, name="另一名称")


def test_renewing_counts_in_the_database_and_not_in_memory() -> None:
    edition = made.edition()
    renew(edition)
    renew(edition)
    before = edition.revision
    edition.refresh_from_db()
    assert edition.revision == before + 2


def test_adopting_ends_the_one_before_on_the_day_and_not_earlier_ones() -> None:
    first, second, third = (made.edition(code, is_adopted=False) for code in "abc")
    days = (made.FIRST, dt.date(2022, 1, 1), made.LATER)
    for edition, day in zip((first, second, third), days, strict=True):
        adopt_edition(capacity=made.manager, edition=edition, valid_from=day)
    for edition in (first, second, third):
        edition.refresh_from_db()
    assert [one.valid_to for one in (first, second, third)] == [days[1], days[2], None]

import datetime as dt
from typing import Any

import pytest

from chengzhi.catalogue.enums import HandlerKind
from chengzhi.catalogue.models import FilingStandard
from chengzhi.catalogue.services import add_standard, amend_standard, correct_standard, withdraw_standard
from chengzhi.catalogue.services.standards import standard_number
from chengzhi.kernel.errors import BadInput, Forbidden
from chengzhi.kernel.limits import LimitUnit
from chengzhi.kernel.models import OutboxEvent
from tests.factories import catalogue as made

pytestmark = pytest.mark.django_db


def added(**changes: Any) -> FilingStandard:
    wanted: dict[str, Any] = {
        "capacity": made.manager,
        "condition": "成堆垃圾",
        "facts": made.facts(),
        "valid_from": made.FIRST,
    }
    return add_standard(**wanted | changes)


def test_conditions_are_numbered_in_their_category() -> None:
    held = made.category(handler=HandlerKind.SANITATION)
    one, two = added(category=held), added(category=held, condition="零散垃圾")
    assert [one.number, two.number] == ["0110-1", "0110-2"]
    assert one.default_handler == "sanitation"


def test_same_words_at_another_level_keep_the_number() -> None:
    held = made.category()
    assert {added(category=held, level=level).number for level in "ABC"} == {"0110-1"}


def test_second_standard_for_the_same_condition_and_level_is_refused() -> None:
    held = made.standard().category
    with pytest.raises(BadInput, match="已有标准"):
        added(category=held, valid_from=made.LATER)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"condition": "  "}, "condition"),
        ({"facts": made.facts(closing_rule=" ")}, "closing_rule"),
        ({"facts": made.facts(limit_value=0)}, "limit_value"),
        ({"facts": made.facts(limit_value=999)}, "limit_value"),
    ],
)
def test_incomplete_standard_is_refused_by_field(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as refusal:
        added(category=made.category(), **changes)
    assert refusal.value.errors[field][0].startswith("没有保存：")


def test_amendment_ends_the_old_version_and_leaves_it_as_it_was() -> None:
    old = made.standard()
    facts = made.facts(limit_value=1, limit_unit=LimitUnit.WORKING_DAY)
    new = amend_standard(capacity=made.manager, standard=old, facts=facts, valid_from=made.LATER)
    old.refresh_from_db()
    assert (old.limit_value, old.limit_unit, old.valid_to) == (2, "working_hour", made.LATER)
    assert (new.limit_value, new.number, new.valid_from, new.valid_to) == (1, old.number, made.LATER, None)
    assert OutboxEvent.objects.filter(name="catalogue.standard_amended").exists()


def test_amendment_may_change_the_wording_of_the_condition() -> None:
    old = made.standard()
    new = amend_standard(
        capacity=made.manager, standard=old, facts=made.facts(), valid_from=made.LATER, condition="一平方米以上"
    )
    assert (new.condition, new.condition_no) == ("一平方米以上", old.condition_no)


def test_mistake_can_be_amended_on_the_day_it_was_made() -> None:
    old = made.standard()
    new = amend_standard(capacity=made.manager, standard=old, facts=made.facts(limit_value=4), valid_from=made.FIRST)
    assert new.valid_from == made.FIRST


def test_amendment_cannot_begin_before_the_version_it_amends() -> None:
    old = made.standard()
    with pytest.raises(BadInput, match="不能更早"):
        amend_standard(
            capacity=made.manager, standard=old, facts=made.facts(), valid_from=made.FIRST - dt.timedelta(days=1)
        )


def test_ended_version_cannot_be_amended_again() -> None:
    old = made.standard()
    amend_standard(capacity=made.manager, standard=old, facts=made.facts(limit_value=4), valid_from=made.LATER)
    with pytest.raises(BadInput, match="刚被别人修订"):
        amend_standard(capacity=made.manager, standard=old, facts=made.facts(), valid_from=made.LATER)


def test_withdrawn_standard_ends_on_the_day() -> None:
    one = withdraw_standard(capacity=made.manager, standard=made.standard(), valid_to=made.LATER)
    assert one.valid_to == made.LATER
    assert OutboxEvent.objects.filter(name="catalogue.standard_withdrawn").exists()
    with pytest.raises(BadInput, match="停止生效"):
        withdraw_standard(capacity=made.manager, standard=one, valid_to=made.LATER)


def test_standard_cannot_be_withdrawn_before_it_began() -> None:
    with pytest.raises(BadInput, match="不能更早"):
        withdraw_standard(capacity=made.manager, standard=made.standard(), valid_to=dt.date(2019, 1, 1))


def test_withdrawn_condition_can_come_back_under_its_number() -> None:
    one = withdraw_standard(capacity=made.manager, standard=made.standard(), valid_to=made.LATER)
    assert added(category=one.category, valid_from=made.LATER).number == one.number


def test_correction_leaves_what_binds_cases() -> None:
    one = correct_standard(
        capacity=made.manager,
        standard=made.standard(),
        verified=True,
        source="本市 2026 年标准",
        default_handler=HandlerKind.STREET,
        default_unit_text="各街道",
    )
    assert (one.verified, one.default_handler, one.limit_value) == (True, "street", 2)


def test_every_act_needs_the_right() -> None:
    one = made.standard()
    with pytest.raises(Forbidden):
        added(category=one.category, capacity=made.reader)
    with pytest.raises(Forbidden):
        amend_standard(capacity=made.reader, standard=one, facts=made.facts(), valid_from=made.LATER)
    with pytest.raises(Forbidden):
        withdraw_standard(capacity=made.outsider, standard=one, valid_to=made.LATER)
    with pytest.raises(Forbidden):
        correct_standard(
            capacity=made.outsider, standard=one, verified=True, source="", default_handler=HandlerKind.NONE
        )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"condition": "长" * 501}, "condition"),
        ({"closing_rule": "长" * 301}, "closing_rule"),
        ({"limit_note": "长" * 61}, "limit_note"),
        ({"source": "长" * 301}, "source"),
        ({"default_unit_text": "长" * 201}, "default_unit_text"),
        ({"limit_value": 366}, "limit_value"),
        ({"limit_value": -1}, "limit_value"),
    ],
)
def test_what_does_not_fit_is_refused_by_field(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as refusal:
        made.standard(**changes)
    assert list(refusal.value.errors) == [field]
    assert not FilingStandard.objects.exists()


@pytest.mark.parametrize("value", [1, 365])
def test_limits_reach_from_one_to_a_year(value: int) -> None:
    assert made.standard(limit_value=value).limit_value == value


def test_the_words_of_another_condition_cannot_be_taken_over() -> None:
    first = made.standard(condition="成堆")
    second = made.standard(first.category, condition="散落")
    with pytest.raises(BadInput, match="已有同样的立案条件"):
        amend_standard(
            capacity=made.manager, standard=second, facts=made.facts(), valid_from=made.LATER, condition="成堆"
        )


def test_the_words_of_a_withdrawn_condition_may_be_used_again() -> None:
    first = made.standard(condition="成堆")
    second = made.standard(first.category, condition="散落")
    withdraw_standard(capacity=made.manager, standard=first, valid_to=made.LATER)
    new = amend_standard(
        capacity=made.manager, standard=second, facts=made.facts(), valid_from=made.LATER, condition="成堆"
    )
    assert new.condition_no == second.condition_no


@pytest.mark.parametrize("level", ["", "A", "B", "C"])
def test_every_level_takes_one_version_at_a_time(level: str) -> None:
    one = made.standard(level=level)
    with pytest.raises(BadInput, match="用“修订”改动"):
        made.standard(one.category, level=level)


@pytest.mark.parametrize("unit", LimitUnit)
def test_every_unit_of_a_limit_can_be_used(unit: LimitUnit) -> None:
    assert made.standard(limit_unit=unit).limit.unit is unit


def test_a_standard_without_a_trade_takes_that_of_its_category() -> None:
    category = made.category(handler=HandlerKind.SANITATION)
    assert made.standard(category).default_handler == "sanitation"
    own = made.standard(category, condition="另一", default_handler=HandlerKind.POLICE)
    assert own.default_handler == "police"


def test_a_category_without_a_code_numbers_by_its_own_number() -> None:
    category = made.category(code="")
    assert made.standard(category).number == f"#{category.pk}-1"
    assert standard_number(category, 7) == f"#{category.pk}-7"


def test_rooms_above_hear_of_an_amendment_and_of_an_end() -> None:
    old = made.standard()
    new = amend_standard(capacity=made.manager, standard=old, facts=made.facts(limit_value=3), valid_from=made.LATER)
    withdraw_standard(capacity=made.manager, standard=new, valid_to=made.LATER)
    told = list(OutboxEvent.objects.order_by("pk").values_list("name", "payload"))
    assert told == [
        ("catalogue.standard_amended", {"old_id": old.pk, "new_id": new.pk, "number": old.number}),
        ("catalogue.standard_withdrawn", {"standard_id": new.pk, "number": new.number}),
    ]


def test_a_refused_amendment_leaves_the_old_version_in_force() -> None:
    old = made.standard()
    with pytest.raises(BadInput):
        amend_standard(capacity=made.manager, standard=old, facts=made.facts(limit_value=0), valid_from=made.LATER)
    old.refresh_from_db()
    assert (old.valid_to, OutboxEvent.objects.count()) == (None, 0)


def test_a_long_source_of_a_correction_is_cut() -> None:
    held = correct_standard(
        capacity=made.manager,
        standard=made.standard(),
        verified=True,
        source="源" * 400,
        default_handler=HandlerKind.NONE,
    )
    assert (held.source, held.verified) == ("源" * 300, True)

"""What is written down when the catalogue changes: editions, categories, how they answer to one another, filing standards."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from chengzhi.catalogue.models import Category, CategoryMapping, Edition, FilingStandard
from chengzhi.kernel.limits import Limit, LimitUnit
from chengzhi.kernel.settings_log import Fact, Setting, facts_of, say_last_day


def category_key(category: Category) -> str:
    """Return edition and code of a category, or its id where it has none; keys of its standards begin with it."""
    return f"{category.edition.code}/{category.code or f'#{category.pk}'}"


def standard_title(standard: FilingStandard) -> str:
    """Return what a standard is called in the log: its number, its category, and its level where it has one."""
    level = f" {standard.level}" if standard.level else ""
    return f"{standard.number}{level} {standard.category.name}"


def _said_limit(value: Any) -> str:
    amount, unit = value
    return str(Limit(amount, LimitUnit(unit)))


EDITION = Setting(
    code="catalogue.edition",
    name=_("分类版本"),
    facts=facts_of(Edition, "name", "is_adopted", "valid_from", "valid_to", "source", "note", valid_to=say_last_day),
    key=lambda row: row.code,
)
CATEGORY = Setting(
    code="catalogue.category",
    name=_("部件事件分类"),
    facts=facts_of(Category, "kind", "big_name", "name", "code", "handler", "keywords", "icon", "is_city_extension"),
    key=category_key,
    label=lambda row: f"{row.code} {row.name}".strip(),
)
MAPPING = Setting(
    code="catalogue.mapping",
    name=_("分类对照"),
    facts=facts_of(CategoryMapping, "relation", "note"),
    key=lambda row: category_key(row.from_category),
    label=lambda row: f"{_side(row.from_category)} → {_side(row.to_category)}",
)
STANDARD = Setting(
    code="catalogue.standard",
    name=_("立案标准"),
    facts={
        "limit": Fact(label=_("处置时限"), read=lambda row: [row.limit_value, str(row.limit_unit)], said=_said_limit),
        **facts_of(
            FilingStandard,
            "condition",
            "closing_rule",
            "limit_note",
            "default_handler",
            "default_unit",
            "default_unit_text",
            "valid_from",
            "valid_to",
            "verified",
            "source",
            valid_to=say_last_day,
        ),
    },
    key=lambda row: f"{category_key(row.category)}-{row.condition_no}{row.level}",
    label=standard_title,
)
EVERY = (EDITION, CATEGORY, MAPPING, STANDARD)


def _side(category: Category) -> str:
    return f"{category.code} {category.name}".strip() + f"（{category.edition.name}）"

"""The catalogue the project ships: names and codes are facts, conditions and closing rules its own words."""

import csv
import datetime as dt
from collections.abc import Iterator
from importlib.resources import files
from itertools import groupby

from django.db import transaction

from chengzhi.catalogue.enums import Level, Relation
from chengzhi.catalogue.limit_words import parse_limit
from chengzhi.catalogue.models import (
    Category,
    CategoryMapping,
    CategoryQuestion,
    Edition,
    FilingStandard,
    QuestionOption,
)
from chengzhi.catalogue.services.categories import build_category
from chengzhi.catalogue.services.standards import standard_number

STARTER = "starter-2013"
OLDER = "cjt214-2007"
STARTER_BEGINS = dt.date(2014, 1, 1)
OLDER_BEGINS = dt.date(2007, 10, 1)
SOURCE = "城治起步目录"
_LEVELS = ((Level.A, "limit_a"), (Level.B, "limit_b"), (Level.C, "limit_c"))
Record = dict[str, str]
Found = dict[tuple[str, str], Category]


@transaction.atomic
def load_starter_catalogue() -> Edition:
    """The starter edition is there, adopted, with standards, questions and the mapping from the edition before it.

    Where it is there already, nothing is changed: a city may have amended it since.
    """
    known = Edition.objects.filter(code=STARTER).first()
    if known:
        return known
    older, edition = _editions()
    found = _load_categories(edition)
    _load_standards(found)
    _load_questions(found)
    _load_older(older, found)
    return edition


def _records(name: str) -> Iterator[Record]:
    text = files("chengzhi.catalogue").joinpath("data", name).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())


def _editions() -> tuple[Edition, Edition]:
    is_first = not Edition.objects.filter(is_adopted=True).exists()
    older = Edition.objects.create(
        code=OLDER,
        name="CJ/T 214-2007 事件分类",
        source="CJ/T 214-2007（据公开数据整理）",
        valid_from=OLDER_BEGINS,
        valid_to=STARTER_BEGINS,
        is_adopted=is_first,
        note="大类 04 为突发事件、05 为街面秩序，与后一版相反；以名称对照，不以代码对照。",
    )
    edition = Edition.objects.create(
        code=STARTER,
        name="城治起步目录（GB/T 30428.2-2013 代码）",
        source="代码和名称据公开的城市标准整理，立案条件和结案条件由本项目拟定，未与标准原文核对",
        valid_from=STARTER_BEGINS,
        is_adopted=is_first,
        note="大类 04 为街面秩序、05 为突发事件。各地执行前应按本市标准核对修订。",
    )
    return older, edition


def _load_categories(edition: Edition) -> Found:
    rows = [_category(edition, record) for record in _records("starter_categories.csv")]
    return {(one.kind, one.code): one for one in Category.objects.bulk_create(rows)}


def _category(edition: Edition, record: Record) -> Category:
    category = build_category(
        edition=edition,
        kind=record["kind"],
        big_name=record["big_name"],
        code=record["code"],
        name=record["name"],
        handler=record.get("handler", ""),
        icon=record.get("icon", ""),
    )
    category.is_city_extension = bool(record.get("is_city_extension"))
    category.keywords = record.get("keywords", "").split()
    return category


def _load_standards(found: Found) -> None:
    FilingStandard.objects.bulk_create(
        _standard(found[record["kind"], record["code"]], record, level, column)
        for record in _records("starter_standards.csv")
        for level, column in _LEVELS
    )


def _standard(category: Category, record: Record, level: Level, column: str) -> FilingStandard:
    limit = parse_limit(record[column])
    number = int(record["condition_no"])
    return FilingStandard(
        category=category,
        condition_no=number,
        number=standard_number(category, number),
        condition=record["condition"],
        closing_rule=record["closing_rule"],
        level=level,
        limit_value=limit.value,
        limit_unit=limit.unit,
        default_handler=category.handler,
        valid_from=STARTER_BEGINS,
        source=SOURCE,
    )


def _load_questions(found: Found) -> None:
    asked = groupby(_records("starter_questions.csv"), lambda one: (one["kind"], one["code"], one["question"]))
    options: list[QuestionOption] = []
    asking: list[CategoryQuestion] = []
    for (kind, code, text), answers in asked:
        question = CategoryQuestion(category=found[kind, code], order=1, text=text)
        asking.append(question)
        options += [
            QuestionOption(question=question, order=place, label=one["option"], condition_no=int(one["condition_no"]))
            for place, one in enumerate(answers, start=1)
        ]
    CategoryQuestion.objects.bulk_create(asking)
    QuestionOption.objects.bulk_create(options)


def _load_older(older: Edition, found: Found) -> None:
    records = list(_records("older_edition.csv"))
    made = Category.objects.bulk_create([_category(older, record) for record in records])
    CategoryMapping.objects.bulk_create(
        CategoryMapping(
            from_category=category,
            to_category=found[record["to_kind"], record["to_code"]],
            relation=Relation(record["relation"]),
            note=record["note"],
        )
        for category, record in zip(made, records, strict=True)
        if record["to_code"]
    )

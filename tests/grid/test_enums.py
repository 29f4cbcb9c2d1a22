"""The closed lists of the grid: stored values fit their columns, and every one has a word in both languages."""

import re

import pytest
from django.db import models
from django.utils import translation

from chengzhi.grid import enums
from chengzhi.grid.codes import LEVEL_BY_LENGTH
from chengzhi.grid.models import Cell, CellDuty, Division, DivisionChange, ImportBatch, Part, PartChange, Place

CHINESE = re.compile(r"[\u4e00-\u9fff]")
LISTS = [
    enums.Level,
    enums.ChangeKind,
    enums.Grade,
    enums.LandUse,
    enums.DutyKind,
    enums.PartState,
    enums.PartChangeKind,
    enums.PlaceKind,
    enums.ImportKind,
    enums.FaultKind,
]
COLUMNS: list[tuple[type[models.Model], str, type[models.TextChoices]]] = [
    (Division, "level", enums.Level),
    (DivisionChange, "kind", enums.ChangeKind),
    (Cell, "grade", enums.Grade),
    (Cell, "land_use", enums.LandUse),
    (CellDuty, "kind", enums.DutyKind),
    (Part, "state", enums.PartState),
    (PartChange, "kind", enums.PartChangeKind),
    (Place, "kind", enums.PlaceKind),
    (ImportBatch, "kind", enums.ImportKind),
]


@pytest.mark.parametrize("words", LISTS)
def test_every_value_has_its_own_word_in_both_languages(words: type[models.TextChoices]) -> None:
    for language in ("zh-hans", "en"):
        with translation.override(language):
            labels = [str(label) for label in words.labels]
        assert len(set(labels)) == len(labels)
        assert all(bool(CHINESE.search(label.partition(" (")[0])) is (language == "zh-hans") for label in labels)


@pytest.mark.parametrize(("model", "column", "words"), COLUMNS)
def test_every_value_fits_its_column(model: type[models.Model], column: str, words: type[models.TextChoices]) -> None:
    field = model._meta.get_field(column)
    assert isinstance(field, models.CharField)
    assert max(len(value) for value in words.values) <= (field.max_length or 0)
    assert field.choices == words.choices


def test_levels_are_those_the_length_of_a_code_tells() -> None:
    assert set(LEVEL_BY_LENGTH.values()) == set(enums.Level.values)


@pytest.mark.parametrize(
    ("value", "label"),
    [
        (enums.Grade.A, "A 类区域"),
        (enums.DutyKind.COLLECTOR, "采集员"),
        (enums.DutyKind.FIRM, "驻区单位"),
        (enums.PartState.DISUSED, "废弃"),
        (enums.ChangeKind.RECODE, "换码"),
        (enums.FaultKind.SLIVER, "碎缝"),
    ],
)
def test_the_terms_of_the_trade_are_the_statutory_ones(value: models.TextChoices, label: str) -> None:
    assert value.label == label

"""The closed lists: stored values fit their columns, and every one has a word in both languages."""

import re

import pytest
from django.db import models
from django.utils import translation

from chengzhi.organisation import enums
from chengzhi.organisation.models import Appointment, Person, RegisterAct, Unit, UnitSuccession, UnitVersion

CHINESE = re.compile(r"[\u4e00-\u9fff]")
LISTS = [
    enums.UnitKind,
    enums.SuccessionKind,
    enums.AppointmentKind,
    enums.EmploymentKind,
    enums.ActKind,
]
COLUMNS: list[tuple[type[models.Model], str, type[models.TextChoices]]] = [
    (Unit, "kind", enums.UnitKind),
    (UnitVersion, "kind", enums.UnitKind),
    (UnitSuccession, "kind", enums.SuccessionKind),
    (Appointment, "kind", enums.AppointmentKind),
    (Person, "employment", enums.EmploymentKind),
    (RegisterAct, "act", enums.ActKind),
]


@pytest.mark.parametrize("words", LISTS)
def test_every_value_has_its_own_word_in_both_languages(words: type[models.TextChoices]) -> None:
    for language in ("zh-hans", "en"):
        with translation.override(language):
            labels = [str(label) for label in words.labels]
        assert len(set(labels)) == len(labels)
        assert all(bool(CHINESE.match(label)) is (language == "zh-hans") for label in labels)


@pytest.mark.parametrize(("model", "column", "words"), COLUMNS)
def test_every_value_fits_its_column(model: type[models.Model], column: str, words: type[models.TextChoices]) -> None:
    field = model._meta.get_field(column)
    assert isinstance(field, models.CharField)
    assert max(len(value) for value in words.values) <= (field.max_length or 0)
    assert field.choices == words.choices


@pytest.mark.parametrize("words", LISTS)
def test_stored_values_are_plain_words(words: type[models.TextChoices]) -> None:
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", value) for value in words.values)


@pytest.mark.parametrize(
    ("value", "label"),
    [
        (enums.UnitKind.URBAN_OFFICE, "城综办"),
        (enums.UnitKind.MANAGEMENT_OFFICE, "街道城管办"),
        (enums.SuccessionKind.ABOLISH, "撤销"),
        (enums.AppointmentKind.CROSS, "交叉任职"),
        (enums.AppointmentKind.SECONDMENT, "借调"),
        (enums.EmploymentKind.ASSISTANT, "协管员"),
        (enums.ActKind.RECODE_TERRITORIES, "区划代码变更"),
    ],
)
def test_the_terms_of_the_trade_are_the_statutory_ones(value: models.TextChoices, label: str) -> None:
    assert value.label == label

import pytest
from django.db import models
from django.utils import translation

from chengzhi.catalogue.enums import CategoryKind, Clock, HandlerKind, Level, Relation
from chengzhi.catalogue.models import Category, CategoryMapping, FilingStandard
from chengzhi.grid.enums import Grade


@pytest.mark.parametrize("kind", [CategoryKind, Clock, HandlerKind, Level, Relation])
def test_every_member_has_words_in_both_languages(kind: type[HandlerKind]) -> None:
    for member in kind:
        with translation.override("en"):
            english = str(member.label)
        assert english[:1].isascii()
        assert english != str(member.label)


def test_levels_are_the_grades_of_cells_and_none() -> None:
    assert set(Level.values) == {"", *Grade.values}


COLUMNS: list[tuple[type[models.Model], str, type[models.TextChoices]]] = [
    (Category, "kind", CategoryKind),
    (Category, "handler", HandlerKind),
    (CategoryMapping, "relation", Relation),
    (FilingStandard, "level", Level),
    (FilingStandard, "default_handler", HandlerKind),
]


@pytest.mark.parametrize(("model", "column", "words"), COLUMNS)
def test_every_value_fits_its_column(model: type[models.Model], column: str, words: type[models.TextChoices]) -> None:
    field = model._meta.get_field(column)
    assert isinstance(field, models.CharField)
    assert max(len(value) for value in words.values) <= (field.max_length or 0)
    assert field.choices == words.choices


@pytest.mark.parametrize("words", [CategoryKind, Clock, HandlerKind, Level, Relation])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_two_members_read_alike(words: type[models.TextChoices], language: str) -> None:
    with translation.override(language):
        labels = [str(label) for label in words.labels]
    assert len(set(labels)) == len(labels)
    assert all(labels)


def test_relations_are_ordered_from_near_to_far() -> None:
    assert list(Relation.values) == ["same", "broader", "narrower", "related"]

import pytest
from django.utils import translation

from chengzhi.catalogue.enums import CategoryKind, Clock, HandlerKind, Level, Relation
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

import pytest
from django.utils import translation

from chengzhi.evidence.enums import MediaKind, Source, Variant
from chengzhi.evidence.models.blobs import EDGES


@pytest.mark.parametrize("kind", [MediaKind, Source, Variant])
def test_every_member_has_words_in_both_languages(kind: type[MediaKind]) -> None:
    for member in kind:
        with translation.override("en"):
            assert str(member.label).isascii()


def test_variants_are_the_original_and_the_thumbnails_made() -> None:
    assert {one.value for one in Variant} == {"original", *map(str, EDGES)}

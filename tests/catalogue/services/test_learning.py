import pytest

from chengzhi.catalogue.models import LearnedWord
from chengzhi.catalogue.services import learn_words
from tests.factories import catalogue as made

pytestmark = pytest.mark.django_db


def test_words_are_learned_anew_each_time() -> None:
    one = made.category()
    filed = [(one.pk, "蟑螂成群")] * 3 + [(one.pk, "苍蝇很多")] * 2 + [(0, "别处")] * 9
    assert learn_words(edition=one.edition, filed=filed) == 2
    assert set(LearnedWord.objects.values_list("word", "count")) == {("蟑螂", 3), ("成群", 3)}
    assert learn_words(edition=one.edition, filed=[]) == 0
    assert not LearnedWord.objects.exists()

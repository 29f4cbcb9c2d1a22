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


@pytest.mark.parametrize(("times", "kept"), [(0, 0), (1, 0), (2, 0), (3, 1), (30, 1)])
def test_a_word_seen_by_chance_is_not_learned(times: int, kept: int) -> None:
    one = made.category()
    assert learn_words(edition=one.edition, filed=[(one.pk, "蟑螂")] * times) == kept


def test_a_word_counts_once_for_each_report() -> None:
    one = made.category()
    learn_words(edition=one.edition, filed=[(one.pk, "蟑螂蟑螂蟑螂")] * 3)
    assert LearnedWord.objects.get(word="蟑螂").count == 3


def test_learning_makes_a_revision_even_where_nothing_was_learned() -> None:
    one = made.category()
    one.edition.refresh_from_db()
    before = one.edition.revision
    learn_words(edition=one.edition, filed=[])
    one.edition.refresh_from_db()
    assert one.edition.revision == before + 1


def test_what_another_edition_learned_is_left_alone() -> None:
    one, other = made.category(), made.category(made.edition("other", is_adopted=False))
    for category in (one, other):
        learn_words(edition=category.edition, filed=[(category.pk, "蟑螂")] * 3)
    learn_words(edition=one.edition, filed=[])
    assert LearnedWord.objects.get().category == other


@pytest.mark.parametrize("text", ["", " ", "🙂🙂", "\x00", "a" * 5_000])
def test_no_text_breaks_learning(text: str) -> None:
    one = made.category()
    assert learn_words(edition=one.edition, filed=[(one.pk, text)] * 3) >= 0

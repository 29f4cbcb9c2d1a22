"""Learning everyday words from filed cases."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from django.db import transaction

from chengzhi.catalogue.models import Category, Edition, LearnedWord
from chengzhi.catalogue.proposing import cut_words
from chengzhi.catalogue.services.categories import renew

LEAST = 3  # a word seen less often in a category is chance
MOST = 80  # words kept for each category
LONGEST_WORD = 20


@transaction.atomic
def learn_words(*, edition: Edition, filed: Iterable[tuple[int, str]]) -> int:
    """The learned words of an edition are counted anew from (category id, report text); returns how many are kept."""
    counts: defaultdict[int, Counter[str]] = defaultdict(Counter)
    known = set(Category.objects.filter(edition=edition).values_list("pk", flat=True))
    for category_id, text in filed:
        if category_id in known:
            counts[category_id].update(set(cut_words(text)))
    rows = [
        LearnedWord(category_id=category_id, word=word, count=count)
        for category_id, words in counts.items()
        for word, count in words.most_common(MOST)
        if count >= LEAST and len(word) <= LONGEST_WORD
    ]
    LearnedWord.objects.filter(category__edition=edition).delete()
    LearnedWord.objects.bulk_create(rows)
    renew(edition)
    return len(rows)

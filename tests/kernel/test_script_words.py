"""Scripts and server agree on the words that scripts show."""

import re
from pathlib import Path

from django.utils import translation

from chengzhi.kernel.script_words import script_words

SCRIPTS = Path(__file__).resolve().parents[2] / "src" / "chengzhi" / "static" / "cz"
ASKED = re.compile(r'word\(\s*(?:[^"()]+\? )?"([a-z_]+)"(?: : "([a-z_]+)")?')


def asked_words() -> set[str]:
    found = [ASKED.findall(path.read_text(encoding="utf-8")) for path in SCRIPTS.glob("*.js")]
    return {word for pairs in found for pair in pairs for word in pair if word}


def test_every_word_a_script_asks_for_is_given() -> None:
    assert asked_words() - set(script_words()) == set()


def test_no_word_is_given_that_nobody_asks_for() -> None:
    lights = {f"light_{code}" for code in "gyrbp"}
    assert set(script_words()) - asked_words() - lights == set()


def test_words_have_the_same_places_to_fill_in_both_languages() -> None:
    chinese = {key: sorted(re.findall(r"\{\d\}", str(text))) for key, text in script_words().items()}
    with translation.override("en"):
        english = {key: sorted(re.findall(r"\{\d\}", str(text))) for key, text in script_words().items()}
    assert chinese == english

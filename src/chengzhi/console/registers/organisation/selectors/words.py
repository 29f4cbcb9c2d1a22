"""Finding by what people type: words, codes, pinyin, initials."""

from functools import lru_cache

from chengzhi.kernel.search import pinyin_initials, pinyin_key


@lru_cache(maxsize=4096)
def sound_of(name: str) -> str:
    """Return initials and whole pinyin of a name, as people type them."""
    return f"{pinyin_initials(name)} {pinyin_key(name)}"


def answers(text: str, *names: str) -> bool:
    """Tell whether one of the names contains the words or sounds like them."""
    words = "".join(text.lower().split())
    return any(words in name.lower() or (words.isascii() and words in sound_of(name)) for name in names if name)

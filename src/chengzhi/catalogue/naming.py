"""Names as keys: codes change between editions and cities, names hardly do."""

import re
import unicodedata

_SEPARATORS = re.compile(r"[\s、，,。．.（）()〔〕\[\]“”\"'·/\\-]+")
_VAGUE = frozenset({"其他", "其它"})


def name_key(name: str, big_name: str = "") -> str:
    """Return the stable key of a category's name; 其他 means nothing without its class, so the class goes before it."""
    plain = _SEPARATORS.sub("", unicodedata.normalize("NFKC", name)).lower()
    return f"{name_key(big_name)}{plain}" if plain in _VAGUE and big_name else plain

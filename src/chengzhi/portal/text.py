"""Typed text before it is used outside of a form."""

import unicodedata


def plain(text: str, most: int) -> str:
    """Return typed text without control characters, which no database takes, cut to a length."""
    return "".join(char for char in text if char.isprintable() or char in "\r\n\t").strip()[:most]


def half_width(text: str) -> str:
    """Return text with the wide digits and marks of Chinese keyboards made narrow."""
    return unicodedata.normalize("NFKC", text)

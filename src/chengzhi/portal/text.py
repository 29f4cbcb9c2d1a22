"""Typed text before it is used outside of a form."""


def plain(text: str, most: int) -> str:
    """Return typed text without control characters, which no database takes, cut to a length."""
    return "".join(char for char in text if char.isprintable() or char in "\r\n\t").strip()[:most]

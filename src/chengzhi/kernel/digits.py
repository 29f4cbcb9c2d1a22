"""Whole numbers as pages send them: hidden fields, choices and keys that anybody may have changed on the way."""

LARGEST_KEY = 2**63 - 1
_LONGEST = len(str(LARGEST_KEY))


def whole_number(text: object, most: int = LARGEST_KEY) -> int | None:
    """Return the number that plain ASCII digits say, up to ``most``; None for anything else, however long."""
    digits = str(text)
    if len(digits) > _LONGEST or not (digits.isascii() and digits.isdigit()):
        return None
    number = int(digits)
    return number if number <= most else None


def whole_numbers(texts: object) -> list[int]:
    """Return the numbers among many texts, in their order; what is no number is left out."""
    given = texts if isinstance(texts, list | tuple) else [texts]
    return [number for text in given if (number := whole_number(text)) is not None]

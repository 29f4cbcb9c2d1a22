"""Two languages without Django: the command line speaks before settings and catalogues can be read."""

import os

from rich.console import Console

console = Console(highlight=False)
complaints = Console(stderr=True, highlight=False)


def english() -> bool:
    """Tell whether the environment asks for English; Chinese is the default."""
    wanted = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return next((value for value in wanted if value), "").startswith("en")


def two(chinese: str, in_english: str) -> str:
    """Return the sentence in the language of the environment."""
    return in_english if english() else chinese


def say(chinese: str, in_english: str) -> None:
    """Print the sentence in the language of the environment; the terminal wraps it, not we."""
    console.print(two(chinese, in_english), soft_wrap=True)

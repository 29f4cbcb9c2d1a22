"""Typed readers for settings that come from the environment; each also accepts NAME_FILE."""

import os
from pathlib import Path


class SettingError(Exception):
    """A setting has a value that cannot be used; the message says which and what to write."""


def text(name: str, default: str = "") -> str:
    """Return the variable, or the content of the file named by NAME_FILE, or the default."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            message = f"{name}_FILE={path!r}: {error.strerror}"
            raise SettingError(message) from error
        except UnicodeDecodeError as error:
            message = f"{name}_FILE={path!r}: write the file in UTF-8"
            raise SettingError(message) from error
    return os.environ.get(name, default)


def flag(name: str, *, default: bool = False) -> bool:
    """Return a yes/no variable; anything else than 1/0, true/false, yes/no is refused."""
    value = text(name, "yes" if default else "no").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    message = f"{name}={value!r}: write yes or no"
    raise SettingError(message)


def number(name: str, default: int) -> int:
    """Return a whole number."""
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError:
        message = f"{name}={value!r}: write a whole number"
        raise SettingError(message) from None


def words(name: str, default: str = "") -> list[str]:
    """Return a comma-separated list."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]

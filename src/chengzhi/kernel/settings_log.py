"""Settings whose changes are written down: what is compared of each, how it is said, and the writing itself.

A room describes its settings once and registers them when it starts; its services call ``note_change()`` in the
transaction of the change, so that a change and its line stand or fall together.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from django.db import connection, models
from django.db.transaction import TransactionManagementError
from django.utils.translation import gettext as _

from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.models.accounts import Account
from chengzhi.kernel.models.setting_changes import ChangeAct, SettingsChange
from chengzhi.kernel.permissions import Words
from chengzhi.kernel.tabular import Fate

Values = dict[str, Any]
# So many rows of an import are kept one by one; the counts tell of all.
MOST_DETAILS = 50
LONGEST_LABEL, LONGEST_KEY, LONGEST_SOURCE, LONGEST_NAME = 200, 120, 300, 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing a setting says: its name, how it is read off a row as JSON, and how that is said to a person."""

    label: Words
    read: Callable[[Any], Any]
    said: Callable[[Any], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One kind of setting, under a code of room and name.

    ``key`` tells its rows apart, ``label`` names one as it is called now, ``titled`` makes of both what a reader sees.
    """

    code: str
    name: Words
    facts: Mapping[str, Fact]
    key: Callable[[Any], str]
    label: Callable[[Any], str] = str
    titled: Callable[[str, str], Any] = lambda _key, label: label

    def values(self, row: Any) -> Values:
        """Return what the row says now, ready for JSON."""
        return {name: one.read(row) for name, one in self.facts.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedFile:
    """What was imported: key and label of the whole, the rows by fate, where it comes from, the SHA-256 of the file."""

    key: str
    label: str
    counts: Mapping[Fate, int]
    source: str
    file_hash: str = ""


_registry: dict[str, Setting] = {}


def register(*settings: Setting) -> None:
    """Make settings known by their codes; called from ``AppConfig.ready()``."""
    _registry.update({one.code: one for one in settings})


def registered() -> list[Setting]:
    """Return every known setting, by code."""
    return [_registry[code] for code in sorted(_registry)]


def setting_of(code: str) -> Setting | None:
    """Return the setting with a code, or None where no room knows it any more."""
    return _registry.get(code)


def facts_of(model: type[models.Model], *names: str, **said: Callable[[Any], Any]) -> dict[str, Fact]:
    """Return facts that are columns of a model, under the columns' own names and in the words of their choices."""
    return {name: _column(model, name, said.get(name)) for name in names}


def _column(model: type[models.Model], name: str, said: Callable[[Any], Any] | None) -> Fact:
    field = model._meta.get_field(name)
    words = {str(value): label for value, label in getattr(field, "flatchoices", ()) if value != ""}
    label = getattr(field, "verbose_name", name)
    return Fact(label=label, read=partial(_plain, name), said=said or partial(say, words=words))


def _plain(name: str, row: Any) -> Any:
    value = getattr(row, name)
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, models.Model | str) else value


def say(value: Any, words: Mapping[str, Words] | None = None) -> Words:
    """Return a value of JSON as a person reads it; nothing is 没有."""
    if value in ("", None, [], {}):
        return _("没有")
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, list):
        return "、".join(str(one) for one in value)
    if isinstance(value, dict):
        return "、".join(f"{one}→{other}" for one, other in value.items())
    return (words or {}).get(str(value), str(value))


def say_last_day(value: Any) -> Words:
    """Return an end that may be open: 长期 where there is none."""
    return value or _("长期")


def note_change(
    *,
    capacity: Capacity,
    setting: Setting,
    row: Any,
    act: ChangeAct,
    before: Values | None = None,
    after: Values | None = None,
    file_hash: str = "",
) -> SettingsChange | None:
    """The change stands in the log of the present transaction; where nothing differs, nothing is written.

    ``before`` is what ``setting.values()`` returned earlier, nothing for a new row; ``after`` is read off the row unless
    given, as for a row that is gone. Raises TransactionManagementError outside a transaction.
    """
    then, now = _differing(before or {}, setting.values(row) if after is None else after)
    if not then and not now:
        return None
    return _write(
        capacity, setting, key=setting.key(row), label=setting.label(row), act=act, before=then, after=now,
        file_hash=file_hash,
    )  # fmt: skip


def note_import(
    *, capacity: Capacity, setting: Setting, file: ImportedFile, rows: Iterable[tuple[str, Values, Values]]
) -> SettingsChange | None:
    """One line stands for a whole import: how many rows met which fate, and the first changed ones as they were.

    ``rows`` are (name of the row, values before, values after). Nothing is written where no row is new or changed.
    """
    if not file.counts[Fate.NEW] + file.counts[Fate.CHANGED]:
        return None
    changed = {name: _differing(then, now) for name, then, now in rows}
    kept = dict(list(changed.items())[:MOST_DETAILS])
    return _write(
        capacity, setting, key=file.key, label=file.label, act=ChangeAct.IMPORTED, file_hash=file.file_hash,
        before={name: then for name, (then, _now) in kept.items() if then},
        after={name: now for name, (_then, now) in kept.items() if now},
        summary={fate.value: count for fate, count in file.counts.items()}, source=file.source[:LONGEST_SOURCE],
    )  # fmt: skip


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file as the log keeps it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _differing(before: Values, after: Values) -> tuple[Values, Values]:
    """Return both sides without what is the same; empty words, lists and None are all nothing."""
    names = [name for name in {**before, **after} if _bare(before.get(name)) != _bare(after.get(name))]
    return {one: before[one] for one in names if one in before}, {one: after[one] for one in names if one in after}


def _bare(value: Any) -> Any:
    return None if value in ("", [], {}) else value


def _write(capacity: Capacity, setting: Setting, *, key: str, label: str, **facts: Any) -> SettingsChange:
    if not connection.in_atomic_block:
        message = "a change of a setting is noted in the transaction that makes it"
        raise TransactionManagementError(message)
    return SettingsChange.objects.create(
        at=clock.now(),
        setting=setting.code,
        key=key[:LONGEST_KEY],
        label=label[:LONGEST_LABEL],
        **_who(capacity),
        **facts,
    )


def _who(capacity: Capacity) -> Values:
    """Return who acts, under the names of today."""
    account = Account.objects.filter(pk=capacity.account_id).first() if capacity.account_id else None
    return {
        "account": account,
        "account_name": account.username if account else "",
        "appointment_ref": capacity.appointment_id,
        "person_name": capacity.person_name[:LONGEST_NAME],
        "post_name": capacity.post_name[:LONGEST_NAME],
        "unit_name": capacity.unit_name[:LONGEST_NAME],
    }

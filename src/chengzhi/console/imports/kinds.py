"""The kinds of files that can be imported: who may, which columns they have, how they are tried out and written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from chengzhi.console.imports.store import Job, Ticker
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.permissions import OfficialPermission, Words
from chengzhi.kernel.tabular import read_table

SAMPLES = 3
Run = Callable[[Job, Capacity, Ticker], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Column:
    """One of our fields: its key, its name for people, whether a file must have it."""

    key: str
    label: Words
    is_needed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of file.

    ``look`` notes columns and samples on the job, ``suggest`` matches columns, ``fields`` gives the form's options by
    name, ``check`` tries the file out and writes nothing, ``write`` does it.
    """

    name: str
    label: Words
    note: Words
    formats: Words
    accept: str
    icon: str
    right: OfficialPermission
    columns: tuple[Column, ...]
    look: Callable[[Job], None]
    suggest: Callable[[Job], dict[str, str]]
    fields: Callable[[Job, Capacity], Mapping[str, Any]]
    check: Run
    write: Run
    effect: Words


def look_at_table(job: Job) -> None:
    """Note the columns of a sheet and its first rows; raises BadInput for what is no sheet."""
    table = read_table(job.path, limit_rows=SAMPLES)
    rows = list(table.rows)
    if not rows:
        raise BadInput({"file": _("表里只有表头，没有数据行。请检查选中的文件或工作表。")})
    job.columns = list(table.columns)
    job.samples = [{name: _short(row.values.get(name)) for name in job.columns} for row in rows]


def _short(value: Any) -> str:
    return "" if value is None else str(value)[:40]


def by_alias(columns: list[str], aliases: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return the column of each field whose name is known for it."""
    known = {" ".join(name.split()).lower(): name for name in reversed(columns)}
    found = {key: next((known[name] for name in names if name in known), "") for key, names in aliases.items()}
    return {key: name for key, name in found.items() if name}

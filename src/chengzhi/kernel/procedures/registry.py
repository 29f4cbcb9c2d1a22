"""Which procedure governs which kind of subject; a subject keeps the version it began under."""

from typing import Any

from chengzhi.kernel.procedures.table import Procedure

_tables: dict[tuple[str, int], Procedure[Any]] = {}


def register(procedure: Procedure[Any]) -> None:
    """Make a procedure known by its name and version; called from ``AppConfig.ready()``."""
    _tables[procedure.name, procedure.version] = procedure


def procedure_named(name: str, version: int) -> Procedure[Any]:
    """Return the table, or raise KeyError."""
    return _tables[name, version]


def all_procedures() -> list[Procedure[Any]]:
    """Return every registered table, ordered by name and version."""
    return [_tables[key] for key in sorted(_tables)]

"""Who above this room refers to cells by their codes; a cell in use cannot be withdrawn."""

from collections.abc import Callable, Collection, Sequence

from django.utils.functional import Promise

CellCounter = Callable[[Collection[str]], int]

_counters: list[tuple[str | Promise, CellCounter]] = []


def register_cell_counter(label: str | Promise, counter: CellCounter) -> None:
    """From now on ``counter`` tells how many things called ``label`` lie in given cells; call it in ``ready()``."""
    _counters.append((label, counter))


def uses_of_cells(codes: Sequence[str]) -> list[str]:
    """Return what refers to any of the cells, as "label count"; nothing where nobody does."""
    counted = [(label, counter(codes)) for label, counter in _counters] if codes else []
    return [f"{label} {count}" for label, count in counted if count]

"""Progress on the terminal for work that takes longer than a moment."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, DownloadColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from chengzhi.operations.words import complaints

Advance = Callable[[int], None]


@contextmanager
def bytes_progress(words: str, total: int | None = None) -> Iterator[Advance]:
    """Show a bar over ``total`` bytes (a spinner where that is unknown); the block reports bytes as they pass."""
    columns = (SpinnerColumn(), TextColumn(words), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=complaints, transient=True, disable=not complaints.is_terminal) as bar:
        task = bar.add_task(words, total=total)

        def advance(count: int) -> None:
            bar.advance(task, count)

        yield advance

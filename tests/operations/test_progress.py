"""Bars are for people at a terminal; a log or a script gets none."""

import io

import pytest
from rich.console import Console

from chengzhi.operations import progress
from chengzhi.operations.progress import bytes_progress


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    out = io.StringIO()
    monkeypatch.setattr(progress, "complaints", Console(file=out, force_terminal=True, width=100))
    return out


def test_a_terminal_is_shown_what_is_being_done(terminal: io.StringIO) -> None:
    with bytes_progress("写入备份", 100) as advance:
        advance(40)
        advance(60)
    assert "写入备份" in terminal.getvalue()


def test_work_of_unknown_length_is_shown_too(terminal: io.StringIO) -> None:
    with bytes_progress("导出数据库") as advance:
        advance(1)
    assert "导出数据库" in terminal.getvalue()


def test_a_log_is_not_filled_with_bars(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    monkeypatch.setattr(progress, "complaints", Console(file=out, force_terminal=False))
    with bytes_progress("写入备份", 10) as advance:
        advance(10)
    assert out.getvalue().strip() == ""


def test_the_bar_goes_when_the_work_fails(terminal: io.StringIO) -> None:
    with pytest.raises(OSError, match="full"), bytes_progress("写入备份", 10):
        raise OSError("disk full")

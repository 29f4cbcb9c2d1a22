"""The command that compiles the message catalogues of all rooms."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from chengzhi.kernel.management.commands import compile_catalogues
from chengzhi.kernel.translations import CatalogueError


@pytest.mark.parametrize("force", [True, False])
def test_what_was_compiled_is_counted(monkeypatch: pytest.MonkeyPatch, *, force: bool) -> None:
    asked: list[bool] = []

    def compiled(*, force: bool) -> list[Path]:
        asked.append(force)
        return [Path("a.mo"), Path("b.mo")]

    monkeypatch.setattr(compile_catalogues, "compile_all", compiled)
    out = StringIO()
    call_command("compile_catalogues", force=force, stdout=out)
    assert (asked, out.getvalue().strip()) == ([force], "编译了 2 个语言文件。")


def test_a_line_nobody_understands_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_given: object) -> list[Path]:
        raise CatalogueError("cases/django.po:7: msgid")

    monkeypatch.setattr(compile_catalogues, "compile_all", fail)
    with pytest.raises(CommandError, match=r"没有编译。请改这一行：cases/django\.po:7"):
        call_command("compile_catalogues")

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from chengzhi.kernel import generated_docs

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_committed_pages_say_what_the_code_says() -> None:
    assert generated_docs.stale(DOCS) == []


def test_a_missing_page_is_stale_until_it_is_written(tmp_path: Path) -> None:
    assert generated_docs.stale(tmp_path)
    generated_docs.write(tmp_path)
    assert generated_docs.stale(tmp_path) == []


def test_the_check_names_the_stale_pages(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"case-v1\.md"):
        call_command("write_docs", "--check", f"--docs={tmp_path}")
    call_command("write_docs", f"--docs={tmp_path}", stdout=StringIO())


def test_the_page_of_the_loop_shows_every_step_and_guard() -> None:
    page = generated_docs.pages()[Path("procedures") / "case-v1.md"]
    assert "stateDiagram-v2" in page
    assert "公众诉求须先核实属实" in page
    assert page.count("\n| ") > 55


def test_every_permission_has_a_row() -> None:
    assert "`cases.case.accept`" in generated_docs.permissions_page()

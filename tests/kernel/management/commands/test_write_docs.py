"""The command that keeps the generated pages up to date."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

PAGES = {"permissions.md", "procedures/case-v1.md"}


def run(docs: Path, *words: str) -> str:
    out = StringIO()
    call_command("write_docs", f"--docs={docs}", *words, stdout=out)
    return out.getvalue()


def test_every_page_is_written_and_named(tmp_path: Path) -> None:
    said = run(tmp_path)
    assert all(str(tmp_path / page) in said for page in PAGES)
    assert all((tmp_path / page).read_text(encoding="utf-8").startswith("#") for page in PAGES)


def test_what_is_up_to_date_is_left_alone(tmp_path: Path) -> None:
    run(tmp_path)
    assert run(tmp_path) == ""
    assert run(tmp_path, "--check") == ""


def test_a_stale_page_is_named_and_the_others_are_not(tmp_path: Path) -> None:
    run(tmp_path)
    (tmp_path / "permissions.md").write_text("old", encoding="utf-8")
    with pytest.raises(CommandError, match=r"过期了.*permissions\.md") as caught:
        run(tmp_path, "--check")
    assert "case-v1" not in str(caught.value)
    assert (tmp_path / "permissions.md").read_text(encoding="utf-8") == "old"
    assert "permissions.md" in run(tmp_path)

"""The pages of docs/ tell the truth: generated ones are fresh, links lead somewhere, every model is described."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import get_commands

from chengzhi.kernel import generated_docs

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = [*sorted(DOCS.rglob("*.md")), *sorted(ROOT.glob("*.md"))]
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)\s]+)\)")
COMMAND = re.compile(r"\bdjango ([a-z]+_[a-z_]+)\b|`chengzhi ([a-z-]+)")
MACHINE = re.compile(r"(?<![\w.])/(?:work|root|home)/")


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def test_generated_pages_are_fresh() -> None:
    assert [str(page) for page in generated_docs.stale(DOCS)] == [], "run: make docs"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file(page: Path) -> None:
    broken = [link for link in LINK.findall(text_of(page)) if not (page.parent / link.split("#")[0]).exists()]
    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_page_knows_the_machine_it_was_written_on(page: Path) -> None:
    assert MACHINE.findall(text_of(page)) == []


def test_every_command_that_is_named_exists() -> None:

    known = set(get_commands())
    named = {first for page in PAGES for first, _second in COMMAND.findall(text_of(page)) if first}
    assert named - known == set()


@pytest.mark.parametrize("room", ["organisation", "grid", "evidence", "catalogue", "cases", "kernel"])
def test_every_model_is_described_below_its_room(room: str) -> None:
    text = "\n".join(text_of(page) for page in (DOCS / "models" / room).glob("*.md"))
    ours = [one for one in apps.get_app_config(room).get_models() if one.__module__.startswith("chengzhi.")]
    assert [one.__name__ for one in ours if one.__name__ not in text] == []


def test_no_page_describes_a_model_that_is_gone() -> None:
    known = {one.__name__ for one in apps.get_models()}
    heads = [re.match(r"# ([A-Z][A-Za-z]+) ", text_of(page)) for page in (DOCS / "models").rglob("*.md")]
    assert [head[1] for head in heads if head and head[1] not in known] == []


def test_every_picture_that_is_shown_is_there_and_no_other() -> None:
    text = "\n".join(map(text_of, PAGES))
    assert [image.name for image in (DOCS / "images").iterdir() if image.is_file() and image.name not in text] == []

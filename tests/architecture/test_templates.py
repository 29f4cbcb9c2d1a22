"""Every template is shown by somebody: named in the source, in another template, or by a package that looks for it."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

SOURCE = Path(__file__).resolve().parents[2] / "src" / "chengzhi"
FOLDERS = sorted(SOURCE.rglob("templates"))
# Packages and the framework look for these names themselves.
LOOKED_FOR = re.compile(
    r"^(account|mfa|allauth|django)/|^(400|403|404|429|500|503|base)\.html$|_message\.txt$|_subject\.txt$"
)
# Views that put a name together: the folder, and how the rest of the name is found.
BUILT = re.compile(
    r"^(field|portal)/[a-z_]+\.html$|^console/(map/card|work/filters|intake/|styleguide/|imports/|settings/|grid/|registers/|catalogue/)"
)


def templates() -> dict[str, Path]:
    return {
        str(path.relative_to(folder)): path
        for folder in FOLDERS
        for path in sorted(folder.rglob("*"))
        if path.suffix in {".html", ".txt"} and path.is_file()
    }


def written() -> str:
    files = [*SOURCE.rglob("*.py"), *templates().values()]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def test_no_template_is_left_over() -> None:
    text = written()
    left = [name for name in templates() if name not in text and not LOOKED_FOR.search(name) and not BUILT.search(name)]
    assert left == []


def test_what_is_put_together_is_at_least_named_by_its_stem() -> None:
    text = written()
    left = [
        name
        for name in templates()
        if BUILT.search(name) and name not in text and Path(name).stem.split("_")[0] not in text
    ]
    assert left == []


@pytest.mark.parametrize("name", sorted(templates()))
def test_every_template_can_be_read(name: str) -> None:
    assert get_template(name).template is not None  # type: ignore[attr-defined]  # the engine's own


def test_no_name_is_taken_twice() -> None:
    names = [str(path.relative_to(folder)) for folder in FOLDERS for path in folder.rglob("*.html")]
    assert sorted(names) == sorted(set(names))


def test_every_button_says_what_it_does() -> None:
    bare = re.compile(r"<button\b(?:\{%.*?%\}|\{\{.*?\}\}|[^>])*>", re.DOTALL)
    found = [
        f"{name}: {match[0][:60]}"
        for name, path in templates().items()
        for match in bare.finditer(path.read_text(encoding="utf-8"))
        if "type=" not in match[0]
    ]
    assert found == []


def test_every_form_that_posts_carries_its_token() -> None:
    form = re.compile(r'<form\b[^>]*method="post".*?</form>', re.DOTALL)
    found = [
        f"{name}: {match[0][:80]}"
        for name, path in templates().items()
        for match in form.finditer(path.read_text(encoding="utf-8"))
        if "csrf_token" not in match[0]
    ]
    assert found == []


def test_every_table_head_says_which_way_it_heads() -> None:
    found = [
        f"{name}: {match[0]}"
        for name, path in templates().items()
        for match in re.finditer(r"<th\b(?![^>]*\bscope=)[^>]*>", path.read_text(encoding="utf-8"))
    ]
    assert found == []

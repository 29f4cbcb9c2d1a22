"""Models, services, guards and commands say in words what they are; nothing is left undone in the code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

SOURCE = Path(__file__).resolve().parents[2] / "src" / "chengzhi"
MARK = re.compile(r"\b(TODO|FIXME|XXX)\b")


def modules(*patterns: str) -> Iterator[Path]:
    for pattern in patterns:
        yield from (path for path in SOURCE.glob(pattern) if "migrations" not in path.parts)


def undocumented(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bodies = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    public = [node for node in bodies if not node.name.startswith("_")]
    return [f"{path.relative_to(SOURCE)}:{node.name}" for node in public if not ast.get_docstring(node)]


def test_every_service_says_what_is_true_afterwards() -> None:
    files = modules("*/services.py", "*/services/**/*.py", "*/procedure/guards.py", "*/management/commands/*.py")
    assert [name for path in files for name in undocumented(path)] == []


def test_every_model_says_what_it_is() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("chengzhi.")]
    assert [model.__name__ for model in ours if (model.__doc__ or "").startswith(f"{model.__name__}(")] == []


@pytest.mark.parametrize("room", sorted(path.parent.name for path in SOURCE.glob("*/apps.py")))
def test_every_room_says_what_it_owns(room: str) -> None:
    text = ast.get_docstring(ast.parse((SOURCE / room / "__init__.py").read_text(encoding="utf-8")))
    assert len(text or "") > 40


def test_nothing_is_left_undone() -> None:
    marked = [path.name for path in modules("**/*.py") if MARK.search(path.read_text(encoding="utf-8"))]
    assert marked == []

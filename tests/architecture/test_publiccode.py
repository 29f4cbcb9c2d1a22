"""publiccode.yml tells the truth about version, licence, languages and what is needed."""

import tomllib
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from chengzhi.version import VERSION
from tests.support.database import OLDEST

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def said() -> dict[str, object]:
    found: dict[str, object] = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    return found


def test_version_and_licence_are_those_of_the_project(said: dict[str, object]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert said["softwareVersion"] == VERSION
    assert said["legal"] == {"license": project["license"]["text"]}
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").split()[:2] == ["Apache", "License"]


def test_languages_are_those_of_the_interface(said: dict[str, object]) -> None:
    wanted = {code.lower() for code in said["localisation"]["availableLanguages"]}  # type: ignore[index]  # free form
    assert wanted == {code for code, _ in settings.LANGUAGES}


def test_what_is_needed_is_what_is_tested(said: dict[str, object]) -> None:
    needed = {one["name"]: one["versionMin"] for one in said["dependsOn"]["open"]}  # type: ignore[index]  # free form
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert needed == {"Python": project["requires-python"].removeprefix(">="), "PostgreSQL": str(OLDEST)}

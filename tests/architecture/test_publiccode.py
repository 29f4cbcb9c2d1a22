"""publiccode.yml tells the truth about version, licence, languages and what is needed."""

import tomllib
from pathlib import Path
from urllib.parse import urlsplit

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


# The vocabularies and lengths of the standard, version 0.4, as far as this file uses them.
CATEGORIES = {
    "customer-service-and-support", "digital-citizenship", "geographic-information-systems", "workflow-management",
}  # fmt: skip
MANDATORY = {
    "publiccodeYmlVersion", "name", "url", "platforms", "categories", "developmentStatus", "softwareType",
    "description", "legal", "maintenance", "localisation",
}  # fmt: skip


def test_every_key_that_the_standard_asks_for_is_there(said: dict[str, object]) -> None:
    assert set(said) >= MANDATORY
    assert all(said[key] for key in MANDATORY)


def test_the_address_is_one_and_claims_no_host_that_could_be_somebodys(said: dict[str, object]) -> None:
    address = urlsplit(str(said["url"]))
    assert address.scheme == "https"
    assert (address.hostname or "").endswith(".invalid")


def test_categories_are_words_of_the_standard(said: dict[str, object]) -> None:
    assert set(said["categories"]) <= CATEGORIES  # type: ignore[call-overload]  # free form


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_descriptions_have_the_lengths_of_the_standard(said: dict[str, object], language: str) -> None:
    told = said["description"][language]  # type: ignore[index]  # free form
    assert set(told) <= {"shortDescription", "longDescription", "features"}
    assert 0 < len(told["shortDescription"]) <= 150
    assert 150 <= len(told["longDescription"]) <= 10_000
    assert told["features"]


def test_somebody_can_be_asked(said: dict[str, object]) -> None:
    care = said["maintenance"]
    assert care["type"] == "community"  # type: ignore[index]  # free form
    assert all(one["name"] for one in care["contacts"])  # type: ignore[index]  # free form

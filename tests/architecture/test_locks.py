"""The lock files: whole, hashed, in step with pyproject.toml, and silent about where packages came from."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
MOST_DIRECT = 25
LOCKS = ("requirements.lock", "requirements-dev.lock")
PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+) \\$", re.MULTILINE)


def project() -> dict[str, list[str]]:
    found = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {"run": found["dependencies"], "dev": found["optional-dependencies"]["dev"]}


def pins(lock: str) -> dict[str, Version]:
    text = (ROOT / lock).read_text(encoding="utf-8")
    return {canonicalize_name(name): Version(number) for name, number in PINNED.findall(text)}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_hashes(lock: str) -> None:
    blocks = re.split(r"\n(?=[a-z0-9])", (ROOT / lock).read_text(encoding="utf-8").strip())
    assert len(blocks) == len(pins(lock))
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_names_a_host_or_a_folder(lock: str) -> None:
    assert re.findall(r"https?://|file:|--(?:extra-)?index-url|--find-links|/\w+/\w+", (ROOT / lock).read_text()) == []


@pytest.mark.parametrize(("lock", "groups"), [(LOCKS[0], ("run",)), (LOCKS[1], ("run", "dev"))])
def test_every_direct_dependency_is_pinned_to_a_version_that_suits(lock: str, groups: tuple[str, ...]) -> None:
    pinned = pins(lock)
    for group in groups:
        for wanted in map(Requirement, project()[group]):
            assert pinned[canonicalize_name(wanted.name)] in wanted.specifier


def test_developers_run_what_is_shipped() -> None:
    developing = pins(LOCKS[1])
    assert {name: developing.get(name) for name in pins(LOCKS[0])} == pins(LOCKS[0])


def test_direct_dependencies_are_few_and_each_says_why() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    lines = re.findall(r'^    "(.+?)",(.*)$', text.split("dependencies = [")[1].split("\n]")[0], re.MULTILINE)
    assert len(lines) == len(project()["run"]) <= MOST_DIRECT
    assert [name for name, reason in lines if "#" not in reason] == []


def test_locks_hold_no_installer() -> None:
    assert {"pip", "pip-tools", "setuptools", "wheel"} & set(pins(LOCKS[1])) == set()

"""Every right is asked for somewhere, described in both languages, and given by at least one role to begin with."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from chengzhi.kernel.permissions import OfficialPermission, all_permissions, described, permission

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "chengzhi"
RIGHTS = all_permissions()
FORM = re.compile(r"^[a-z]+\.[a-z_]+\.[a-z_]+$")


def asked() -> str:
    files = [*SOURCE.rglob("*.py"), *SOURCE.rglob("*.html")]
    declared = {path for path in files if path.stem == "permissions"}
    return "\n".join(path.read_text(encoding="utf-8") for path in files if path not in declared)


@pytest.mark.parametrize("right", RIGHTS, ids=str)
def test_a_right_is_named_by_room_thing_and_act(right: OfficialPermission) -> None:
    assert FORM.fullmatch(str(right.value))
    assert permission(str(right.value)) is right


@pytest.mark.parametrize("right", RIGHTS, ids=str)
def test_a_right_says_in_a_sentence_what_it_allows(right: OfficialPermission) -> None:
    with translation.override("zh-hans"):
        chinese = described(right)
    assert chinese
    with translation.override("en"):
        english = described(right)
    assert english
    assert not re.search(r"^[\u4e00-\u9fff]+$", english)


def test_every_right_is_asked_for_somewhere() -> None:
    text = asked()
    unused = [str(right.value) for right in RIGHTS if f".{right.name}" not in text and str(right.value) not in text]
    assert unused == []


def test_no_value_is_used_twice() -> None:
    values = [str(right.value) for right in RIGHTS]
    assert len(values) == len(set(values))


def test_the_page_of_rights_lists_every_one() -> None:
    page = (ROOT / "docs" / "permissions.md").read_text(encoding="utf-8")
    assert [str(right.value) for right in RIGHTS if str(right.value) not in page] == []

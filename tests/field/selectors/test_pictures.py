"""Icons that the sprite lacks are known before a page draws them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from chengzhi.field.selectors.pictures import known_icons


@pytest.fixture(autouse=True)
def _read_anew() -> Iterator[None]:
    known_icons.cache_clear()
    yield
    known_icons.cache_clear()


def test_the_icons_of_the_pages_are_in_the_sprite() -> None:
    assert {"camera", "refresh", "check", "logout"} <= known_icons()


def test_without_a_sprite_no_icon_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finders, "find", lambda _name: None)
    assert known_icons() == frozenset()


def test_every_symbol_of_a_sprite_is_known(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "sprite.svg").write_text('<svg><symbol id="a-b"/><symbol id="c_2"/><path d="id"/></svg>')
    monkeypatch.setattr(finders, "find", lambda _name: str(tmp_path / "sprite.svg"))
    assert known_icons() == {"a-b", "c_2"}

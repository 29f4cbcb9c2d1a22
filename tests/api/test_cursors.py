"""Cursors: opaque, ours only, for one question only."""

import pytest

from chengzhi.api.cursors import opened, sealed
from chengzhi.api.problems import Problem


@pytest.mark.parametrize("key", [[1], [None, 7], ["2026-11-23T11:00:58+00:00", 10**15], ["案", 1]])
def test_a_cursor_gives_its_key_back(key: list[object]) -> None:
    assert opened(sealed(key, "list=todo"), "list=todo") == key


@pytest.mark.parametrize(
    "cursor", ["", "x", "AAAA", "=" * 9, "字", "a" * 1000, sealed([1], "other"), sealed([1], "asked")[:-1]]
)
def test_what_is_not_ours_is_refused(cursor: str) -> None:
    with pytest.raises(Problem) as caught:
        opened(cursor, "asked")
    assert (caught.value.status, list(caught.value.more["errors"])) == (400, ["cursor"])


def test_another_secret_makes_other_cursors(settings: object) -> None:
    cursor = sealed([1], "asked")
    settings.SECRET_KEY = "another"  # type: ignore[attr-defined]
    with pytest.raises(Problem):
        opened(cursor, "asked")

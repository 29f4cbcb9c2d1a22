"""The demo district as a table."""

import pytest

from chengzhi.organisation.demo.table import former_code


@pytest.mark.parametrize(
    ("code", "former"),
    [
        ("320613010", "320602010"),
        ("320613016", "320611001"),
        ("320613021", "320611006"),
        ("320613402", "320611400"),
        ("320613403", ""),
    ],
)
def test_streets_are_known_by_their_former_codes(code: str, former: str) -> None:
    assert former_code(code) == former

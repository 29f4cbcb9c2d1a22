"""Let registers and figures be remembered in one test, as they are outside of tests, and by no other."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from chengzhi.cases.selectors import figures, registers

KEEPERS = (
    registers.known_categories, registers.known_channels, registers.active_channels, registers.stage_limits,
    figures._figures,
)  # fmt: skip


@pytest.fixture
def remembered(settings: Settings) -> Iterator[None]:
    """Remember for ten minutes; what other tests have left is forgotten before and after."""
    for one in KEEPERS:
        one.forget()
    settings.REMEMBER_SECONDS = 600
    yield
    for one in KEEPERS:
        one.forget()

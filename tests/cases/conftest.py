"""What the tests of the loop share: the small city, and a quiet Monday morning of a plain week."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from chengzhi.kernel import clock
from tests.factories.city import City, make_city
from tests.factories.moves import beijing


@pytest.fixture
def city(db: None) -> City:
    return make_city()


@pytest.fixture
def monday() -> Iterator[datetime]:
    """Let it be Monday, 23 November 2026, nine in the morning in Beijing."""
    moment = beijing("2026-11-23 09:00")
    with clock.at(moment):
        yield moment

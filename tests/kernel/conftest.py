"""A city in miniature for those parts of the kernel that only show on real rows."""

import pytest

from tests.factories.city import City, make_city


@pytest.fixture
def city(db: None) -> City:
    return make_city()

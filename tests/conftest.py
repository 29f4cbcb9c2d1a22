"""Fixtures for every test; each set stands in its own module under ``tests/support``."""

import pytest

from chengzhi.kernel.translations import compile_all

pytest_plugins = ["tests.support.database", "tests.support.browser"]


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogues once, before any worker starts: a fresh clone has none."""
    if not hasattr(config, "workerinput"):
        compile_all()

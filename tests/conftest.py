"""Fixtures for every test; each set stands in its own module under ``tests/support``."""

pytest_plugins = ["tests.support.database", "tests.support.browser"]

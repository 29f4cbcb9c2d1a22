"""Fixtures for every test; each set stands in its own module under ``tests/support``."""

import logging
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as drawn

from chengzhi.kernel.translations import compile_all

# A busy machine is no fault of what is tested: no deadline for one example, no complaint about slow drawing.
drawn.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
drawn.load_profile("house")

pytest_plugins = ["tests.support.database", "tests.support.browser", "tests.support.remembering"]


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogues once, before any worker starts: a fresh clone has none."""
    if not hasattr(config, "workerinput"):
        compile_all()


@pytest.fixture(autouse=True)
def _language_of_the_house() -> Iterator[None]:
    """Begin every test in the language of the house: a request of another test may have left its own."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def _ears_open(request: pytest.FixtureRequest) -> None:
    """Let a test that listens to the log hear it: setting logging up anew, as some tests do, mutes every logger there is."""
    if "caplog" in request.fixturenames:
        logging.disable(logging.NOTSET)
        for one in list(logging.root.manager.loggerDict.values()):
            if isinstance(one, logging.Logger):
                one.disabled = False

"""The demo city committed to the test database, the site on a port of its own, and screens that people sit down at."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest
from django.core.cache import cache
from django.db import connections
from playwright.sync_api import Browser
from psycopg import sql
from pytest_django import DjangoDbBlocker

from chengzhi.cases.starter import demo
from chengzhi.evidence.selectors import ready_store
from chengzhi.grid.selectors.index import doubt_index
from tests.browser.walk import Screen, serving
from tests.support.browser import DESKTOP, PHONE, _page
from tests.support.database import TestDatabase

NewScreen = Callable[..., Screen]
opened = contextmanager(_page)


def own_database() -> TestDatabase:
    """Return this worker's database, to be copied anew from the migrated template."""
    held = connections["default"].settings_dict
    return TestDatabase({key: held[key] for key in ("HOST", "PORT", "USER", "PASSWORD")}, held["NAME"])


@pytest.fixture(scope="session")
def demo_city(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[TestDatabase]:
    """The registers of the demo stand in a database of their own, without history, to be copied."""
    copied = own_database()
    copied.template = f"{copied.name}_demo"
    with django_db_blocker.unblock():
        demo._load_registers()
        connections["default"].close()
        with copied._administration() as admin:
            names = sql.Identifier(copied.template), sql.Identifier(copied.name)
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(names[0]))
            admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))
        own_database().renew()
        yield copied
        with copied._administration() as admin:
            admin.execute(sql.SQL("DROP DATABASE {}").format(names[0]))


@pytest.fixture(scope="module")
def city(demo_city: TestDatabase, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo city stands in the test database; afterwards the database is as new."""
    with django_db_blocker.unblock():
        demo_city.renew()
        cache.clear()
        doubt_index()
        ready_store()
        yield
        own_database().renew()
        cache.clear()
        doubt_index()


@pytest.fixture(scope="module")
def address(city: None) -> Iterator[str]:
    with serving() as address:
        yield address


@pytest.fixture
def new_screen(browser: Browser, address: str) -> Iterator[NewScreen]:
    """Return how another screen is had: a desk, or a phone."""
    with ExitStack() as stack:

        def new(*, phone: bool = False) -> Screen:
            page = stack.enter_context(opened(browser, PHONE if phone else DESKTOP, touch=phone))
            return Screen(page, address)

        yield new


@pytest.fixture
def desk(new_screen: NewScreen) -> Screen:
    return new_screen()


@pytest.fixture
def phone(new_screen: NewScreen) -> Screen:
    return new_screen(phone=True)

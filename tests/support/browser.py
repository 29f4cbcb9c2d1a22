"""A real headless Chromium for tests marked ``browser``; skipped with a message where there is none."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES = ("chromium", "chromium-browser", "google-chrome")
DESKTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
# What a busy machine may take for one page; both the acts and the expectations wait as long.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)


def chromium() -> str | None:
    """Return the browser's program: CHROMIUM, or the first one installed."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return one browser for the whole run."""
    program = chromium()
    if program is None:
        pytest.skip("no Chromium: apt-get install chromium, or name one in CHROMIUM")
    # Playwright's loop runs in this thread; Django would take the test's own queries for asynchronous ones.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield opened
        opened.close()


def _page(browser: Browser, viewport: dict[str, int], *, touch: bool) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": viewport["width"], "height": viewport["height"]},
        has_touch=touch,
        is_mobile=touch,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == [], f"scripts failed on the page: {errors}"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return a fresh desktop-sized page with its own session; a script error on it fails the test."""
    yield from _page(browser, DESKTOP, touch=False)


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """Return a fresh phone-sized page with touch."""
    yield from _page(browser, PHONE, touch=True)

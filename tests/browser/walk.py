"""People at their desks and on the street, in a real browser: what they click and what they read."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from socketserver import ThreadingMixIn
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.core.wsgi import get_wsgi_application
from playwright.sync_api import FilePayload, Locator, Page, expect

from chengzhi.cases.starter.demo import PASSWORD
from tests.factories.evidence import jpeg

# Name a folder here to get a picture of every page on the way, for looking at and for the README.
SHOTS = os.environ.get("CHENGZHI_SHOTS", "")


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name is the standard library's
        """Keep the test output clean."""


@contextmanager
def serving() -> Iterator[str]:
    """Give the address of the whole site on a free port."""
    server = make_server("127.0.0.1", 0, get_wsgi_application(), server_class=Server, handler_class=Quiet)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class Screen:
    """One screen that people sit down at in turn, each with their own session."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.sessions: dict[str, Any] = {}

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)
        self.shot(path)

    def seat(self, username: str = "") -> None:
        """Seat a person, who signs in the first time; nobody in particular without a name."""
        context = self.page.context
        context.clear_cookies()
        if username in self.sessions:
            context.add_cookies(self.sessions[username])
        elif username:
            self.sign_in(username)
            self.sessions[username] = context.cookies()

    def sign_in(self, username: str, password: str = PASSWORD) -> None:
        self.go("/accounts/login/")
        self.page.locator("input[name=login]").fill(username)
        self.page.locator("input[name=password]").fill(password)
        self.page.get_by_role("button", name="登录").click()
        expect(self.page.locator("input[name=password]"), "the sign-in went through").to_have_count(0)
        expect(self.page).not_to_have_url(re.compile("/accounts/login/"))
        self.shot("home")

    def press(self, name: str, inside: str = "body") -> None:
        """Press the first button or link that is called exactly so."""
        self.called(name, inside).click()

    def called(self, name: str, inside: str = "body") -> Locator:
        place = self.page.locator(inside)
        button, link = (place.get_by_role(role, name=name, exact=True) for role in ("button", "link"))
        return button.or_(link).first

    def write(self, label: str, words: str) -> None:
        self.page.get_by_role("textbox", name=label).first.fill(words)

    def choose(self, label: str, option: str) -> None:
        """Choose the first option that contains these words."""
        box = self.page.get_by_role("combobox", name=label).first
        value = box.locator("option").filter(has_text=option).first.get_attribute("value")
        box.select_option(value=value)

    def photograph(self, name: str = "现场.jpg", colour: str = "teal") -> None:
        picture = FilePayload(name=name, mimeType="image/jpeg", buffer=jpeg(640, 480, colour))
        self.page.locator("input[type=file]").first.set_input_files([picture])

    def act(self, number: str, step: str, name: str, done: str, fill: "Callable[[Screen], None] | None" = None) -> None:
        """Take an act at a desk, from the button on the page of the case to what it says afterwards."""
        self.go(f"/console/case/{number}/")
        self.press(name, "#cz-acts")
        expect(self.page.locator("[data-cz-act-panel]")).to_be_visible()
        if fill:
            fill(self)
        self.shot(f"form-{step}")
        self.press(name, "[data-cz-act-panel] form")
        self.reads(done)

    def on_the_spot(self, number: str, name: str, done: str, **words: str) -> None:
        """Open a task on the phone, photograph, write, and hand it in."""
        self.go("/field/")
        self.page.get_by_role("link").filter(has_text=number).first.click()
        self.shot(f"task-{name}")
        self.press(name)
        self.photograph()
        for label, text in words.items():
            self.write(label, text)
        self.shot(f"act-{name}")
        self.press(name)
        self.reads(done)
        self.shot(f"acted-{name}")

    def reads(self, *words: str) -> None:
        """Hold when the page shows all these words to the eye."""
        for one in words:
            expect(self.page.get_by_text(one).filter(visible=True).first).to_be_visible()

    def shot(self, name: str) -> None:
        if SHOTS:
            size = self.page.viewport_size or {"width": 0}
            plain = re.sub(r"\W+", "-", name).strip("-") or "root"
            self.page.screenshot(path=Path(SHOTS) / f"{plain}-{size['width']}.png")

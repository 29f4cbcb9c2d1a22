"""Signing in through the form, as a browser does behind a proxy that speaks TLS for the house."""

import re
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from benchmarks.server import LOOPBACK, Web

LOGIN = "/accounts/login/"
TLS = {"X-Forwarded-Proto": "https", "Host": LOOPBACK, "Referer": f"https://{LOOPBACK}{LOGIN}"}
HIDDEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class SignInFailed(Exception):
    """The form did not open the house."""


def session_of(web: Web, username: str, password: str) -> dict[str, str]:
    """Return the headers with which somebody who has signed in asks for pages."""
    connection = HTTPConnection(LOOPBACK, web.port, timeout=30)
    connection.request("GET", LOGIN, headers=TLS)
    answer = connection.getresponse()
    hidden = HIDDEN.search(answer.read().decode())
    cookies = _cookies(answer.headers.get_all("Set-Cookie") or [])
    if hidden is None:
        raise SignInFailed(f"{LOGIN} answered {answer.status} without its form")
    form = {"csrfmiddlewaretoken": hidden[1], "login": username, "password": password}
    headers = {**TLS, "Cookie": _joined(cookies), "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", LOGIN, urlencode(form), headers)
    answer = connection.getresponse()
    answer.read()
    cookies |= _cookies(answer.headers.get_all("Set-Cookie") or [])
    if "sessionid" not in cookies:
        raise SignInFailed(f"{username} was not let in: {answer.status}")
    return {"X-Forwarded-Proto": "https", "Cookie": _joined(cookies)}


def _cookies(lines: list[str]) -> dict[str, str]:
    return {name: one.value for line in lines for name, one in SimpleCookie(line).items()}


def _joined(cookies: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())

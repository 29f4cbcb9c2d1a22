"""What tests read in answers: the words of a page, the rows of a workbook, a browser that speaks English."""

import html
import re
from io import BytesIO
from typing import Any

from django.test import Client
from openpyxl import load_workbook

TAG = re.compile(r"<[^>]+>")
SPACE = re.compile(r"\s+")
TERM = re.compile(r"\([^()]*\)")
GROUND = re.compile(r"[\u3400-\u9fff]+〔\d+〕\S*")
HAN = re.compile(r"[\u3400-\u9fff]+")


def text_of(answer: Any) -> str:
    """Return the words of a page without its marks, as a reader sees them."""
    inner = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return SPACE.sub(" ", html.unescape(TAG.sub(" ", inner))).strip()


def main_of(answer: Any) -> str:
    """Return the words of the page proper, without the navigation around it."""
    found = re.search(r"<main\b.*</main>", answer.content.decode(), flags=re.DOTALL)
    assert found, "the page has no main part"
    inner = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", found[0], flags=re.DOTALL)
    return SPACE.sub(" ", html.unescape(TAG.sub(" ", inner))).strip()


def han_of(words: str) -> set[str]:
    """Return the Chinese that stands in some words."""
    return set(HAN.findall(words))


def untranslated(answer: Any, *data: str) -> set[str]:
    """Return the Chinese on an English page that is neither data of the test, a statutory term in brackets, nor the
    number of a document.
    """
    words = GROUND.sub(" ", TERM.sub(" ", main_of(answer)))
    for one in sorted(data, key=len, reverse=True):
        words = words.replace(one, " ")
    return han_of(words)


def rows_of(answer: Any) -> list[list[Any]]:
    """Return the rows of a workbook, its headings first."""
    assert answer.status_code == 200, answer.content.decode()[:500]
    _cover, sheet = load_workbook(BytesIO(answer.content)).worksheets
    return [[cell.value for cell in row] for row in sheet.rows]


def cover_of(answer: Any) -> list[list[Any]]:
    """Return the first sheet of a workbook: conditions, moment, person, count."""
    cover = load_workbook(BytesIO(answer.content)).worksheets[0]
    return [[cell.value for cell in row if cell.value is not None] for row in cover.rows]


def in_english(client: Client) -> Client:
    """Return the browser with English chosen."""
    client.cookies["django_language"] = "en"
    return client

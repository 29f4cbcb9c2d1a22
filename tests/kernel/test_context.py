import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils.translation import override

from chengzhi.kernel.context import door


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/console/work/", "console"), ("/field/", "field"), ("/accounts/login/", "console"), ("/", "portal"),
        ("/r/abc/", "portal"),
    ],
)  # fmt: skip
def test_the_address_names_the_door(path: str, name: str) -> None:
    assert door(RequestFactory().get(path))["cz_door"] == name


@pytest.mark.parametrize(("language", "attribute"), [("zh-hans", "zh-CN"), ("en", "en")])
def test_the_page_names_its_language(language: str, attribute: str) -> None:
    with override(language):
        assert door(RequestFactory().get("/"))["cz_lang"] == attribute


@pytest.mark.parametrize("path", ["/consoles/", "/field", "/fields/", "/api/v1/cases/", "/follow/", "//console/"])
def test_only_the_first_part_of_the_address_counts(path: str) -> None:
    wanted = {"/field": "field"}.get(path, "portal")
    assert door(RequestFactory().get(path))["cz_door"] == wanted


def test_a_request_without_a_path_is_at_the_front_door() -> None:
    assert door(HttpRequest())["cz_door"] == "portal"


def test_without_a_language_the_page_is_chinese() -> None:
    with override(None):
        assert door(RequestFactory().get("/"))["cz_lang"] == "zh-CN"


def test_a_variant_of_english_is_english() -> None:
    with override("en-gb"):
        assert door(RequestFactory().get("/"))["cz_lang"] == "en"

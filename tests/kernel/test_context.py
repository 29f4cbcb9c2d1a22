import pytest
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

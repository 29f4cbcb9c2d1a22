from datetime import date

import pytest
from django.urls import reverse

from chengzhi.organisation.models import Person, Post
from tests.console.registers.organisation.conftest import SignIn, person_url
from tests.factories.organisation import make_appointment, make_person, make_post

LATER = date(2035, 3, 1)


@pytest.mark.parametrize("words", ["张丽", "zl", "zhangli"])
def test_people_are_found_by_name_and_sound(browser_of: SignIn, person: Person, words: str) -> None:
    make_person("陈红", pinyin="chenhong ch")
    page = browser_of("reader").get(reverse("console:people"), {"q": words}).content.decode()
    assert "张丽" in page
    assert "陈红" not in page


def test_numbers_are_masked_on_every_page(browser_of: SignIn, person: Person) -> None:
    client = browser_of("personnel")
    urls = [reverse("console:people"), reverse("console:person", args=[person.pk]), person_url(person, "correct")]
    pages = [client.get(url).content.decode() for url in urls]
    assert ["138****6621" in page for page in pages] == [True, True, True]
    assert not any("13812346621" in page for page in pages)


def test_people_without_a_post_can_be_listed(browser_of: SignIn, person: Person, post: Post) -> None:
    make_appointment(make_person("陈红"), post)
    page = browser_of("reader").get(reverse("console:people"), {"state": "idle"}).content.decode()
    assert "张丽" in page
    assert "陈红" not in page


def test_the_page_of_a_person_tells_past_present_and_future_apart(
    browser_of: SignIn, person: Person, post: Post
) -> None:
    make_appointment(person, make_post(post.unit, name="旧岗"), until=date(2020, 1, 1))
    make_appointment(person, post, since=date(2020, 1, 1), until=LATER)
    make_appointment(person, make_post(post.unit, name="新岗"), since=LATER)
    page = browser_of("reader").get(reverse("console:person", args=[person.pk])).content.decode()
    assert page.index("现在的任职") < page.index("将来的任职") < page.index("以前的任职")
    assert "免职</a>" not in page


def test_free_posts_can_be_listed(browser_of: SignIn, person: Person, post: Post) -> None:
    make_appointment(person, make_post(post.unit, name="值班员", headcount=1))
    page = browser_of("reader").get(reverse("console:posts"), {"vacancy": "vacant"}).content.decode()
    assert "受理员" in page
    assert "值班员" not in page

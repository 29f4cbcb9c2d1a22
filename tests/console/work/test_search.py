from django.urls import reverse

from tests.console.work.conftest import SignIn
from tests.factories.city import City
from tests.factories.loop import report

URL = "console:search"


def test_an_exact_number_opens_its_case(city: City, signed_in: SignIn) -> None:
    case = report(city)
    answer = signed_in(city.alice).get(reverse(URL), {"q": case.short_number})
    assert answer.headers["Location"] == reverse("console:case", args=[case.number])


def test_words_list_what_fits_and_why(city: City, signed_in: SignIn) -> None:
    case = report(city)
    page = signed_in(city.alice).get(reverse(URL), {"q": "垃圾很臭"}).content.decode()
    assert case.number in page
    assert "内容、位置里有“垃圾很臭”" in page


def test_nothing_found_and_nothing_asked_are_explained(city: City, signed_in: SignIn) -> None:
    client = signed_in(city.alice)
    assert "没有找到" in client.get(reverse(URL), {"q": "不存在的词"}).content.decode()
    assert "写编号或尾数" in client.get(reverse(URL)).content.decode()


def test_the_search_stays_within_the_reach(city: City, signed_in: SignIn) -> None:
    case = report(city)
    page = signed_in(city.hank).get(reverse(URL), {"q": case.number}).content.decode()
    assert "没有找到" in page

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from chengzhi.cases.models import SavedView
from chengzhi.cases.selectors.worklists import LISTS
from chengzhi.kernel import clock
from tests.console.work.conftest import SignIn
from tests.factories.city import City
from tests.factories.loop import case_after, report

MOST_QUERIES = 8


def text_of(client: Client, name: str, *args: object, query: str = "") -> str:
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_row_offers_the_act_and_leads_back_to_the_list(city: City, signed_in: SignIn) -> None:
    case = report(city)
    page = text_of(signed_in(city.alice), "console:work")
    assert f"/console/case/{case.number}/?from=todo" in page
    assert f"/console/case/{case.number}/act/send_verify/?from=todo&amp;back=1" in page


def test_a_row_of_others_says_for_whom_it_waits(city: City, signed_in: SignIn) -> None:
    case_after(city, "accept")
    assert "等值班长立案" in text_of(signed_in(city.alice), "console:doing")


@pytest.mark.parametrize("name", list(LISTS))
def test_every_list_opens_and_is_never_bare(city: City, signed_in: SignIn, name: str) -> None:
    assert "cz-empty" in text_of(signed_in(city.frank), "console:work_list", name)


def test_the_page_takes_few_queries_however_many_rows(
    city: City, signed_in: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(12):
        report(city, words=f"垃圾 {n}")
    client = signed_in(city.alice)
    text_of(client, "console:work")
    with django_assert_max_num_queries(MOST_QUERIES):
        text_of(client, "console:work")


def test_fifty_rows_make_a_page(city: City, signed_in: SignIn) -> None:
    for n in range(52):
        report(city, words=f"垃圾 {n}")
    client = signed_in(city.alice)
    assert "1–50 共 52 件" in text_of(client, "console:work")
    assert "51–52 共 52 件" in text_of(client, "console:work", query="?page=2")


def test_chosen_filters_are_chips_and_an_empty_list_offers_to_drop_one(city: City, signed_in: SignIn) -> None:
    report(city)
    page = text_of(signed_in(city.alice), "console:work", query="?channel=hotline&grade=C")
    assert "没有符合条件的案卷，去掉“区域等级 C 类区域”有 1 件。" in page
    assert "cz-chip" in page


def test_unknown_lists_do_not_exist(city: City, signed_in: SignIn) -> None:
    assert signed_in(city.alice).get(reverse("console:work_list", args=["nope"])).status_code == 404


def test_visitors_are_sent_to_sign_in_and_administrators_find_no_lists(city: City) -> None:
    assert Client().get(reverse("console:work")).status_code == 302


def test_news_are_offered_and_never_pushed(city: City, signed_in: SignIn) -> None:
    before = (clock.now() - timedelta(minutes=5)).isoformat()
    case_after(city, "accept")
    client = signed_in(city.bob)
    url = reverse("console:work_news", args=["todo"])
    assert "有 1 件新案卷" in client.get(url, {"since": before}).content.decode()
    assert client.get(url, {"since": clock.now().isoformat()}).content.strip() == b""
    assert client.get(url, {"since": "gestern"}).content.strip() == b""


def test_filters_are_a_page_and_for_htmx_a_fragment(city: City, signed_in: SignIn) -> None:
    client, url = signed_in(city.alice), reverse("console:work_filters", args=["doing"])
    assert "学田街道" in client.get(url).content.decode()
    assert "<html" not in client.get(url, headers={"HX-Request": "true"}).content.decode()


def test_views_are_kept_and_dropped(city: City, signed_in: SignIn) -> None:
    client = signed_in(city.alice)
    url = reverse("console:view_save", args=["doing"]) + "?grade=B&page=3"
    assert client.post(url, {"name": "城东"}).status_code == 302
    view = SavedView.objects.get()
    assert (view.list_name, view.query) == ("doing", "grade=B")
    assert "/console/list/doing/?grade=B" in text_of(client, "console:work")
    client.post(reverse("console:view_drop", args=[view.pk]))
    assert not SavedView.objects.exists()


def test_a_view_without_a_name_is_refused_in_words(city: City, signed_in: SignIn) -> None:
    answer = signed_in(city.alice).post(reverse("console:view_save", args=["todo"]), {"name": " "})
    assert answer.status_code == 422
    assert "起个名字" in answer.content.decode()

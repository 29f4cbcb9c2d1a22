from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from chengzhi.cases.models import SavedView
from chengzhi.cases.selectors.worklists import LISTS
from chengzhi.kernel import clock
from chengzhi.kernel.models import RoleGrant
from chengzhi.organisation.models import RegisterVersion
from tests.console.work.conftest import SignIn
from tests.factories.city import City
from tests.factories.loop import case_after, report

MOST_QUERIES = 14


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


@pytest.mark.parametrize("name", ["doing", "stock", "closed"])
def test_an_empty_list_says_so_and_leads_back_to_what_is_to_do(city: City, signed_in: SignIn, name: str) -> None:
    page = text_of(signed_in(city.alice), "console:work_list", name)
    assert "里没有案卷。" in page
    assert "看待办" in page


def test_an_empty_day_leads_to_what_is_going_on(city: City, signed_in: SignIn) -> None:
    assert "没有待办的案卷。新案卷来了会在这里提示。" in text_of(signed_in(city.alice), "console:work")


def test_where_no_single_filter_is_to_blame_all_are_dropped(city: City, signed_in: SignIn) -> None:
    page = text_of(signed_in(city.alice), "console:work", query="?channel=resident&grade=C")
    assert "去掉全部条件" in page


@pytest.mark.parametrize("since", ["", "x", "2026-13-40", "2026-11-23", "2026-11-23T08:00:00", "1999-01-01T00:00:00Z"])
def test_a_moment_that_cannot_be_offers_no_news(city: City, signed_in: SignIn, since: str) -> None:
    report(city)
    answer = signed_in(city.alice).get(reverse("console:work_news", args=["todo"]), {"since": since})
    assert (answer.status_code, answer.content.strip()) == (200, b"")


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999", "１", ""])
def test_a_page_there_is_not_is_the_first(city: City, signed_in: SignIn, page: str) -> None:
    case = report(city)
    assert case.short_number in text_of(signed_in(city.alice), "console:work", query=f"?page={page}")


@pytest.mark.parametrize("name", ["work_news", "work_filters", "view_save", "work_export"])
def test_nothing_of_a_list_there_is_not_exists(city: City, signed_in: SignIn, name: str) -> None:
    client, url = signed_in(city.alice), reverse(f"console:{name}", args=["nope"])
    assert {client.get(url).status_code, client.post(url).status_code} <= {404, 405}


@pytest.mark.parametrize("light", list("ryg"))
def test_a_light_narrows_and_its_own_link_takes_it_away(city: City, signed_in: SignIn, light: str) -> None:
    report(city)
    answer = signed_in(city.alice).get(reverse("console:work"), {"light": light})
    shown = {one["code"]: one for one in answer.context["lights"]}
    assert [code for code, one in shown.items() if one["is_on"]] == [light]
    assert "light" not in shown[light]["url"]
    assert len(answer.context["rows"]) == (1 if light == "g" else 0)


def test_the_same_name_for_a_view_replaces_or_refuses_in_words(city: City, signed_in: SignIn) -> None:
    client, url = signed_in(city.alice), reverse("console:view_save", args=["doing"])
    client.post(f"{url}?grade=B", {"name": "我的"})
    again = client.post(f"{url}?grade=C", {"name": "我的"})
    assert SavedView.objects.filter(name="我的").count() == 1
    assert again.status_code in {302, 422}


def test_nobody_drops_the_view_of_another(city: City, signed_in: SignIn) -> None:
    signed_in(city.alice).post(reverse("console:view_save", args=["doing"]), {"name": "我的"})
    view = SavedView.objects.get()
    signed_in(city.bob).post(reverse("console:view_drop", args=[view.pk]))
    assert SavedView.objects.filter(pk=view.pk).exists()


@pytest.mark.parametrize("name", list(LISTS))
def test_every_list_is_there_in_english(city: City, signed_in: SignIn, name: str) -> None:
    client = signed_in(city.alice)
    client.post(reverse("console:profile"), {"language": "en"})
    main = text_of(client, "console:work_list", name).split("<main")[-1].split("</main")[0]
    assert "没有" not in main
    assert "去掉" not in main


def test_whoever_may_export_finds_the_button_and_nobody_else(city: City, signed_in: SignIn) -> None:
    address = reverse("console:work_export", args=["todo"])
    assert address not in text_of(signed_in(city.alice), "console:work")
    role = RoleGrant.objects.filter(role__code="acceptor")[0].role
    RoleGrant.objects.create(role=role, permission="cases.case.export", scope="city")
    RegisterVersion.objects.update(number=1)
    assert address in text_of(signed_in(city.alice), "console:work")


def test_long_pages_offer_the_next_and_the_previous(city: City, signed_in: SignIn) -> None:
    for n in range(51):
        report(city, words=f"垃圾 {n}")
    client = signed_in(city.alice)
    first = client.get(reverse("console:work")).context["urls"]
    second = client.get(reverse("console:work"), {"page": "2"}).context["urls"]
    assert (first["previous"], "page=2" in first["next"]) == ("", True)
    assert (bool(second["previous"]), second["next"]) == (True, "")


ODD_DIGITS = ("²", "①", "٣", "１", "9" * 30, "-1", "1e3", "0x1", "%00")


@pytest.mark.parametrize("odd", ODD_DIGITS)
@pytest.mark.parametrize("name", ["page", "category", "street"])
def test_what_only_looks_like_a_number_is_never_a_fault(city: City, signed_in: SignIn, name: str, odd: str) -> None:
    client = signed_in(city.alice)
    assert client.get(reverse("console:work"), {name: odd}).status_code == 200
    assert client.get(reverse("console:work_filters", args=["todo"]), {name: odd}).status_code == 200

import json
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from chengzhi.kernel.access import Scope
from chengzhi.kernel.models import PersonalDataAccess, RoleGrant
from tests.console.work.conftest import SignIn
from tests.factories.city import City
from tests.factories.evidence import jpeg
from tests.factories.loop import act, case_after, report
from tests.factories.media import photo

HTMX = {"HX-Request": "true"}
MOST_QUERIES = 45


def grant(city: City, role: str, permission: str) -> None:
    """Give a role of the miniature one more right, city-wide."""
    RoleGrant.objects.create(
        role_id=RoleGrant.objects.filter(role__code=role)[0].role_id, permission=permission, scope=Scope.CITY
    )


def test_the_page_shows_facts_clocks_acts_and_history(city: City, signed_in: SignIn) -> None:
    case = case_after(city, "take_over")
    page = signed_in(city.dave).get(reverse("console:case", args=[case.number])).content.decode()
    for words in ("菜场西门垃圾堆了两天", "处置全程时限", "下派", "流转记录", "0301-1", "138****6621", "王**"):
        assert words in page, words
    assert "13812346621" not in page


def test_the_page_takes_a_bounded_number_of_queries(
    city: City, signed_in: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    case = case_after(city, "close")
    client = signed_in(city.alice)
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(reverse("console:case", args=[case.number]))


def test_the_way_back_and_the_next_case_are_kept(city: City, signed_in: SignIn) -> None:
    first, second = report(city), report(city)
    page = signed_in(city.alice).get(reverse("console:case", args=[first.number]) + "?from=todo&sort=number")
    text = page.content.decode()
    assert "待办 1/2" in text
    assert f"/console/case/{second.number}/?from=todo&amp;sort=number" in text


def test_whoever_cannot_act_reads_for_whom_it_waits(city: City, signed_in: SignIn) -> None:
    case = case_after(city, "accept")
    page = signed_in(city.carol).get(reverse("console:case", args=[case.number])).content.decode()
    assert "等值班长立案" in page


@pytest.mark.parametrize("name", ["case", "case_print", "proof", "contact", "case_points"])
@pytest.mark.parametrize(("person", "status"), [("alice", 200), ("hank", 404)])
def test_outside_the_reach_nothing_of_a_case_exists(
    city: City, signed_in: SignIn, name: str, person: str, status: int
) -> None:
    case = report(city)
    assert signed_in(city.people[person]).get(reverse(f"console:{name}", args=[case.number])).status_code == status


def test_a_medium_is_sent_to_whoever_sees_the_case(city: City, signed_in: SignIn, store: None) -> None:
    case, client = case_after(city, "take_over"), signed_in(city.dave)
    url = reverse("console:act", args=[case.number, "feed_back"])
    client.post(url, {"seen": case.step_seq, "result": "已清运", "media": [BytesIO(jpeg())]})
    item = case.media.get(stage="after").item_id
    media = reverse("console:media", args=[case.number, item])
    part = client.get(media, headers={"Range": "bytes=0-9"})
    assert (part.status_code, len(b"".join(part))) == (206, 10)
    assert signed_in(city.hank).get(media).status_code == 404
    assert client.get(reverse("console:media", args=[case.number, photo().pk])).status_code == 404


def test_a_contact_needs_the_right(city: City, signed_in: SignIn) -> None:
    url = reverse("console:contact", args=[report(city).number])
    assert signed_in(city.alice).post(url, {"purpose": "回访"}, headers=HTMX).status_code == 403
    assert PersonalDataAccess.objects.get().allowed is False


def test_a_contact_needs_a_purpose_and_is_shown_once(city: City, signed_in: SignIn) -> None:
    grant(city, "acceptor", "cases.contact.read")
    url, client = reverse("console:contact", args=[report(city).number]), signed_in(city.alice)
    assert client.post(url, {"purpose": ""}).status_code == 422
    assert "13812346621" in client.post(url, {"purpose": "办结后回访"}, headers=HTMX).content.decode()
    assert PersonalDataAccess.objects.get().allowed is True


def test_a_whole_history_is_proved(city: City, signed_in: SignIn) -> None:
    case = case_after(city, "accept")
    page = signed_in(city.alice).get(reverse("console:proof", args=[case.number])).content.decode()
    assert "4 步全部吻合" in page


def test_the_map_gets_the_case_and_its_neighbours(city: City, signed_in: SignIn) -> None:
    case, other = report(city), report(city)
    answer = signed_in(city.alice).get(reverse("console:case_points", args=[case.number]))
    found = json.loads(answer.content)["features"]
    assert [one["properties"]["id"] for one in found] == [case.number, other.number]
    assert signed_in(city.alice).get(reverse("console:streets")).status_code == 200


def test_the_sheet_for_paper_names_who_printed_it(city: City, signed_in: SignIn) -> None:
    case = case_after(city, "close")
    page = signed_in(city.alice).get(reverse("console:case_print", args=[case.number])).content.decode()
    assert case.number in page
    assert "打印：alice acceptor" in page
    assert "内部资料" in page


def test_the_history_is_exported_by_whoever_may(city: City, signed_in: SignIn) -> None:
    case = case_after(city, "accept")
    url = reverse("console:timeline_export", args=[case.number])
    assert signed_in(city.alice).post(url).status_code == 404
    grant(city, "duty", "cases.case.export")
    act(case, "urge", city.bob)
    book = load_workbook(BytesIO(signed_in(city.bob).post(url).content))
    assert [row[2].value for row in book.worksheets[1].rows] == ["步骤", "上报", "发核实", "核实属实", "受理", "催办"]


def test_the_page_says_that_a_category_corrected_after_filing_keeps_its_condition(
    city: City, signed_in: SignIn
) -> None:
    case = case_after(city, "file")
    browser, words = signed_in(city.alice), "立案后改过小类"
    assert words not in browser.get(f"/console/case/{case.number}/").content.decode()
    act(case, "correct_facts", city.alice, reason="是占道", category=city.categories["占道经营"].pk)
    assert words in browser.get(f"/console/case/{case.number}/").content.decode()

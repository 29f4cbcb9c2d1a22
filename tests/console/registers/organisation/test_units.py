import pytest
from django.urls import reverse

from chengzhi.kernel.access import SYSTEM
from chengzhi.organisation.models import Unit
from chengzhi.organisation.selectors import today, unit_as_of
from chengzhi.organisation.services import rename_unit
from tests.console.registers.organisation.conftest import DOCUMENT, LATER, SignIn, act_url
from tests.factories.organisation import make_appointment, make_person, make_post, make_unit


@pytest.mark.parametrize("words", ["城东", "cdjd", "czb-east", "城东城综办"])
def test_units_are_found_by_name_initials_code_and_short_name(browser_of: SignIn, office: Unit, words: str) -> None:
    make_unit("西山街道城综办")
    page = browser_of("reader").get(reverse("console:units"), {"q": words}).content.decode()
    assert "城东街道城综办" in page
    assert "西山街道城综办" not in page


def test_the_tree_counts_people_with_those_below(browser_of: SignIn, office: Unit) -> None:
    squad = make_unit("城东中队", kind="squad", parent=office)
    make_appointment(make_person("王强"), make_post(squad))
    page = browser_of("reader").get(reverse("console:units")).content.decode()
    assert "城东中队" in page
    assert "<details open>" in page


def test_units_are_shown_as_they_were_on_a_day(browser_of: SignIn, office: Unit) -> None:
    rename_unit(unit=office, name="学田街道城综办", on=LATER, document=DOCUMENT, capacity=SYSTEM)
    client, url = browser_of("reader"), reverse("console:units")
    assert "学田街道城综办" not in client.get(url).content.decode()
    later = client.get(url, {"on": "2036-01-01"}).content.decode()
    assert "学田街道城综办" in later
    assert "不是现在的" in later


@pytest.mark.parametrize("given", ["2026-13-40", "明天", "9999-12-31", "0001-01-01"])
def test_a_day_that_is_none_shows_today_and_says_so(browser_of: SignIn, office: Unit, given: str) -> None:
    answer = browser_of("reader").get(reverse("console:unit", args=[office.pk]), {"on": given})
    assert answer.status_code == 200
    assert "不是能看的日期" in answer.content.decode()


def test_the_page_of_a_unit_shows_posts_holders_and_territories(browser_of: SignIn, office: Unit) -> None:
    make_appointment(make_person("王强"), make_post(office, name="主任"))
    page = browser_of("reader").get(reverse("console:unit", args=[office.pk])).content.decode()
    assert [word for word in ("主任", "王强", "320613001", "czb-east") if word not in page] == []
    assert "情况变了" not in page


def test_a_planned_renaming_stands_in_the_future_and_can_be_withdrawn(browser_of: SignIn, office: Unit) -> None:
    rename_unit(unit=office, name="学田街道城综办", on=LATER, document=DOCUMENT, capacity=SYSTEM)
    client = browser_of("personnel")
    future = client.get(reverse("console:unit", args=[office.pk]), {"tab": "future"}).content.decode()
    assert "学田街道城综办" in future
    assert client.post(act_url(office, "withdraw"), {"reason": "文件作废"}).status_code == 302
    version = unit_as_of(office.pk, LATER)
    assert version is not None
    assert version.name == "城东街道城综办"


def test_an_abolished_unit_names_its_heir(browser_of: SignIn, office: Unit) -> None:
    heir = make_unit("城西街道城综办", code="czb-west")
    given = {"into": "城西街道城综办 · czb-west", "on": today().isoformat(), "document": DOCUMENT}
    client = browser_of("personnel")
    assert client.post(act_url(office, "abolish"), given).status_code == 302
    page = client.get(reverse("console:unit", args=[office.pk])).content.decode()
    assert "起由这些机构承接" in page
    assert reverse("console:unit", args=[heir.pk]) in page


def test_territories_are_listed_with_their_units(browser_of: SignIn, office: Unit) -> None:
    page = browser_of("reader").get(reverse("console:territories"), {"q": "320613001"}).content.decode()
    assert "城东街道城综办" in page

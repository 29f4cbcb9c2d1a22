from datetime import date
from typing import Any

import pytest
from django.test import Client

from chengzhi.grid.demo import load_divisions
from chengzhi.grid.models import Cell, CellDuty, Division, DivisionChange
from chengzhi.kernel.access import Scope
from tests.console.registers.grid.conftest import SignIn, url
from tests.factories.city import City
from tests.factories.organisation import make_capacity
from tests.support.pages import in_english, main_of, untranslated


def test_the_merger_of_the_districts_is_told_from_both_sides(client: Client) -> None:
    CellDuty.objects.all().delete()
    Cell.objects.all().delete()
    for level in ("community", "street", "district"):
        Division.objects.filter(level=level).delete()
    load_divisions()
    text = client.get(url("divisions"), {"edition": "2019"}).content.decode()
    assert "港闸区" in text
    changes = client.get(url("divisions"), {"edition": "changes", "q": "320611"}).content.decode()
    assert "320613" in changes
    assert date(2020, 7, 3).isoformat() in changes


@pytest.fixture
def merger(city: City) -> DivisionChange:
    Division.objects.create(
        code="320611", level="district", name="港闸区", short_name="港闸", edition="2019", valid_from=date(2010, 1, 1)
    )
    return DivisionChange.objects.create(
        old_code="320611", new_code="320613", on=date(2020, 7, 3), kind="merge", document="国函〔2020〕80号"
    )


@pytest.mark.parametrize(("asked", "edition"), [("", "2023"), ("2019", "2019"), ("2023", "2023"), ("1949", "2023")])
def test_an_edition_that_is_none_shows_the_newest(
    client: Client, merger: DivisionChange, asked: str, edition: str
) -> None:
    context = client.get(url("divisions"), {"edition": asked}).context
    assert (context["edition"], context["is_changes"], context["page"]) == (edition, False, None)


@pytest.mark.parametrize(("text", "count"), [("", 1), ("港闸", 1), ("海门", 0)])
def test_changes_are_found_by_code_and_name(client: Client, merger: DivisionChange, text: str, count: int) -> None:
    context = client.get(url("divisions"), {"edition": "changes", "q": text}).context
    assert len(context["page"].object_list) == count
    assert context["tree"] == []


def test_changes_of_districts_are_always_told(client: Client, merger: DivisionChange) -> None:
    context = client.get(url("divisions")).context
    assert [(old, new) for _one, old, new in context["districts"]] == [("港闸区", "崇川区")]


def test_the_tree_shows_streets_communities_and_cells(client: Client) -> None:
    words = main_of(client.get(url("divisions")))
    assert [one for one in ("崇川区", "学田街道", "学田社区居委会") if one not in words] == []


def test_without_divisions_the_page_still_opens(db: None, signed_in: SignIn) -> None:
    viewer = make_capacity({"grid.register.read": Scope.CITY}, username="reader")
    answer = signed_in(viewer).get(url("divisions"))
    assert (answer.status_code, answer.context["edition"], answer.context["tree"]) == (200, "", [])


@pytest.mark.parametrize("asked", ["2023", "changes"])
def test_pages_in_english_have_no_chinese_of_ours(client: Client, merger: DivisionChange, asked: str) -> None:
    answer = in_english(client).get(url("divisions"), {"edition": asked})
    data = ("崇川区", "学田街道", "学田社区居委会", "港闸区", "崇川", "港闸")
    assert untranslated(answer, *data) == set()


def test_the_tree_costs_the_same_whatever_hangs_on_it(client: Client, django_assert_max_num_queries: Any) -> None:
    client.get(url("divisions"))
    with django_assert_max_num_queries(12):
        client.get(url("divisions"))

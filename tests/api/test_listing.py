"""Pages of registers by key."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import ValidationError

from chengzhi.api.listing import MOST, PageQuery, listed
from chengzhi.api.problems import Problem
from chengzhi.kernel.models import Role
from tests.factories.city import City

pytestmark = pytest.mark.django_db


class Narrowed(PageQuery):
    text: str = ""


def shown(one: Role) -> dict[str, Any]:
    return {"code": one.code}


def page(given: PageQuery, **how: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(listed(Role.objects.all(), given, shown, address="/roles", **how).content)
    return found


def cursor_of(following: str) -> str:
    return parse_qs(urlsplit(following).query)["cursor"][0]


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_pages_in_a_row_are_the_whole(city: City, limit: int) -> None:
    codes, cursor = [], ""
    for _each in range(50):
        found = page(PageQuery(limit=limit, cursor=cursor))
        codes += [one["code"] for one in found["items"]]
        if not found["next"]:
            break
        cursor = cursor_of(found["next"])
    assert codes == list(Role.objects.order_by("pk").values_list("code", flat=True))


def test_another_unique_column_may_be_the_order(city: City) -> None:
    first = page(PageQuery(limit=2), key="code")
    rest = page(PageQuery(limit=200, cursor=cursor_of(first["next"])), key="code")
    codes = [one["code"] for one in (*first["items"], *rest["items"])]
    assert codes == sorted(Role.objects.values_list("code", flat=True))


def test_a_full_last_page_names_no_next(city: City) -> None:
    assert page(PageQuery(limit=Role.objects.count()))["next"] is None


def test_the_next_address_asks_the_same_question(city: City) -> None:
    following = page(Narrowed(limit=1, text="王 女&士"))["next"]
    asked = parse_qs(urlsplit(following).query)
    assert (asked["text"], asked["limit"]) == (["王 女&士"], ["1"])


def test_a_cursor_of_another_question_is_refused(city: City) -> None:
    cursor = cursor_of(page(Narrowed(limit=1, text="王"))["next"])
    with pytest.raises(Problem) as refused:
        page(Narrowed(limit=1, text="李", cursor=cursor))
    assert refused.value.status == 400


def test_an_insert_before_the_page_moves_nothing(city: City) -> None:
    first = page(PageQuery(limit=2), key="code")
    Role.objects.create(code="aaaa", name="甲")
    rest = page(PageQuery(limit=2, cursor=cursor_of(first["next"])), key="code")
    codes = [one["code"] for one in (*first["items"], *rest["items"])]
    assert len(set(codes)) == 4
    assert "aaaa" not in codes


@pytest.mark.parametrize("limit", [0, -1, MOST + 1])
def test_a_page_has_a_size(limit: int) -> None:
    with pytest.raises(ValidationError):
        PageQuery(limit=limit)

"""Accounts, roles and the books of the audit as workbooks."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from chengzhi.kernel import clock
from chengzhi.kernel.models import SignInFailure
from chengzhi.organisation.models import Person
from tests.console.registers.organisation.conftest import SignIn
from tests.support.pages import cover_of, han_of, in_english, rows_of

HOLDERS = {
    "accounts": "security", "roles": "security", "acts": "audit", "personal_access": "audit", "sign_ins": "audit",
}  # fmt: skip


def export(client: Client, name: str, **query: str) -> Any:
    return client.get(reverse(f"console:{name}_export"), query)


@pytest.mark.parametrize(("query", "is_there"), [({}, True), ({"q": "zhangli"}, True), ({"q": "nobody"}, False)])
def test_accounts_are_those_that_were_asked_for(
    browser_of: SignIn, holder: Person, query: dict[str, str], *, is_there: bool
) -> None:
    names = [row[0] for row in rows_of(export(browser_of("security"), "accounts", **query))[1:]]
    assert ("zhangli" in names) is is_there
    assert holder.account is not None


def test_every_role_has_a_column_and_every_right_a_row(browser_of: SignIn) -> None:
    heads, *rows = rows_of(export(browser_of("security"), "roles"))
    assert heads[:2] == ["权限", "说明"]
    assert len(heads) >= 3
    assert all(row[0] and row[1] for row in rows)
    assert any("全区" in row for row in rows)


@pytest.mark.parametrize(
    ("query", "count"), [({}, 1), ({"q": "nobody"}, 1), ({"q": "else"}, 0), ({"since": "2099-01-01"}, 0)]
)
def test_sign_ins_that_failed_are_narrowed_as_on_the_page(
    browser_of: SignIn, query: dict[str, str], count: int
) -> None:
    SignInFailure.objects.create(username="nobody", address="127.0.0.1", reason="wrong", at=clock.now())
    answer = export(browser_of("audit"), "sign_ins", **query)
    assert len(rows_of(answer)) == 1 + count
    assert ["行数", str(count)] in cover_of(answer)


@pytest.mark.parametrize(("name", "role"), HOLDERS.items())
def test_the_books_are_english_for_english_readers(browser_of: SignIn, name: str, role: str) -> None:
    heads = rows_of(export(in_english(browser_of(role)), name))[0]
    assert han_of(" ".join(str(one) for one in heads[:2])) == set()


@pytest.mark.parametrize("name", HOLDERS)
@pytest.mark.parametrize("role", ["nobody", "reader", "personnel"])
def test_others_are_told_that_there_is_nothing(browser_of: SignIn, name: str, role: str) -> None:
    assert export(browser_of(role), name).status_code == 404

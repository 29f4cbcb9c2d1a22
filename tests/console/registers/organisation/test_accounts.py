import pytest
from django.urls import reverse

from chengzhi.kernel.access import Scope
from chengzhi.organisation.models import Person
from tests.console.registers.organisation.conftest import SignIn
from tests.factories.organisation import make_role


@pytest.mark.parametrize(("state", "count"), [("closed", 0), ("open", 2), ("never", 1), ("first", 0)])
def test_accounts_are_narrowed_by_their_state(browser_of: SignIn, holder: Person, state: str, count: int) -> None:
    page = browser_of("security").get(reverse("console:accounts"), {"state": state}).content.decode()
    assert page.count("data-cz-row") == count


def test_the_matrix_shows_roles_and_scopes(browser_of: SignIn) -> None:
    make_role("dispatcher", {"cases.case.dispatch": Scope.TERRITORY}, name="派遣员")
    page = browser_of("audit").get(reverse("console:roles")).content.decode()
    assert [word for word in ("派遣员", "派遣", "辖区", "三员分立") if word not in page] == []

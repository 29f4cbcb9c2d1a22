"""What scopes open: known rights only, never more than was held."""

import pytest

from chengzhi.kernel.access import Scope
from chengzhi.kernel.permissions import all_permissions
from chengzhi.kernel.token_scopes import OPENS, TokenScope, narrowed, scopes_within

HELD = {"cases.case.read": Scope.CITY, "cases.case.report": Scope.OWN, "cases.rules.manage": Scope.CITY}


def test_every_scope_opens_known_rights_and_each_right_one_scope() -> None:
    opened = [right for rights in OPENS.values() for right in rights]
    assert set(OPENS) == set(TokenScope)
    assert set(opened) <= {one.value for one in all_permissions()}
    assert len(opened) == len(set(opened))


@pytest.mark.parametrize("right", ["manage", "import", "export"])
def test_no_scope_opens_rights_over_settings_or_bulk(right: str) -> None:
    assert not [one for rights in OPENS.values() for one in rights if one.endswith(right)]


def test_grants_are_narrowed_and_keep_their_reach() -> None:
    assert dict(narrowed(HELD, ["cases:read"])) == {"cases.case.read": Scope.CITY}
    assert dict(narrowed(HELD, ["cases:write", "nonsense"])) == {}
    assert dict(narrowed(HELD, TokenScope.values)) == {
        name: HELD[name] for name in ("cases.case.read", "cases.case.report")
    }


def test_only_scopes_of_use_are_offered() -> None:
    assert scopes_within(HELD) == [TokenScope.CASES_READ, TokenScope.REPORTS_WRITE, TokenScope.MEDIA_WRITE]
    assert scopes_within({}) == [TokenScope.MEDIA_WRITE]

import pytest

from chengzhi.catalogue.permissions import Permission, demand
from chengzhi.kernel.access import SYSTEM, Capacity, resident
from chengzhi.kernel.errors import Forbidden
from chengzhi.kernel.permissions import all_permissions
from tests.factories import catalogue as made


def test_rights_are_registered() -> None:
    assert set(Permission) <= set(all_permissions())


def test_holder_and_system_may() -> None:
    demand(made.manager, Permission.MANAGE)
    demand(SYSTEM, Permission.MANAGE)


@pytest.mark.parametrize("capacity", [made.reader, made.outsider, resident()])
def test_others_are_refused_in_words(capacity: Capacity) -> None:
    with pytest.raises(Forbidden, match="维护立案标准"):
        demand(capacity, Permission.MANAGE)

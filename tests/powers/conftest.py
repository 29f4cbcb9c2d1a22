"""Monday morning in the district, with somebody who drafts lists and somebody who reviews and publishes them."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity, Scope
from chengzhi.organisation.models import Unit
from chengzhi.powers.models import PowerList
from chengzhi.powers.services import Draft, draft_list
from tests.factories.organisation import make_capacity, make_unit


@pytest.fixture(autouse=True)
def fixed_day() -> Iterator[None]:
    with clock.at(datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))):
        yield


@pytest.fixture
def bureau(db: None) -> Unit:
    return make_unit("崇川区城市管理局", code="cgj")


@pytest.fixture
def drafter(bureau: Unit) -> Capacity:
    return make_capacity({"powers.list.draft": Scope.UNIT}, unit=bureau, name="起草人", username="drafter")


@pytest.fixture
def reviewer(bureau: Unit) -> Capacity:
    grants = {"powers.list.review": Scope.CITY, "powers.list.publish": Scope.CITY}
    return make_capacity(grants, unit=bureau, name="审核人", username="reviewer")


@pytest.fixture
def power_list(bureau: Unit, drafter: Capacity) -> PowerList:
    return draft_list(Draft(title="崇川区城管局权责清单", unit_id=bureau.pk), capacity=drafter)

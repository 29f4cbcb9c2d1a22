"""Today is a fixed day, and the city has one of each administrator."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from chengzhi.kernel import clock
from chengzhi.organisation.models import Unit
from tests.factories.organisation import make_unit

TODAY = date(2026, 11, 23)
DOCUMENT = "崇编〔2026〕31号"


@pytest.fixture(autouse=True)
def fixed_day() -> Iterator[None]:
    with clock.at(datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))):
        yield


@pytest.fixture
def district(db: None) -> Unit:
    return make_unit("崇川区", kind="district", code="cc", codes=("320613",))


@pytest.fixture
def street(district: Unit) -> Unit:
    return make_unit("城东街道办事处", kind="street_office", code="jd-cd", parent=district, codes=("320613001",))


@pytest.fixture
def office(street: Unit) -> Unit:
    return make_unit("城东街道城综办", kind="urban_office", code="czb-cd", parent=street)

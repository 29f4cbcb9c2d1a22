from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from chengzhi.cases.models import Report
from chengzhi.cases.services import Told, report_matter
from chengzhi.evidence.selectors import ready_store
from chengzhi.kernel.access import resident
from tests.factories.city import LAT, LON, City, make_city
from tests.factories.evidence import jpeg


@pytest.fixture(autouse=True)
def _fresh_rates() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def city(db: None) -> City:
    ready_store()  # marked before rows without bytes could make it look like the wrong disk
    return make_city()


@pytest.fixture
def shot() -> SimpleUploadedFile:
    return SimpleUploadedFile("现场.jpg", jpeg(), "image/jpeg")


@pytest.fixture
def report(city: City) -> Report:
    """Return the report of a resident who left a phone."""
    told = Told(
        channel="resident", words="菜场西门垃圾堆了两天", category_id=city.categories["暴露垃圾"].pk, place="学田菜场西门",
        lon=LON, lat=LAT, reporter_phone="13812346621",
    )  # fmt: skip
    return report_matter(told, capacity=resident())

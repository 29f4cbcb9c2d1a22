from collections.abc import Callable

import pytest
from django.test import Client

from chengzhi.cases.models import Case
from chengzhi.cases.services import Told, report_matter
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.models import Account
from tests.factories.city import LAT, LON, City, make_city

SignIn = Callable[[Capacity], Client]
Reported = Callable[..., Case]


@pytest.fixture
def city(db: None) -> City:
    return make_city()


@pytest.fixture
def signed_in() -> SignIn:
    """Return a browser of the person who holds a capacity."""

    def sign_in(capacity: Capacity) -> Client:
        client = Client()
        client.force_login(Account.objects.get(pk=capacity.account_id))
        return client

    return sign_in


@pytest.fixture
def reported(city: City) -> Reported:
    """Report a matter, by default from the hotline in the cell of the miniature."""

    def report(words: str = "菜场西门垃圾堆了两天", **given: object) -> Case:
        facts: dict[str, object] = {
            "channel": "hotline", "words": words, "category_id": city.categories["暴露垃圾"].pk, "lon": LON, "lat": LAT,
            "reporter_name": "王女士", "reporter_phone": "13812346621", "callback": "sms",
        }  # fmt: skip
        return report_matter(Told(**{**facts, **given}), capacity=city.alice).case  # type: ignore[arg-type]  # facts vary

    return report

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from chengzhi.cases.models import Whistle
from chengzhi.cases.services import WhistleCall, blow_whistle
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.models import Account
from tests.factories.city import LAT, LON, City, make_city, make_person, make_role

SignIn = Callable[[Capacity], Client]
STREET_CHIEF = {
    "cases.case.read": Scope.TERRITORY, "cases.whistle.blow": Scope.TERRITORY, "cases.whistle.answer": Scope.UNIT,
}  # fmt: skip
OFFICER = {"cases.case.read": Scope.UNIT, "cases.whistle.answer": Scope.UNIT}


@pytest.fixture
def city(db: None) -> City:
    """Return the miniature with a chief of the street (olga) and an officer of the department (peter)."""
    found = make_city()
    found.people["olga"] = make_person("olga", found.units["street"], make_role("chief", STREET_CHIEF))
    found.people["peter"] = make_person("peter", found.units["cleaning"], make_role("answerer", OFFICER))
    return found


@pytest.fixture
def signed_in() -> SignIn:
    def sign_in(capacity: Capacity) -> Client:
        client = Client()
        client.force_login(Account.objects.get(pk=capacity.account_id))
        return client

    return sign_in


@pytest.fixture
def blown(city: City) -> Whistle:
    """Return a whistle of the street that calls the cleaning department to a place in two hours."""
    call = WhistleCall(
        matter="菜场西门夜市占道", place="学田菜场西门", gather_at=clock.now() + timedelta(hours=2),
        unit_ids=(city.units["cleaning"].pk,), lon=LON, lat=LAT,
    )  # fmt: skip
    return blow_whistle(call, capacity=city.olga)

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from chengzhi.cases.models import Summons, Whistle
from chengzhi.kernel import clock
from tests.factories.city import City, make_city

pytestmark = pytest.mark.django_db


def whistle(city: City, **facts: object) -> Whistle:
    given = {
        "unit": city.units["street"], "matter": "夜市油烟", "place": "菜场西门", "number": "W-1", "state": "blown",
        "gather_at": clock.now() + timedelta(hours=2), "opened_at": clock.now(), "moved_at": clock.now(),
    }  # fmt: skip
    return Whistle(**given | facts)


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"matter": ""}, "says_what_and_where"), ({"place": ""}, "says_what_and_where"), ({"state": "loud"}, "state_known"),
        ({"report_hours": 0}, "report_hours_sane"), ({"state": "concluded"}, "result_present"),
    ],
)  # fmt: skip
def test_a_whistle_that_makes_no_sense_is_refused(facts: dict[str, object], constraint: str) -> None:
    city = make_city()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        whistle(city, **facts).save()


def test_a_whistle_and_a_summons_say_where_they_stand() -> None:
    assert (Whistle(state="blown").state_label, Summons(state="called").state_label) == ("已吹哨", "待应答")
    assert str(Whistle(number="W-1", matter="夜市油烟")) == "W-1 夜市油烟"

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from chengzhi.cases.models import Report
from chengzhi.cases.models.reports import follow_token
from tests.factories.city import make_city
from tests.factories.loop import report

pytestmark = pytest.mark.django_db


@pytest.fixture
def told() -> Report:
    return report(make_city(), external_ref="7", key="k").reports.get()


def test_every_report_has_a_secret_of_its_own(told: Report) -> None:
    assert len(told.token) >= 20
    assert follow_token() != follow_token()


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"words": ""}, "words_present"), ({"callback": "pigeon"}, "callback_known"),
        ({"satisfaction": "delighted"}, "satisfaction_known"),
    ],
)  # fmt: skip
def test_a_report_that_makes_no_sense_is_refused(told: Report, facts: dict[str, Any], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Report.objects.filter(pk=told.pk).update(**facts)


@pytest.mark.parametrize(("kept", "constraint"), [("external_ref", "external_once"), ("idempotency_key", "key_once")])
def test_the_same_report_stands_once(told: Report, kept: str, constraint: str) -> None:
    facts = dict.fromkeys(("external_ref", "idempotency_key"), "") | {kept: getattr(told, kept)}
    again = Report(case=told.case, channel=told.channel, words="x", received_at=told.received_at, **facts)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        again.save()

"""What a case refuses to be, whoever writes it, and what it says of itself."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from chengzhi.cases.models import Case, CaseMedia
from tests.factories.city import make_city
from tests.factories.loop import case_after, report
from tests.factories.media import photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    return report(make_city())


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"grade": "Z"}, "grade_known"), ({"lat": None}, "position_whole"), ({"lon": 200}, "position_whole"),
        ({"summary": ""}, "summary_present"), ({"supervision": "purple"}, "supervision_known"),
        ({"satisfaction": "delighted"}, "satisfaction_known"),
    ],
)  # fmt: skip
def test_a_case_that_makes_no_sense_is_refused(case: Case, facts: dict[str, Any], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(**facts)


def test_a_case_in_handling_has_a_unit() -> None:
    case = case_after(make_city(), "take_over")
    with pytest.raises(IntegrityError, match="handled_by_somebody"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(handling_unit=None)


def test_a_closed_case_says_how() -> None:
    case = case_after(make_city(), "close")
    with pytest.raises(IntegrityError, match="closure_named"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(closure="")


def test_a_case_reads_short_and_in_words(case: Case) -> None:
    assert case.short_number == case.number[4:]
    assert Case(number="X-1").short_number == "X-1"
    assert str(case) == f"{case.number} {case.summary}"
    assert (case.state_label, case.is_supervised) == ("待受理", False)


def test_a_photo_shows_one_stage_once(case: Case) -> None:
    item = photo()
    CaseMedia.objects.create(case=case, item=item, stage="before", step_seq=1)
    with pytest.raises(IntegrityError, match="case_media_once"), transaction.atomic():
        CaseMedia.objects.create(case=case, item=item, stage="before", step_seq=2)
    with pytest.raises(IntegrityError, match="stage_known"), transaction.atomic():
        CaseMedia.objects.create(case=case, item=item, stage="during", step_seq=2)

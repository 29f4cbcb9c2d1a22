"""A finding on patrol becomes a report, or a matter put right at once."""

from typing import Any

import pytest

from chengzhi.cases.models import Case, Report
from chengzhi.field.services.reporting import Finding, report_finding
from chengzhi.kernel.access import resident
from chengzhi.kernel.errors import BadInput, StepRefused
from tests.factories.city import LAT, LON, City
from tests.factories.media import photo


def finding(city: City, **facts: Any) -> Finding:
    given = {
        "category": city.categories["暴露垃圾"], "words": "一堆垃圾", "place": "学田菜场西门", "lon": LON, "lat": LAT,
        "before": [photo().pk], "after": [], "is_self_handled": False, "key": "k1",
    }  # fmt: skip
    return Finding(**{**given, **facts})


def test_a_finding_is_reported_through_the_channel_of_collectors(city: City) -> None:
    made = report_finding(finding(city), capacity=city.erin)
    assert (made.case.channel.code, made.case.state, made.case.is_verified) == ("collector", "reported", True)
    assert made.case.reported_by_id == city.erin.appointment_id
    assert [one.stage for one in made.case.media.all()] == ["before"]


def test_without_words_the_category_speaks(city: City) -> None:
    assert report_finding(finding(city, words=""), capacity=city.erin).words == "暴露垃圾"


def test_a_matter_put_right_at_once_waits_for_review_with_both_photos(city: City) -> None:
    made = report_finding(finding(city, is_self_handled=True, after=[photo().pk]), capacity=city.erin)
    assert made.case.state == "self_handled"
    assert sorted(one.stage for one in made.case.media.all()) == ["after", "before"]


def test_photos_from_after_are_left_out_of_an_ordinary_report(city: City) -> None:
    made = report_finding(finding(city, after=[photo().pk]), capacity=city.erin)
    assert [one.stage for one in made.case.media.all()] == ["before"]


def test_the_same_key_reports_once(city: City) -> None:
    given = finding(city)
    first, again = report_finding(given, capacity=city.erin), report_finding(given, capacity=city.erin)
    assert first.pk == again.pk
    assert Case.objects.count() == 1


def test_self_handling_without_a_photo_from_after_is_refused(city: City) -> None:
    with pytest.raises(BadInput, match="处置前和处置后"):
        report_finding(finding(city, is_self_handled=True), capacity=city.erin)
    assert not Report.objects.exists()


def test_a_resident_cannot_declare_a_matter_handled(city: City) -> None:
    with pytest.raises(StepRefused):
        report_finding(finding(city, is_self_handled=True, after=[photo().pk]), capacity=resident())
    assert not Case.objects.exists()

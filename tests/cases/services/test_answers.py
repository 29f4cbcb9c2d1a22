import pytest

from chengzhi.cases.services import report_matter
from chengzhi.cases.services.answers import answer_reports
from chengzhi.kernel.models import OutboxEvent
from tests.factories.city import make_city
from tests.factories.loop import report, told

pytestmark = pytest.mark.django_db


def test_everybody_who_reported_is_answered_the_joined_too() -> None:
    city = make_city()
    case = report(city)
    report_matter(told(city, join=case.number, reporter_name="李先生"), capacity=city.alice)
    answer_reports(case, "close", "已清运。")
    assert list(case.reports.values_list("answer", flat=True)) == ["已清运。", "已清运。"]
    told_of = OutboxEvent.objects.filter(name="cases.report_answered")
    assert {event.payload["outcome"] for event in told_of} == {"close"}
    assert told_of.count() == 2


def test_a_long_answer_is_cut_to_what_is_kept() -> None:
    case = report(make_city())
    answer_reports(case, "refuse", "长" * 500)
    assert len(case.reports.get().answer) == 400

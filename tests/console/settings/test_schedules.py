import pytest
from django.test import Client

from chengzhi.kernel.models.calendars import WorkSchedule, WorkScheduleSpan
from tests.console.settings.conftest import post, url


def test_hours_are_written_as_people_write_them(client: Client) -> None:
    values = {"hours": "8:30-12:00，14:30至18:00", "on": "2027-06-01", "until": "2027-09-30"}
    assert post(client, "schedule_act", "default", "span", **values).status_code == 302
    span = WorkScheduleSpan.objects.get()
    assert span.periods == [[510, 720], [870, 1080]]
    assert "8:30–12:00、14:30–18:00" in client.get(url("schedules")).content.decode()
    assert post(client, "span_act", span.pk, "end", until="2027-08-31").status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [{"hours": "全天"}, {"hours": "18:00–8:00"}, {"hours": "8:00-12:00 加班"}, {"until": "2027-01-01"}],
)
def test_hours_that_cannot_be_are_refused(client: Client, wrong: dict[str, str]) -> None:
    values = {"hours": "8:00–12:00", "on": "2027-06-01", "until": "", **wrong}
    assert post(client, "schedule_act", "default", "span", **values).status_code == 422
    assert not WorkScheduleSpan.objects.exists()


def test_a_plan_of_hours_is_added_once(client: Client) -> None:
    for status in (302, 422):
        assert post(client, "schedule_act", "new", "add", name="夜间", code="night").status_code == status
    assert post(client, "schedule_act", "new", "add", name="夜间", code="夜").status_code == 422
    assert WorkSchedule.objects.filter(code="night").count() == 1

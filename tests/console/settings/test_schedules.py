import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from chengzhi.console.settings.schedules import HoursField
from chengzhi.kernel.models.calendars import WorkSchedule, WorkScheduleSpan
from tests.console.settings.conftest import day, post, url
from tests.support.pages import in_english, main_of, text_of, untranslated


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


SPAN = {"hours": "8:00–12:00", "on": "2027-06-01", "until": "2027-09-30"}


@pytest.mark.parametrize(
    ("typed", "periods"),
    [
        ("8:00-12:00", [[480, 720]]), ("8:00–12:00、14:00–18:00", [[480, 720], [840, 1080]]),
        ("8：00～12：00；14：00～18：00", [[480, 720], [840, 1080]]), ("8:00至12:00，14:00到18:00", [[480, 720], [840, 1080]]),
        ("0:00-24:00", [[0, 1440]]), (" 8:00 — 12:00 ", [[480, 720]]),
    ],
)  # fmt: skip
def test_hours_are_read_however_they_are_written(typed: str, periods: list[list[int]]) -> None:
    assert HoursField().clean(typed) == periods


@pytest.mark.parametrize("typed", ["", "全天", "8点到12点", "8:00", "8:00-12:00 加班 14:00-18:00", "8:00-12:00-14:00"])
def test_hours_that_are_none_are_refused_with_an_example(typed: str) -> None:
    with pytest.raises(ValidationError):
        HoursField().clean(typed)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"hours": ""}, "没有填“工作时段”"), ({"hours": "25:00-26:00"}, "时"), ({"hours": "8:00-8:00"}, "时"),
        ({"on": ""}, "没有填“生效日”"), ({"until": "2027-05-31"}, "最后一天早于生效日"), ({"until": "以后"}, "日期要写成"),
    ],
)  # fmt: skip
def test_a_span_that_will_not_do_is_refused_in_words(client: Client, given: dict[str, str], words: str) -> None:
    answer = post(client, "schedule_act", "default", "span", **{**SPAN, **given})
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert not WorkScheduleSpan.objects.exists()


def test_spans_do_not_overlap(client: Client) -> None:
    assert post(client, "schedule_act", "default", "span", **SPAN).status_code == 302
    assert post(client, "schedule_act", "default", "span", **{**SPAN, "on": "2027-09-30"}).status_code == 422
    assert WorkScheduleSpan.objects.count() == 1


@pytest.mark.parametrize(
    ("ticked", "words"),
    [
        ({}, "休息"), ({"works_saturday": "on"}, "星期六上班"), ({"works_sunday": "on"}, "星期日上班"),
        ({"works_saturday": "on", "works_sunday": "on"}, "都上班"),
    ],
)  # fmt: skip
def test_weekends_are_told_in_words(client: Client, ticked: dict[str, str], words: str) -> None:
    post(client, "schedule_act", "default", "span", **SPAN, **ticked)
    assert words in main_of(client.get(url("schedules")))


@pytest.mark.parametrize(
    ("first", "last", "standing"),
    [(-10, -1, "past"), (-10, 0, "now"), (-10, None, "now"), (0, 0, "now"), (1, 10, "future"), (1, None, "future")],
)
def test_each_span_says_where_it_stands(client: Client, first: int, last: int | None, standing: str) -> None:
    until = "" if last is None else day(last).isoformat()
    post(client, "schedule_act", "default", "span", hours="8:00-12:00", on=day(first).isoformat(), until=until)
    ((_span, _hours, found),) = client.get(url("schedules")).context["plans"][0][2]
    assert found == standing


@pytest.mark.parametrize(
    ("until", "status"), [("2027-08-31", 302), ("2027-06-01", 302), ("2027-05-31", 422), ("", 422), ("x", 422)]
)
def test_a_span_ends_between_its_days(client: Client, until: str, status: int) -> None:
    post(client, "schedule_act", "default", "span", **SPAN)
    span = WorkScheduleSpan.objects.get()
    assert post(client, "span_act", span.pk, "end", until=until).status_code == status
    span.refresh_from_db()
    assert span.valid_to.isoformat() == (until if status == 302 else "2027-09-30")


def test_a_span_knows_no_other_act(client: Client) -> None:
    post(client, "schedule_act", "default", "span", **SPAN)
    assert client.get(url("span_act", WorkScheduleSpan.objects.get().pk, "burn")).status_code == 404
    assert client.get(url("schedule_act", "default", "add")).status_code == 404
    assert client.get(url("schedule_act", "new", "span")).status_code == 404


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"name": ""}, "没有填“名称”"), ({"code": ""}, "没有填“代码”"), ({"code": "Night"}, "代码只用小写字母"),
        ({"code": "-x"}, "代码只用小写字母"), ({"code": "a" * 41}, "40"), ({"name": "名" * 61}, "60"),
        ({"code": "default"}, "已经有了"),
    ],
)  # fmt: skip
def test_a_plan_that_will_not_do_is_refused(client: Client, given: dict[str, str], words: str) -> None:
    before = WorkSchedule.objects.count()
    answer = post(client, "schedule_act", "new", "add", **{"name": "夜间", "code": "night", **given})
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert WorkSchedule.objects.count() == before


def test_a_new_plan_is_told_with_the_next_act(client: Client) -> None:
    answer = client.post(url("schedule_act", "new", "add"), {"name": "夜间", "code": "night"}, follow=True)
    assert "已增加计时方案“夜间”，现在按标准作息。下一步：增加作息时段。" in text_of(answer)


def test_the_standard_hours_are_proposed_and_told(client: Client) -> None:
    form = client.get(url("schedule_act", "default", "span")).context["form"]
    standard = client.get(url("schedules")).context["standard"]
    assert form["hours"].value() == standard


@pytest.mark.parametrize(("key", "act"), [("new", "add"), ("default", "span")])
def test_every_form_opens_in_english(client: Client, key: str, act: str) -> None:
    assert untranslated(in_english(client).get(url("schedule_act", key, act))) == set()


def test_the_list_in_english_has_no_chinese_of_ours(client: Client) -> None:
    post(client, "schedule_act", "default", "span", **SPAN)
    answer = in_english(client).get(url("schedules"))
    assert untranslated(answer, "黄爱华", "监督指挥中心") == set()
    span = WorkScheduleSpan.objects.get()
    assert untranslated(in_english(client).get(url("span_act", span.pk, "end")), "黄爱华", "监督指挥中心") == set()

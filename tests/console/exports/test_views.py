"""From the button on a list to the download, as the person who exports sees it."""

import os
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from procrastinate.contrib.django.models import ProcrastinateJob

from chengzhi.console.exports import giving, store
from chengzhi.console.exports.tasks import remove_old_exports, write_export
from chengzhi.kernel import clock
from chengzhi.kernel.models import RoleGrant
from chengzhi.organisation.models import RegisterVersion
from tests.console.exports.conftest import Ask, SignIn
from tests.factories.city import City
from tests.factories.loop import report
from tests.support.pages import in_english, main_of

MINE = "console:exports"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _long_list(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let two cases be too many for a download at once."""
    monkeypatch.setattr(giving, "AT_ONCE", 1)


def ask(client: Client, name: str = "doing", query: str = "") -> Any:
    return client.post(reverse("console:export_ask", args=[name]) + query, follow=True)


def work_off() -> None:
    """Do what the worker would do."""
    for job in ProcrastinateJob.objects.filter(task_name="console.write_export"):
        write_export(**job.args)


def text_of(client: Client, name: str = MINE, *args: object) -> str:
    return client.get(reverse(name, args=args)).content.decode()


@pytest.fixture
def two(city: City) -> None:
    report(city)
    report(city)


def test_a_short_list_is_a_download_at_once(city: City, client: Client) -> None:
    case = report(city)
    answer = client.get(reverse("console:work_export", args=["doing"]))
    book = load_workbook(BytesIO(answer.content))
    assert [row[0].value for row in book.worksheets[1].rows] == ["编号", case.number]
    assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.usefixtures("two")
def test_a_long_list_is_asked_about_first_and_nothing_is_queued(client: Client) -> None:
    page = client.get(reverse("console:work_export", args=["doing"]) + "?channel=hotline")
    text = page.content.decode()
    assert "“在办”符合条件的有 2 行，超过 1 行，要在后台写。" in text
    assert "<dt>来源</dt><dd>hotline</dd>" in text
    assert 'action="/console/exports/ask/doing/?channel=hotline"' in text
    assert store.mine(page.wsgi_request.capacity) == []


@pytest.mark.usefixtures("two")
def test_from_the_button_to_the_download(city: City, client: Client) -> None:
    page = ask(client, query="?sort=number")
    assert page.redirect_chain[-1][0] == reverse(MINE)
    assert "已开始导出" in page.content.decode()
    assert "正在排队" in page.content.decode()
    work_off()
    text = text_of(client)
    kept = store.mine(city.ella)[0]
    assert "好了" in text
    address = reverse("console:export_file", args=[kept.token])
    assert address in text
    answer = client.get(address)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert len(list(load_workbook(BytesIO(b"".join(answer))).worksheets[1].rows)) == 3


@pytest.mark.usefixtures("two")
def test_asking_twice_queues_once(city: City, client: Client) -> None:
    ask(client)
    assert "同样的导出正在做" in ask(client).content.decode()
    assert ProcrastinateJob.objects.filter(task_name="console.write_export").count() == 1


def test_while_one_runs_the_page_asks_again_by_itself(client: Client, asked: Ask) -> None:
    export = asked()
    export.tell(1)
    part = client.get(reverse(MINE), headers=HTMX).content.decode()
    assert "<html" not in part
    assert "1 / 2" in part
    assert 'hx-trigger="every 3s"' in part
    export.stage = "failed"
    export.save()
    assert "hx-trigger" not in client.get(reverse(MINE), headers=HTMX).content.decode()


@pytest.mark.parametrize(("seconds", "is_told"), [(59, False), (62, True)])
def test_a_night_without_a_worker_is_told_after_a_minute(
    client: Client,
    asked: Ask,
    seconds: int,
    is_told: bool,  # noqa: FBT001  a table
) -> None:
    export = asked()
    with clock.at(export.made + timedelta(seconds=seconds)):
        assert ("后台程序可能没有运行" in text_of(client)) is is_told


def test_a_failure_is_told_on_the_page(client: Client, asked: Ask) -> None:
    export = asked()
    export.stage, export.fault = "failed", "没有导出：磁盘满了。"
    export.save()
    text = text_of(client)
    assert "没有导出：磁盘满了。" in text
    assert "失败" in text
    assert client.get(reverse("console:export_file", args=[export.token])).status_code == 404


def test_an_empty_page_says_when_one_would_be_here(client: Client) -> None:
    assert "最近 7 天没有在后台导出过" in text_of(client)


@pytest.mark.usefixtures("two")
def test_nobody_downloads_or_removes_what_another_exported(city: City, client: Client, signed_in: SignIn) -> None:
    ask(client)
    work_off()
    token, other = store.mine(city.ella)[0].token, signed_in(city.emil)
    assert other.get(reverse("console:export_file", args=[token])).status_code == 404
    assert other.post(reverse("console:export_drop", args=[token])).status_code == 404
    assert token not in text_of(other)


@pytest.mark.usefixtures("two")
def test_the_right_is_checked_again_at_the_download(city: City, client: Client) -> None:
    ask(client)
    work_off()
    RoleGrant.objects.filter(role__code="exporter", permission="cases.case.read").update(scope="unit")
    RegisterVersion.objects.update(number=1)
    answer = client.get(reverse("console:export_file", args=[store.mine(city.ella)[0].token]))
    assert answer.status_code == 403
    assert "权限或辖区变了" in answer.content.decode()


@pytest.mark.usefixtures("two")
def test_a_workbook_that_is_gone_from_the_disk_is_not_found(city: City, client: Client) -> None:
    ask(client)
    work_off()
    kept = store.mine(city.ella)[0]
    kept.book.unlink()
    assert client.get(reverse("console:export_file", args=[kept.token])).status_code == 404


def test_what_waits_can_be_removed_and_what_is_being_written_cannot(city: City, client: Client, asked: Ask) -> None:
    waiting, writing = asked(text="a"), asked(text="b")
    writing.stage = "writing"
    writing.save()
    assert client.post(reverse("console:export_drop", args=[waiting.token])).status_code == 302
    refused = client.post(reverse("console:export_drop", args=[writing.token]))
    assert (refused.status_code, "正在写，没有删除" in refused.content.decode()) == (422, True)
    assert [one.token for one in store.mine(city.ella)] == [writing.token]


@pytest.mark.parametrize("person", ["alice", "hank", "frank"])
def test_without_the_right_the_list_is_not_there_to_export(city: City, signed_in: SignIn, person: str) -> None:
    other = signed_in(city.people[person])
    assert ask(other).status_code == 404
    assert other.get(reverse("console:export_list", args=["doing"])).status_code == 404
    assert "最近 7 天没有在后台导出过" in text_of(other)


def test_whoever_may_finds_it_in_their_menu(client: Client) -> None:
    assert reverse(MINE) in text_of(client, "console:profile")


def test_a_list_there_is_not_cannot_be_exported(client: Client) -> None:
    assert ask(client, "nope").status_code == 404


def test_looking_at_the_page_of_a_list_starts_nothing(client: Client) -> None:
    assert client.get(reverse("console:export_ask", args=["doing"])).status_code == 405


@pytest.mark.usefixtures("two")
def test_the_page_is_there_in_english(client: Client) -> None:
    client.post(reverse("console:profile"), {"language": "en"})
    assert "My exports" in ask(client).content.decode()
    assert "In the queue" in text_of(client)


def test_the_hourly_task_leaves_what_is_fresh(city: City, asked: Ask) -> None:
    asked()
    remove_old_exports(timestamp=0)
    assert len(store.mine(city.ella)) == 1


def stopped(export: store.Export, stage: str) -> str:
    """Let an export stand at a stage since an hour; returns where to ask for it again."""
    export.stage = stage
    export.save()
    long_ago = clock.now().timestamp() - 3600
    os.utime(export.folder / store.FACTS, (long_ago, long_ago))
    return reverse("console:export_again", args=[export.token])


@pytest.mark.parametrize("stage", ["failed", "writing"])
@pytest.mark.usefixtures("two")
def test_what_failed_or_stands_still_is_asked_for_again(city: City, client: Client, asked: Ask, stage: str) -> None:
    old = asked(channel="hotline")
    page = client.post(stopped(old, stage), follow=True)
    assert "已开始导出" in page.content.decode()
    (new,) = store.mine(city.ella)
    assert (new.token != old.token, new.stage, new.params) == (True, "waiting", {"channel": "hotline"})
    work_off()
    assert store.load(new.account, new.token).stage == "done"


@pytest.mark.parametrize("stage", ["waiting", "done"])
def test_what_did_not_fail_is_not_written_twice(city: City, client: Client, asked: Ask, stage: str) -> None:
    old = asked()
    answer = client.post(stopped(old, stage))
    assert (answer.status_code, "没有失败，不用重新导出" in answer.content.decode()) == (422, True)
    assert [one.token for one in store.mine(city.ella)] == [old.token]


def test_nobody_asks_again_for_what_another_exported(city: City, asked: Ask, signed_in: SignIn) -> None:
    old = asked()
    assert signed_in(city.emil).post(stopped(old, "failed")).status_code == 404
    assert [one.token for one in store.mine(city.ella)] == [old.token]


def test_without_the_right_the_failed_one_stays_as_it_is(city: City, client: Client, asked: Ask) -> None:
    address = stopped(asked(), "failed")
    RoleGrant.objects.filter(role__code="exporter", permission="cases.case.export").delete()
    RegisterVersion.objects.update(number=1)
    assert client.post(address).status_code == 404
    assert [one.stage for one in store.mine(city.ella)] == ["failed"]


def test_a_silent_one_is_told_and_can_be_removed(city: City, client: Client, asked: Ask) -> None:
    old = asked()
    again = stopped(old, "writing")
    assert "停住了" in text_of(client)
    assert again in text_of(client)
    assert client.post(reverse("console:export_drop", args=[old.token])).status_code == 302
    assert store.mine(city.ella) == []


def test_a_failed_one_offers_itself_in_english(client: Client, asked: Ask) -> None:
    stopped(asked(), "failed")
    assert "Export again" in main_of(in_english(client).get(reverse(MINE)))

import pytest
from django.test import Client

from chengzhi.cases.models import Channel
from chengzhi.cases.selectors.settings import open_channels
from tests.console.settings.conftest import post, url
from tests.factories.city import City
from tests.factories.loop import report
from tests.support.pages import in_english, main_of, text_of, untranslated


def test_a_channel_is_added_and_closed(client: Client) -> None:
    added = post(client, "channel_act", "new", "add", name="微信", code="wechat", kind="resident", is_public="on")
    assert added.status_code == 302
    post(client, "channel_act", "wechat", "change", name="微信", is_public="on")
    assert not Channel.objects.get(code="wechat").is_active


def test_a_channel_with_a_taken_code_is_refused_and_keeps_what_was_typed(client: Client) -> None:
    answer = post(client, "channel_act", "new", "add", name="第二热线", code="hotline", kind="hotline")
    assert answer.status_code == 422
    assert "第二热线" in answer.content.decode()
    assert "请换一个代码" in answer.content.decode()


ADD = {"name": "微信", "code": "wechat", "kind": "resident", "name_en": "WeChat"}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"name": ""}, "没有填“名称”"),
        ({"name": "名" * 41}, "40"),
        ({"name_en": "x" * 61}, "60"),
        ({"kind": ""}, "没有选“类型”"),
        ({"kind": "pigeon"}, "pigeon"),
        ({"code": ""}, "没有填“代码”"),
        ({"code": "W"}, "渠道代码要以小写字母开头"),
        ({"code": "微信"}, "渠道代码要以小写字母开头"),
        ({"code": "a" * 25}, "24"),
        ({"code": "hotline"}, "已有。请换一个代码"),
    ],
)
def test_a_channel_that_will_not_do_is_refused(client: Client, given: dict[str, str], words: str) -> None:
    before = Channel.objects.count()
    answer = post(client, "channel_act", "new", "add", **{**ADD, **given})
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert Channel.objects.count() == before


@pytest.mark.parametrize(("ticked", "is_public"), [({"is_public": "on"}, True), ({}, False)])
def test_whether_it_is_the_publics_is_ticked(client: Client, ticked: dict[str, str], *, is_public: bool) -> None:
    post(client, "channel_act", "new", "add", **ADD, **ticked)
    channel = Channel.objects.get(code="wechat")
    assert (channel.is_public, channel.is_active, channel.name_en) == (is_public, True, "WeChat")


def test_the_form_shows_what_holds(client: Client) -> None:
    form = client.get(url("channel_act", "hotline", "change")).context["form"]
    assert (form["name"].value(), form["is_public"].value(), form["is_active"].value()) == ("hotline", True, True)
    assert "code" not in form.fields


@pytest.mark.parametrize(
    ("ticked", "words"), [({"is_active": "on"}, "已修改渠道“电话”。"), ({}, "已停用渠道“电话”，以前的案卷不变。")]
)
def test_what_was_changed_is_told(client: Client, ticked: dict[str, str], words: str) -> None:
    answer = client.post(url("channel_act", "hotline", "change"), {"name": "电话", **ticked}, follow=True)
    assert words in text_of(answer)


def test_a_closed_channel_stays_on_the_list_and_can_be_opened_again(client: Client) -> None:
    post(client, "channel_act", "hotline", "change", name="电话")
    assert "停用" in main_of(client.get(url("channels")))
    post(client, "channel_act", "hotline", "change", name="电话", is_active="on")
    assert Channel.objects.get(code="hotline").is_active


def test_a_closed_channel_takes_no_more_reports(city: City, client: Client) -> None:
    post(client, "channel_act", "hotline", "change", name="电话")
    assert "hotline" not in dict(open_channels())


def test_the_list_counts_what_came_in(city: City, client: Client) -> None:
    report(city)
    counts = {one.code: one.reports for one in client.get(url("channels")).context["channels"]}
    assert counts["hotline"] == 1


def test_a_refused_change_writes_nothing(client: Client) -> None:
    assert post(client, "channel_act", "hotline", "change", name="").status_code == 422
    assert Channel.objects.get(code="hotline").name == "hotline"


@pytest.mark.parametrize(("key", "act"), [("new", "add"), ("hotline", "change")])
def test_every_form_opens_in_english(client: Client, key: str, act: str) -> None:
    assert untranslated(in_english(client).get(url("channel_act", key, act))) == set()


def test_the_list_in_english_has_no_chinese_of_ours(client: Client) -> None:
    assert untranslated(in_english(client).get(url("channels"))) == set()


def test_a_closed_channel_is_turned_off_in_english(client: Client) -> None:
    post(client, "channel_act", "hotline", "change", name="Phone")
    words = main_of(in_english(client).get(url("channels")))
    assert "Turned off" in words
    assert "In use" in words

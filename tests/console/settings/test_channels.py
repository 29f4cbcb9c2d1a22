from django.test import Client

from chengzhi.cases.models import Channel
from tests.console.settings.conftest import post


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

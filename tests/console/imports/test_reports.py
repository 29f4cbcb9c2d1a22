from django.test import Client

from chengzhi.cases.models import Case, ImportMapping, ReportImport
from tests.console.imports.conftest import MESSAGES, begun, confirmed, matched, url
from tests.factories.city import City


def test_reports_come_in_once_and_the_mapping_is_kept(city: City, client: Client) -> None:
    for taken in (2, 0):
        token = begun(client, "reports", MESSAGES)
        page = matched(client, token, fallback="暴露垃圾", channel="hotline", keep_as="留言")
        assert page.context["counts"] == {"new": taken, "changed": 0, "same": 2 - taken, "refused": 1}
        assert Case.objects.count() == 2 - taken
        if taken:
            confirmed(client, token)
    assert (Case.objects.count(), ReportImport.objects.count()) == (2, 1)
    assert ImportMapping.objects.get(name="留言").fallback == "暴露垃圾"


def test_a_saved_way_to_read_is_used(city: City, client: Client) -> None:
    ImportMapping.objects.create(name="旧", columns={"words": "乙"}, fallback="占道经营")
    token = begun(client, "reports", "甲,乙\n1,有人摆摊\n")
    page = matched(client, token, saved="旧", channel="hotline", fallback="占道经营")
    assert page.context["counts"]["new"] == 1


def test_refused_reports_keep_their_values_in_the_download(city: City, client: Client) -> None:
    token = begun(client, "reports", MESSAGES)
    matched(client, token, fallback="暴露垃圾", channel="hotline")
    text = client.get(url("import_refused", token)).content.decode("utf-8-sig")
    assert "2099-01-01" in text.splitlines()[1]


def test_a_category_that_does_not_exist_fails_with_its_reason(city: City, client: Client) -> None:
    page = matched(client, begun(client, "reports", MESSAGES), fallback="没有的小类", channel="hotline")
    assert "目录里没有" in page.content.decode()
    assert "什么都没有写入" in page.content.decode()

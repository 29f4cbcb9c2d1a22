import pytest
from django.test import Client

from chengzhi.cases.models import Case, ImportMapping, ReportImport
from chengzhi.console.imports import store
from chengzhi.console.imports.reports import fields, suggest
from chengzhi.kernel.access import Capacity
from tests.console.imports.conftest import MESSAGES, begun, confirmed, matched, url
from tests.factories.city import LAT, LON, City
from tests.support.pages import in_english, main_of, untranslated


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


def sheet(*rows: str, head: str = "msg_id,title,ts,body") -> str:
    return "\n".join((head, *rows)) + "\n"


@pytest.mark.parametrize(
    ("head", "columns"),
    [
        ("msg_id,title,ts,body", {"ref": "msg_id", "title": "title", "words": "body", "time": "ts"}),
        ("甲,乙", {}),
    ],
)
def test_known_columns_are_proposed(client: Client, head: str, columns: dict[str, str]) -> None:
    token = begun(client, "reports", sheet(",".join("1" * len(head.split(","))), head=head))
    assert suggest(store.load(token)) == columns


def test_no_column_of_words_is_refused_with_what_to_do(city: City, client: Client) -> None:
    token = begun(client, "reports", sheet("1,2", head="甲,乙"))
    page = matched(client, token, map_ref="甲", channel="hotline", fallback="暴露垃圾")
    assert "没有指明哪一列是诉求内容" in main_of(page)


def test_only_saved_ways_whose_columns_are_there_are_offered(city: City, client: Client, keeper: Capacity) -> None:
    ImportMapping.objects.create(name="合", columns={"words": "乙"})
    ImportMapping.objects.create(name="不合", columns={"words": "丙"})
    job = store.load(begun(client, "reports", sheet("1,2", head="甲,乙")))
    assert [key for key, _label in fields(job, keeper)["saved"].choices] == ["", "合"]


def test_without_saved_ways_nothing_is_offered(city: City, client: Client, keeper: Capacity) -> None:
    job = store.load(begun(client, "reports", MESSAGES))
    assert "saved" not in fields(job, keeper)


def test_a_way_is_kept_only_when_it_is_written(city: City, client: Client) -> None:
    token = begun(client, "reports", MESSAGES)
    matched(client, token, fallback="暴露垃圾", channel="hotline", keep_as="留言")
    assert not ImportMapping.objects.exists()
    confirmed(client, token)
    kept = ImportMapping.objects.get()
    assert (kept.name, kept.columns["words"], kept.datum) == ("留言", "body", "cgcs2000")


def test_a_row_whose_category_is_not_known_takes_the_fallback(city: City, client: Client) -> None:
    token = begun(client, "reports", sheet("1,路面坑,,地上有坑", head="msg_id,title,ts,body"))
    matched(client, token, fallback="占道经营", channel="hotline")
    confirmed(client, token)
    assert Case.objects.get().category.name == "占道经营"


def test_without_a_fallback_unknown_rows_are_refused(city: City, client: Client) -> None:
    token = begun(client, "reports", sheet("1,不知道,,说不清的事"))
    page = matched(client, token, fallback="", channel="hotline")
    assert page.context["counts"]["refused"] == 1
    assert client.get(url("import_confirm", token)).status_code == 302


def test_a_channel_that_is_none_is_refused(city: City, client: Client) -> None:
    token = begun(client, "reports", MESSAGES)
    answer = client.post(url("import_columns", token), {"map_words": "body", "channel": "pigeon", "datum": "cgcs2000"})
    assert answer.status_code == 422
    assert "channel" in answer.context["form"].errors


def test_cases_that_came_in_belong_to_the_channel(city: City, client: Client) -> None:
    token = begun(client, "reports", MESSAGES)
    matched(client, token, fallback="暴露垃圾", channel="hotline")
    confirmed(client, token)
    assert set(Case.objects.values_list("channel__code", flat=True)) == {"hotline"}
    assert ReportImport.objects.count() == 1


def test_what_came_in_stands_on_the_home_of_imports(city: City, client: Client) -> None:
    token = begun(client, "reports", MESSAGES, "留言表.csv")
    matched(client, token, fallback="暴露垃圾", channel="hotline")
    confirmed(client, token)
    assert "留言表.csv" in main_of(client.get(url("imports")))


def test_positions_come_in_by_their_datum(city: City, client: Client) -> None:
    head = "msg_id,title,body,lon,lat"
    token = begun(client, "reports", sheet(f"1,垃圾,暴露垃圾没人管,{LON},{LAT}", head=head))
    matched(client, token, fallback="暴露垃圾", channel="hotline", map_lon="lon", map_lat="lat")
    confirmed(client, token)
    case = Case.objects.get()
    assert case.lon == pytest.approx(LON, abs=0.02)


def test_every_step_opens_in_english(city: City, client: Client) -> None:
    in_english(client)
    assert untranslated(client.get(url("import_start", "reports"))) == set()
    token = begun(client, "reports", sheet("1,Rubbish,,Rubbish everywhere"), "list.csv")
    assert untranslated(client.get(url("import_columns", token)), "暴露垃圾", "占道经营") == set()
    page = matched(client, token, fallback="暴露垃圾", channel="hotline")
    assert untranslated(page, "暴露垃圾") == set()
    assert untranslated(client.get(url("import_confirm", token))) == set()

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.models import F
from django.test import Client

from chengzhi.catalogue.models import FilingStandard
from chengzhi.console.imports import running, store, views
from chengzhi.console.imports.views import stages
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.models import RoleGrant
from chengzhi.organisation.models import RegisterVersion
from tests.console.imports.conftest import SHEET, SignIn, begun, confirmed, matched, upload, url
from tests.factories.city import LAT, LON, City, make_person, make_role
from tests.support.pages import in_english, main_of, text_of, untranslated


def test_refused_rows_can_be_downloaded_mended_and_handed_in_again(city: City, client: Client) -> None:
    token = begun(client, "standards", SHEET)
    matched(client, token)
    answer = client.get(url("import_refused", token))
    text = answer.content.decode("utf-8-sig")
    assert text.splitlines()[0].startswith("行号,原因")
    again = matched(client, begun(client, "standards", text.replace("2天", "2工作日")))
    assert again.context["counts"] == {"new": 1, "changed": 0, "same": 0, "refused": 1}


def test_a_second_confirmation_writes_nothing_more(city: City, client: Client) -> None:
    token = begun(client, "standards", SHEET)
    matched(client, token)
    confirmed(client, token)
    assert client.post(url("import_confirm", token)).status_code == 302
    assert FilingStandard.objects.filter(condition="占用盲道").count() == 1


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("standards", b""),
        ("standards", b"\x89PNG\r\n\x1a\n"),
        ("standards", "甲,乙\n"),
        ("cells", "not a map"),
        ("parts", SHEET),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_at_once(client: Client, media: Path, kind: str, content: Any) -> None:
    assert upload(client, kind, content).status_code == 422
    assert list(media.glob("imports/*")) == []


def test_a_form_without_a_file_says_so(client: Client) -> None:
    answer = client.post(url("import_start", "standards"), {})
    assert "没有选文件" in answer.content.decode()


def test_a_file_that_is_too_large_is_refused(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "LARGEST", 10)
    assert "请拆成几个文件" in upload(client, "standards", SHEET).content.decode()


def test_a_file_can_be_dropped(client: Client, media: Path) -> None:
    token = begun(client, "standards", SHEET)
    assert client.post(url("import_drop", token)).status_code == 302
    assert list(media.glob("imports/*")) == []
    assert client.get(url("import_job", token)).status_code == 404


@pytest.mark.parametrize("token", ["x", "..", "a" * 24, "../../etc/passwd"[:24].ljust(24, "a")])
def test_an_unknown_token_is_not_found(client: Client, token: str) -> None:
    assert client.get(f"{url('imports')}{token}/").status_code == 404


def test_without_the_right_there_is_nothing(city: City, signed_in: SignIn) -> None:
    browser = signed_in(city.alice)
    for address in (url("imports"), url("import_start", "standards"), url("import_job", "a" * 24)):
        assert browser.get(address).status_code == 404


def test_a_kind_that_is_none_is_not_found(client: Client) -> None:
    assert client.get(url("import_start", "secrets")).status_code == 404
    assert client.post(url("batch_withdraw", 99_999)).status_code == 404


@pytest.mark.parametrize(
    ("now", "states"),
    [
        (1, ["now", "next", "next", "next"]),
        (3, ["done", "done", "now", "next"]),
        (4, ["done", "done", "done", "now"]),
        (5, ["done", "done", "done", "done"]),
    ],
)
def test_the_path_says_where_one_stands(now: int, states: list[str]) -> None:
    assert [one["state"] for one in stages(now)] == states


@pytest.mark.parametrize(
    ("right", "kinds"),
    [
        ("cases.case.import", ["reports"]), ("catalogue.standard.manage", ["standards"]), ("grid.cell.manage", ["cells"]),
        ("grid.part.manage", ["parts"]), ("kernel.system.manage", ["calendar"]),
    ],
)  # fmt: skip
def test_each_right_imports_its_own_kind(city: City, signed_in: SignIn, right: str, kinds: list[str]) -> None:
    browser = signed_in(make_person("李军", city.units["centre"], make_role("one", {right: Scope.CITY})))
    assert [one.name for one in browser.get(url("imports")).context["kinds"]] == kinds
    found = {kind: browser.get(url("import_start", kind)).status_code for kind in running.KINDS}
    assert found == {kind: 200 if kind in kinds else 404 for kind in running.KINDS}


def test_ones_own_files_stand_on_the_home(city: City, client: Client) -> None:
    token = begun(client, "standards", SHEET, "标准表.csv")
    answer = client.get(url("imports"))
    assert [job.token for job, _label in answer.context["jobs"]] == [token]
    assert "标准表.csv" in main_of(answer)
    assert "等对列" in main_of(answer)


def test_files_of_a_kind_one_may_no_longer_import_are_not_shown(
    city: City, client: Client, keeper: Capacity, signed_in: SignIn
) -> None:
    begun(client, "standards", SHEET)
    RoleGrant.objects.filter(permission="catalogue.standard.manage").delete()
    RegisterVersion.objects.update(number=F("number") + 1)
    assert client.get(url("imports")).context["jobs"] == []


def test_a_file_that_was_not_matched_goes_on_to_be_matched(city: City, client: Client) -> None:
    token = begun(client, "standards", SHEET)
    assert client.get(url("import_job", token))["Location"] == url("import_columns", token)


def test_a_file_that_was_imported_is_not_matched_again(city: City, client: Client) -> None:
    token = begun(client, "standards", SHEET)
    matched(client, token)
    confirmed(client, token)
    for name in ("import_columns", "import_confirm"):
        assert client.get(url(name, token))["Location"] == url("import_job", token)
    assert client.post(url("import_drop", token), follow=True).status_code == 200


def test_a_file_that_was_tried_can_be_matched_anew(city: City, client: Client) -> None:
    token = begun(client, "standards", SHEET)
    first = matched(client, token).context["counts"]
    second = matched(client, token, reading="natural").context["counts"]
    assert first != second


def test_a_running_file_says_how_far_it_is(city: City, client: Client) -> None:
    job = store.load(begun(client, "standards", SHEET))
    running.begin(job, running.CHECK)
    job.tell(1234)
    words = main_of(client.get(url("import_job", job.token)))
    assert "1,234" in words or "1234" in words


@pytest.mark.parametrize(("seconds", "is_stuck"), [(1, False), (99, True)])
def test_a_file_that_waits_long_says_so(city: City, client: Client, seconds: int, *, is_stuck: bool) -> None:
    job = store.load(begun(client, "standards", SHEET))
    job.stage, job.started_at = "checking", (clock.now() - timedelta(seconds=seconds)).isoformat()
    job.save()
    assert client.get(url("import_job", job.token)).context["is_stuck"] is is_stuck


def test_only_some_refused_rows_stand_on_the_page(city: City, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "SHOWN", 1)
    page = matched(client, begun(client, "standards", SHEET))
    assert (len(page.context["refused"]), page.context["refused_more"] > 0) == (1, True)


def test_without_refused_rows_there_is_nothing_to_download(city: City, client: Client) -> None:
    token = begun(client, "standards", "\n".join(SHEET.splitlines()[:2]) + "\n")
    matched(client, token)
    assert client.get(url("import_refused", token)).status_code == 404


def test_the_download_is_named_after_the_file(city: City, client: Client) -> None:
    token = begun(client, "standards", SHEET, "standards.csv")
    matched(client, token)
    disposition = client.get(url("import_refused", token))["Content-Disposition"]
    assert disposition.startswith("attachment")
    assert "standards-" in disposition


def test_confirming_needs_something_to_write(city: City, client: Client) -> None:
    token = begun(client, "standards", SHEET)
    assert client.post(url("import_confirm", token))["Location"] == url("import_job", token)
    assert store.load(token).stage == "columns"


def test_two_confirmations_at_once_write_once(city: City, client: Client) -> None:
    token = begun(client, "standards", SHEET)
    matched(client, token)
    assert store.load(token).hold()
    client.post(url("import_confirm", token))
    assert not FilingStandard.objects.filter(condition="占用盲道").exists()


@pytest.mark.parametrize("name", ["import_drop", "batch_withdraw"])
def test_nothing_is_taken_away_by_looking(city: City, client: Client, name: str) -> None:
    token = begun(client, "standards", SHEET)
    assert client.get(url(name, token if name == "import_drop" else 1)).status_code == 405
    assert store.load(token)


def test_htmx_is_told_where_to_go(city: City, client: Client) -> None:
    token = begun(client, "standards", SHEET)
    answer = client.post(url("import_drop", token), headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (204, url("imports"))


@pytest.mark.parametrize(
    ("stage", "words"), [("columns", "没有导入，上传的文件已删除。"), ("done", "已删除上传的文件。")]
)
def test_what_was_dropped_is_told(city: City, client: Client, stage: str, words: str) -> None:
    job = store.load(begun(client, "standards", SHEET))
    job.stage = stage
    job.save()
    assert words in text_of(client.post(url("import_drop", job.token), follow=True))


def test_home_in_english_has_no_chinese_of_ours(city: City, client: Client) -> None:
    begun(client, "standards", SHEET, "list.csv")
    assert untranslated(in_english(client).get(url("imports"))) == set()


def test_the_result_in_english_has_no_chinese_of_ours(city: City, client: Client) -> None:
    token = begun(client, "standards", SHEET, "list.csv")
    page = matched(in_english(client), token)
    data = (
        "暴露垃圾",
        "占道经营",
        "二十年",
        "市容环境",
        "立案条件",
        "处置时限",
        "小类名称",
        "事件",
        "紧急工作时",
        "工作日",
        "工作时",
        "自然日",
        "天",
    )
    assert untranslated(page, *data) == set()
    assert untranslated(client.get(url("import_confirm", token)), *data) == set()
    assert untranslated(confirmed(client, token), *data) == set()


ODD = "甲,东经,北纬度数,联系人电话\n1,120.8912,32.0101,13812346621\n"


def test_taking_up_a_guess_fills_the_form_and_keeps_what_was_typed(city: City, client: Client) -> None:
    token = begun(client, "reports", ODD)
    answer = client.post(url("import_columns", token), {"adopt": "phone", "map_ref": "甲", "keep_as": "热线"})
    form = answer.context["form"]
    assert answer.status_code == 200
    assert (form["map_phone"].value(), form["map_ref"].value(), form["keep_as"].value()) == (
        "联系人电话",
        "甲",
        "热线",
    )
    assert store.load(token).stage == "columns"


def test_the_page_offers_guesses_with_their_reasons(city: City, client: Client) -> None:
    words = main_of(client.get(url("import_columns", begun(client, "reports", ODD))))
    assert "可能是“联系人电话”：值是电话号码" in words
    assert "采用 3 条建议" in words


def test_a_row_off_the_map_has_a_mark_of_its_own(city: City, client: Client) -> None:
    token = begun(client, "reports", f"编号,内容,经度,纬度\n1,垃圾,{LON},{LAT}\n2,垃圾,121.5,31.2\n3,垃圾,,\n")
    page = matched(client, token, fallback="暴露垃圾", channel="hotline")
    words = main_of(page)
    assert "2 有经纬度 1 没有经纬度 1 在网格内 1 在区界外" in words
    assert "行号：3" in words
    marks = client.get(url("import_points", token)).json()["features"]
    assert [one["properties"] for one in marks] == [
        {"kind": "row", "name": "第 2 行", "outside": False}, {"kind": "row", "name": "第 3 行", "outside": True},
    ]  # fmt: skip


def test_the_marks_of_a_file_are_its_owners_alone(city: City, client: Client, signed_in: SignIn) -> None:
    token = begun(client, "reports", f"编号,内容,经度,纬度\n1,垃圾,{LON},{LAT}\n")
    other = make_person("李军", city.units["centre"], make_role("two", {"cases.case.import": Scope.CITY}))
    assert signed_in(other).get(url("import_points", token)).status_code == 404
    assert client.get(url("import_points", token), {"bbox": "1,2"}).status_code == 400


def test_kinds_without_positions_show_no_map(city: City, client: Client) -> None:
    token = begun(client, "standards", SHEET)
    assert "data-cz-map" not in matched(client, token).content.decode()

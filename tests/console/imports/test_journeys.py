import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import ChoiceField
from django.test import Client
from django.urls import reverse

from chengzhi.cases.models import Case, ImportMapping, ReportImport
from chengzhi.catalogue.models import FilingStandard
from chengzhi.console.imports import running, store
from chengzhi.console.imports.tasks import remove_old_imports, run_import
from chengzhi.grid.models import Cell, ImportBatch, Part
from chengzhi.kernel import calendars
from chengzhi.kernel.access import Capacity
from tests.console.imports.conftest import SignIn
from tests.factories.city import LAT, LON, City
from tests.factories.grid import polygon

SHEET = """类别,大类名称,小类代码,小类名称,立案条件,结案条件,处置时限
事件,市容环境,0502,占道经营,占用盲道,清走,2紧急工作时
事件,市容环境,0301,暴露垃圾,成堆,清走,2天
事件,市容环境,0301,暴露垃圾,,清走,二十年
"""
DAY = "2026-11-24"


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def url(name: str, *args: Any) -> str:
    return reverse(f"console:{name}", args=args)


def upload(client: Client, kind: str, content: str | bytes, name: str = "文件.csv") -> Any:
    data = content.encode() if isinstance(content, str) else content
    return client.post(url("import_start", kind), {"file": SimpleUploadedFile(name, data)})


def begun(client: Client, kind: str, content: str | bytes, name: str = "文件.csv") -> str:
    """Return the token of a file that was taken."""
    answer = upload(client, kind, content, name)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"].split("/")[-3])


def first_of(field: Any) -> str:
    """Return what a browser sends for a list that nobody touched."""
    return str(field.choices[0][0]) if isinstance(field, ChoiceField) else ""


def matched(client: Client, token: str, **values: Any) -> Any:
    """Send the second step with what it suggests, and some values of our own."""
    form = client.get(url("import_columns", token)).context["form"]
    suggested = {
        name: form.initial.get(name) or field.initial or first_of(field) for name, field in form.fields.items()
    }
    client.post(url("import_columns", token), {**suggested, **values})
    return client.get(url("import_job", token))


def confirmed(client: Client, token: str) -> Any:
    assert client.get(url("import_confirm", token)).status_code == 200
    client.post(url("import_confirm", token))
    return client.get(url("import_job", token))


def collection(*features: dict[str, Any]) -> str:
    return json.dumps({"type": "FeatureCollection", "features": list(features)})


def feature(geometry: dict[str, Any], **facts: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": facts, "geometry": geometry}


def test_good_standards_go_in_alone_and_nothing_before_the_last_step(city: City, client: Client) -> None:
    token = begun(client, "standards", SHEET)
    page = matched(client, token)
    assert page.context["counts"] == {"new": 1, "changed": 0, "same": 0, "refused": 2}
    assert FilingStandard.objects.count() == 2
    assert "导入没错的 1 行" in page.content.decode()
    done = confirmed(client, token)
    assert "已导入 1 行" in done.content.decode()
    assert FilingStandard.objects.filter(condition="占用盲道").count() == 1


def test_what_the_days_mean_is_chosen_before_trying_out(city: City, client: Client) -> None:
    page = matched(client, begun(client, "standards", SHEET), reading="natural")
    assert page.context["counts"]["refused"] == 1


def test_refused_rows_can_be_downloaded_mended_and_handed_in_again(city: City, client: Client) -> None:
    token = begun(client, "standards", SHEET)
    matched(client, token)
    answer = client.get(url("import_refused", token))
    text = answer.content.decode("utf-8-sig")
    assert text.splitlines()[0].startswith("行号,原因")
    again = matched(client, begun(client, "standards", text.replace("2天", "2工作日")))
    assert again.context["counts"] == {"new": 1, "changed": 0, "same": 0, "refused": 1}


def test_columns_of_any_name_are_matched_by_hand(city: City, client: Client) -> None:
    strange = (
        SHEET.replace("类别,", "甲,").replace("小类名称", "乙").replace("立案条件", "丙").replace("处置时限", "丁")
    )
    token = begun(client, "standards", strange)
    missing = client.post(url("import_columns", token), {"edition": "test", "valid_from": DAY, "reading": "working"})
    assert missing.status_code == 422
    mapping = {"map_kind": "甲", "map_name": "乙", "map_condition": "丙", "map_limit": "丁", "map_closing": "结案条件"}
    page = matched(client, token, **mapping, reading="working")
    assert page.context["counts"]["new"] == 2
    assert page.context["refused"][0]["number"] == 4


def test_the_same_sheet_again_changes_nothing(city: City, client: Client) -> None:
    first = begun(client, "standards", SHEET)
    matched(client, first)
    confirmed(client, first)
    page = matched(client, begun(client, "standards", SHEET))
    assert page.context["counts"]["same"] == 1
    assert "不用导入" in page.content.decode() or "没有可以导入的行" in page.content.decode()


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


def test_cells_come_in_and_go_out_as_a_batch(city: City, client: Client) -> None:
    west = LON + 0.02
    ring = polygon((west, LAT), (west + 0.01, LAT), (west + 0.01, LAT + 0.01), (west, LAT + 0.01))
    good = feature(ring, BGCODE="320613006001002", bgname="二号网格", grade="A")
    bad = feature(ring, BGCODE="123", bgname="坏", grade="特类")
    page = matched(client, token := begun(client, "cells", collection(good, bad), "网格.geojson"))
    assert page.context["counts"]["refused"] == 1
    confirmed(client, token)
    batch = ImportBatch.objects.get()
    assert Cell.objects.filter(code="320613006001002").exists()
    assert "撤回" in client.get(url("imports")).content.decode()
    assert client.post(url("batch_withdraw", batch.pk)).status_code == 302
    assert not Cell.objects.filter(code="320613006001002").exists()
    assert client.post(url("batch_withdraw", batch.pk)).status_code == 422


def test_cells_that_overlap_are_named(city: City, client: Client) -> None:
    ring = polygon((LON, LAT), (LON + 0.03, LAT), (LON + 0.03, LAT + 0.03), (LON, LAT + 0.03))
    page = matched(client, begun(client, "cells", collection(feature(ring, code="320613006001002")), "x.geojson"))
    assert "重叠" in page.content.decode()
    assert client.get(url("import_confirm", page.context["job"].token)).status_code == 302


def test_parts_come_in(city: City, client: Client) -> None:
    point = {"type": "Point", "coordinates": [LON, LAT]}
    token = begun(client, "parts", collection(feature(point, objcode="3206130101000009", objname="井盖")), "p.json")
    matched(client, token)
    confirmed(client, token)
    assert Part.objects.get().name == "井盖"


def holidays(year: int) -> str:
    days = [(f"{year}-01-01", "休", "元旦"), (f"{year}-10-01", "休", "国庆节"), (f"{year}-10-09", "班", "国庆节")]
    return "日期,上班,名称\n" + "\n".join(",".join(one) for one in days)


def test_the_holidays_of_the_next_year_come_in(client: Client) -> None:
    token = begun(client, "calendar", holidays(2027) + "\n2027-13-01,休,不存在\n")
    page = matched(client, token, source="国办通知")
    assert page.context["counts"]["refused"] == 1
    confirmed(client, token)
    assert 2027 in calendars.announced_years()


def test_a_year_that_is_not_whole_fails_with_its_reason(client: Client) -> None:
    token = begun(client, "calendar", "日期,上班,名称\n2027-01-01,休,元旦\n")
    page = matched(client, token, source="国办通知")
    assert "没有一个完整年度" in page.content.decode()


MESSAGES = (
    "msg_id,title,ts,body\n1,垃圾,2019-02-28 11:25,暴露垃圾没人管\n2,,2099-01-01,暴露垃圾\n3,占道,,占道经营严重\n"
)


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


def test_large_files_are_left_to_the_worker(city: City, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "AT_ONCE", 10)
    token = begun(client, "reports", MESSAGES)
    page = matched(client, token, fallback="暴露垃圾", channel="hotline")
    assert "正在试导入" in page.content.decode()
    assert client.get(url("import_job", token), headers={"HX-Request": "true"}).status_code == 200
    assert client.post(url("import_drop", token)).status_code == 422
    run_import(token=token, phase=running.CHECK)
    assert client.get(url("import_job", token), headers={"HX-Request": "true"}).status_code == 204
    assert client.get(url("import_job", token)).context["counts"]["new"] == 2


def test_the_worker_refuses_whoever_no_longer_holds_the_post(
    city: City, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = begun(client, "reports", MESSAGES)
    job = store.load(token)
    job.appointment, job.options = None, {}
    job.save()
    run_import(token=token, phase=running.WRITE)
    assert "任职已经变了" in store.load(token).fault


def test_files_of_yesterday_are_removed(client: Client, media: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun(client, "standards", SHEET)
    remove_old_imports(timestamp=0)
    assert len(list(media.glob("imports/*"))) == 1
    monkeypatch.setattr(store, "KEPT", timedelta(seconds=-5))
    remove_old_imports(timestamp=0)
    assert list(media.glob("imports/*")) == []


def test_a_file_can_be_dropped(client: Client, media: Path) -> None:
    token = begun(client, "standards", SHEET)
    assert client.post(url("import_drop", token)).status_code == 302
    assert list(media.glob("imports/*")) == []
    assert client.get(url("import_job", token)).status_code == 404


def test_a_name_from_outside_never_leaves_the_folder(client: Client, media: Path) -> None:
    token = begun(client, "standards", SHEET, "..%2f..\\evil.csv")
    job = store.load(token)
    assert job.path.parent == media / "imports" / token / "in"


@pytest.mark.parametrize("token", ["x", "..", "a" * 24, "../../etc/passwd"[:24].ljust(24, "a")])
def test_an_unknown_token_is_not_found(client: Client, token: str) -> None:
    assert client.get(f"{url('imports')}{token}/").status_code == 404


def test_somebody_elses_file_does_not_exist(city: City, client: Client, keeper: Capacity, signed_in: SignIn) -> None:
    token = begun(client, "standards", SHEET)
    job = store.load(token)
    job.account = 0
    job.save()
    assert client.get(url("import_job", token)).status_code == 404


def test_without_the_right_there_is_nothing(city: City, signed_in: SignIn) -> None:
    browser = signed_in(city.alice)
    for address in (url("imports"), url("import_start", "standards"), url("import_job", "a" * 24)):
        assert browser.get(address).status_code == 404


def test_a_kind_that_is_none_is_not_found(client: Client) -> None:
    assert client.get(url("import_start", "secrets")).status_code == 404
    assert client.post(url("batch_withdraw", 99_999)).status_code == 404

"""What came in from files as workbooks: each kind for those who may import it."""

import pytest
from django.test import Client
from django.urls import reverse

from chengzhi.console.exports.known import open_listing
from chengzhi.grid.models import ImportBatch
from chengzhi.kernel.access import Capacity, Scope
from tests.console.imports.conftest import MESSAGES, begun, confirmed, matched
from tests.factories.city import SINCE, City
from tests.support.pages import rows_of


@pytest.mark.parametrize(("right", "files"), [("grid.part.manage", ["部件.csv"]), ("grid.cell.manage", ["网格.csv"])])
def test_batches_are_those_of_the_kind_one_may_import(city: City, right: str, files: list[str]) -> None:
    for kind, name in (("parts", "部件.csv"), ("cells", "网格.csv")):
        ImportBatch.objects.create(
            kind=kind, filename=name, sha256="a" * 64, datum="cgcs2000", effective_on=SINCE,
            counts={"new": 3, "refused": 1}, recorded_by="黄爱华",
        )  # fmt: skip
    viewer = Capacity(grants={right: Scope.CITY})
    rows = list(open_listing(viewer, "batches").read(viewer, {}).rows())
    assert [row[1] for row in rows] == files
    assert rows[0][4:7] == [3, 0, 1]


def test_an_import_of_reports_is_told_with_its_counts(city: City, client: Client) -> None:
    token = begun(client, "reports", MESSAGES, "留言表.csv")
    matched(client, token, fallback="暴露垃圾", channel="hotline")
    confirmed(client, token)
    heads, row = rows_of(client.get(reverse("console:export_list", args=["report_imports"])))
    told = dict(zip(heads, row, strict=True))
    assert (told["文件"], told["行数"]) == ("留言表.csv", 3)
    assert told["新增"] + told["已有"] + told["没导入"] == 3

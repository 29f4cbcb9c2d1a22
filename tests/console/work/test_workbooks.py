from io import BytesIO
from types import SimpleNamespace
from typing import Any, cast

from openpyxl import load_workbook

from chengzhi.console.work.workbooks import XLSX, workbook
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.excel import Column


def test_a_workbook_names_who_made_it_and_keeps_formulas_harmless() -> None:
    request: Any = SimpleNamespace(capacity=Capacity(person_name="张丽", post_name="受理员", unit_name="监督中心"))
    answer = workbook(request, "待办", [("来源", "热线")], [Column("编号")], [["=1+1"]])
    book = load_workbook(BytesIO(answer.content))
    assert answer.headers["Content-Type"] == XLSX
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "张丽 · 受理员 · 监督中心" in [cell.value for row in book.worksheets[0].rows for cell in row]
    assert cast("Any", book.worksheets[1]["A2"]).data_type == "s"

from django.test import Client

from chengzhi.grid.models import Cell, CellDuty
from tests.console.registers.grid.conftest import CODE, day, post, url


def test_a_cell_is_graded_anew_from_a_day(client: Client) -> None:
    values = {
        "name": "学田菜场网格",
        "grade": "A",
        "land_use": "commercial",
        "on": day(),
        "document": "崇城管〔2026〕3号",
    }
    assert post(client, "cell_act", CODE, "change", **values).status_code == 302
    assert Cell.objects.get(code=CODE).grade == "A"
    assert post(client, "cell_act", CODE, "change", **values).status_code == 422


def test_a_cell_is_retired_with_its_duties(client: Client) -> None:
    assert post(client, "cell_act", CODE, "retire", on=day(), document="撤并").status_code == 302
    assert CellDuty.objects.get().valid_to is not None
    assert post(client, "cell_act", CODE, "retire", on=day(), document="撤并").status_code == 422


def test_a_duty_is_assigned_and_ended(client: Client) -> None:
    values = {"kind": "firm", "name": "学田商场", "phone": "0513-1", "on": day(-2)}
    assert post(client, "cell_act", CODE, "assign", **values).status_code == 302
    duty = CellDuty.objects.get(kind="firm")
    assert post(client, "duty_act", CODE, duty.pk, "end", on=day()).status_code == 302
    assert post(client, "duty_act", CODE, duty.pk, "end", on="2001-01-01").status_code == 422
    assert client.get(url("duty_act", CODE, 99_999, "end")).status_code == 404


def test_a_duty_without_anybody_is_refused(client: Client) -> None:
    answer = post(client, "cell_act", CODE, "assign", kind="police", on=day())
    assert answer.status_code == 422
    assert "没有写姓名或单位" in answer.content.decode()

from datetime import date

from django.test import Client

from chengzhi.grid.demo import load_divisions
from chengzhi.grid.models import Cell, CellDuty, Division
from tests.console.registers.grid.conftest import url


def test_the_merger_of_the_districts_is_told_from_both_sides(client: Client) -> None:
    CellDuty.objects.all().delete()
    Cell.objects.all().delete()
    for level in ("community", "street", "district"):
        Division.objects.filter(level=level).delete()
    load_divisions()
    text = client.get(url("divisions"), {"edition": "2019"}).content.decode()
    assert "港闸区" in text
    changes = client.get(url("divisions"), {"edition": "changes", "q": "320611"}).content.decode()
    assert "320613" in changes
    assert date(2020, 7, 3).isoformat() in changes

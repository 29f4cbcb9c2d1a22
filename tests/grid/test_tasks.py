from datetime import timedelta

from chengzhi.grid.models import Cell
from chengzhi.grid.services import Drawing, change_cell_boundary
from chengzhi.grid.tasks import bring_cells_up_to_date
from chengzhi.kernel import clock
from chengzhi.kernel.access import SYSTEM


def test_a_change_prepared_yesterday_holds_after_the_task(cells: list[Cell]) -> None:
    now = clock.now()
    with clock.at(now - timedelta(days=1)):
        change_cell_boundary(capacity=SYSTEM, code=cells[0].code, drawing=Drawing(grade="A"), effective_on=now.date())
    cells[0].refresh_from_db()
    assert cells[0].grade == "B"
    bring_cells_up_to_date(0)
    cells[0].refresh_from_db()
    assert cells[0].grade == "A"

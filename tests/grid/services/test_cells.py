from datetime import date, timedelta
from typing import Any

import pytest
import shapely

from chengzhi.grid.geometry import area_m2, from_geojson
from chengzhi.grid.models import Cell, CellDuty, CellVersion, GridRevision
from chengzhi.grid.services import Drawing, bring_versions_into_force, change_cell_boundary, define_cell, retire_cell
from chengzhi.kernel import clock
from chengzhi.kernel.access import SYSTEM
from chengzhi.kernel.errors import BadInput, Forbidden, NotFound
from chengzhi.kernel.models import OutboxEvent
from tests.factories.grid import COMMUNITY, SINCE, alice, square

DAY = date(2024, 3, 1)
NEW = f"{COMMUNITY}005"
FREE = Drawing(boundary=square(3, 3), name="新网格", grade="A", land_use="green")


def define(code: str = NEW, drawing: Drawing = FREE, on: date = DAY, **given: Any) -> Cell:
    return define_cell(capacity=given.pop("capacity", SYSTEM), code=code, drawing=drawing, effective_on=on, **given)


def change(cell: Cell, drawing: Drawing, on: date = DAY, **given: Any) -> CellVersion:
    return change_cell_boundary(
        capacity=given.pop("capacity", SYSTEM), code=cell.code, drawing=drawing, effective_on=on, **given
    )


def refusal(field: str, *args: Any, **given: Any) -> str:
    with pytest.raises(BadInput) as caught:
        define(*args, **given)
    return " ".join(caught.value.errors[field])


def test_a_new_cell_stands_with_its_first_version(cells: list[Cell]) -> None:
    cell = define(document="城网格〔2024〕1号", capacity=alice())
    assert (cell.name, cell.grade, cell.land_use, cell.valid_from) == ("新网格", "A", "green", DAY)
    assert cell.area_m2 == pytest.approx(area_m2(from_geojson(square(3, 3))), abs=0.1)
    version = cell.versions.get()
    assert (version.boundary, version.document) == (cell.boundary, "城网格〔2024〕1号")
    assert version.recorded_by == "alice（数据管理员）"


def test_the_rooms_above_hear_of_it(cells: list[Cell]) -> None:
    before = GridRevision.objects.get().mark
    cell = define()
    event = OutboxEvent.objects.get(name="grid.cell_changed")
    assert event.payload == {"cell_id": cell.pk, "code": NEW, "on": "2024-03-01"}
    assert GridRevision.objects.get().mark != before


def test_a_code_must_have_fifteen_digits_of_a_known_community(cells: list[Cell]) -> None:
    assert "15 位" in refusal("code", "32061300600100")
    assert "社区" in refusal("code", "320613006099001")
    assert "社区" in refusal("code", on=date(2019, 1, 1))


def test_a_used_code_is_not_given_again_even_after_retirement(cells: list[Cell]) -> None:
    retire_cell(capacity=SYSTEM, code=cells[0].code, effective_on=DAY)
    assert "已经用过" in refusal("code", cells[0].code, on=DAY + timedelta(days=1))


def test_unknown_words_are_refused(cells: list[Cell]) -> None:
    assert "A、B、C" in refusal("grade", drawing=Drawing(boundary=square(3, 3), grade="D"))
    assert "用地" in refusal("land_use", drawing=Drawing(boundary=square(3, 3), land_use="moon"))


def test_only_a_keeper_of_the_territory_may_define(cells: list[Cell]) -> None:
    with pytest.raises(Forbidden):
        define(capacity=alice("320613007"))
    with pytest.raises(Forbidden):
        define(capacity=alice(grants={}))
    assert not Cell.objects.filter(code=NEW).exists()


def test_a_new_boundary_keeps_the_old_one_on_record(cells: list[Cell]) -> None:
    change(cells[0], Drawing(boundary=square(0, 1, high=2), grade="A"))
    first, second = cells[0].versions.order_by("valid_from")
    assert (first.valid_to, second.valid_from, second.valid_to) == (DAY, DAY, None)
    assert first.boundary == square(0, 1)
    cells[0].refresh_from_db()
    assert (cells[0].grade, cells[0].name) == ("A", "第1网格")
    assert cells[0].area_m2 == pytest.approx(2 * first.area_m2, rel=0.01)


def test_ground_can_pass_between_neighbours_on_one_day(cells: list[Cell]) -> None:
    change(cells[0], Drawing(boundary=square(0, 1, wide=0.5)))
    change(cells[1], Drawing(boundary=square(0.5, 1, wide=1.5)))
    assert cells[1].versions.count() == 2


def test_a_change_must_come_after_the_last_one(cells: list[Cell]) -> None:
    change(cells[0], Drawing(grade="A"))
    for on in (DAY, DAY - timedelta(days=1), SINCE):
        with pytest.raises(BadInput, match="生效日期"):
            change(cells[0], Drawing(grade="C"), on=on)


def test_an_unknown_cell_is_not_found(cells: list[Cell]) -> None:
    with pytest.raises(NotFound):
        change_cell_boundary(capacity=SYSTEM, code=NEW, drawing=FREE, effective_on=DAY)


def test_a_change_needs_the_right(cells: list[Cell]) -> None:
    with pytest.raises(Forbidden):
        change(cells[0], FREE, capacity=alice("320613007"))


def test_a_change_of_tomorrow_waits_for_its_day(cells: list[Cell]) -> None:
    tomorrow = clock.now().date() + timedelta(days=1)
    change(cells[0], Drawing(grade="A"), on=tomorrow)
    cells[0].refresh_from_db()
    assert cells[0].grade == "B"
    assert bring_versions_into_force(on=tomorrow - timedelta(days=1)) == 0
    assert bring_versions_into_force(on=tomorrow) == 1
    cells[0].refresh_from_db()
    assert cells[0].grade == "A"
    assert bring_versions_into_force(on=tomorrow) == 0


def test_a_retired_cell_ends_with_its_version_and_duties(cells: list[Cell]) -> None:
    duty = CellDuty.objects.create(cell=cells[0], kind="cadre", name="某", valid_from=SINCE)
    cell = retire_cell(capacity=alice(), code=cells[0].code, effective_on=DAY, document="撤格〔2024〕2号")
    duty.refresh_from_db()
    assert cell.valid_to == duty.valid_to == cell.versions.get().valid_to == DAY
    assert cell.versions.get().document == "撤格〔2024〕2号"


def test_a_cell_is_retired_once(cells: list[Cell]) -> None:
    retire_cell(capacity=SYSTEM, code=cells[0].code, effective_on=DAY)
    with pytest.raises(BadInput, match="停用"):
        retire_cell(capacity=SYSTEM, code=cells[0].code, effective_on=DAY + timedelta(days=9))
    with pytest.raises(BadInput):
        change(cells[0], Drawing(grade="A"), on=DAY)


def test_a_cell_is_not_retired_before_its_last_change_or_a_coming_duty(cells: list[Cell]) -> None:
    change(cells[0], Drawing(grade="A"))
    with pytest.raises(BadInput, match="最近一次调整"):
        retire_cell(capacity=SYSTEM, code=cells[0].code, effective_on=DAY)
    CellDuty.objects.create(cell=cells[1], kind="cadre", name="某", valid_from=DAY + timedelta(days=5))
    with pytest.raises(BadInput, match="责任人"):
        retire_cell(capacity=SYSTEM, code=cells[1].code, effective_on=DAY)


def test_retiring_needs_the_right_and_a_cell(cells: list[Cell]) -> None:
    with pytest.raises(Forbidden):
        retire_cell(capacity=alice(grants={}), code=cells[0].code, effective_on=DAY)
    with pytest.raises(NotFound):
        retire_cell(capacity=SYSTEM, code=NEW, effective_on=DAY)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"drawing": Drawing(boundary=square(3, 3), name="长" * 81)}, "name"),
        ({"drawing": Drawing(boundary=square(3, 3), grade="D")}, "grade"),
        ({"drawing": Drawing(boundary=square(3, 3), land_use="moon")}, "land_use"),
        ({"document": "文" * 121}, "document"),
        ({"code": ""}, "code"),
        ({"code": "3206130060010051"}, "code"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(cells: list[Cell], given: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as caught:
        define(**given)
    assert list(caught.value.errors) == [field]
    assert Cell.objects.count() == len(cells)


@pytest.mark.parametrize(("name", "document"), [("长" * 80, "文" * 120), ("", "")])
def test_names_and_documents_fill_their_columns(cells: list[Cell], name: str, document: str) -> None:
    cell = define(drawing=Drawing(boundary=square(3, 3), name=name), document=document)
    assert (cell.name, cell.versions.get().document) == (name, document)


def test_a_drawing_without_words_makes_an_ordinary_cell(cells: list[Cell]) -> None:
    cell = define(drawing=Drawing(boundary=square(3, 3)))
    assert (cell.grade, cell.land_use, cell.name) == ("B", "other", "")


def test_a_change_keeps_what_it_does_not_mention(cells: list[Cell]) -> None:
    version = change(cells[0], Drawing(grade="A"))
    assert (version.name, version.grade, version.land_use) == ("第1网格", "A", "other")
    assert shapely.equals(from_geojson(version.boundary), from_geojson(cells[0].boundary))


def test_changes_follow_one_another_and_today_shows_the_right_one(cells: list[Cell]) -> None:
    for day, name in ((DAY, "一"), (DAY + timedelta(days=10), "二"), (date(2099, 1, 1), "三")):
        change(cells[0], Drawing(name=name), on=day)
    cells[0].refresh_from_db()
    assert cells[0].name == "二"
    spans = list(cells[0].versions.order_by("valid_from").values_list("name", "valid_to"))
    assert spans[-2:] == [("二", date(2099, 1, 1)), ("三", None)]


def test_bringing_into_force_changes_only_what_differs(cells: list[Cell]) -> None:
    assert bring_versions_into_force(on=DAY) == 0
    Cell.objects.filter(pk=cells[0].pk).update(name="被改坏")
    assert bring_versions_into_force(on=DAY) == 1
    cells[0].refresh_from_db()
    assert cells[0].name == "第1网格"


def test_a_retired_cell_keeps_its_document_unless_given_another(cells: list[Cell]) -> None:
    retire_cell(capacity=SYSTEM, code=cells[0].code, effective_on=DAY, document="撤网〔2024〕1号")
    assert cells[0].versions.get().document == "撤网〔2024〕1号"
    with pytest.raises(BadInput):
        retire_cell(capacity=SYSTEM, code=cells[1].code, effective_on=DAY, document="文" * 121)


def test_a_cell_about_to_end_may_be_changed_before_its_end_only(cells: list[Cell]) -> None:
    retire_cell(capacity=SYSTEM, code=cells[0].code, effective_on=date(2099, 1, 1))
    with pytest.raises(BadInput, match="早于停用日期"):
        change(cells[0], Drawing(name="晚"), on=date(2099, 1, 1))
    assert change(cells[0], Drawing(name="早")).valid_to == date(2099, 1, 1)

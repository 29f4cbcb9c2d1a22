from datetime import date, timedelta
from typing import Any

import pytest

from chengzhi.grid.enums import PartState
from chengzhi.grid.models import Cell, Part
from chengzhi.grid.permissions import Permission
from chengzhi.grid.services import PartFacts, correct_part, move_part, register_part, retire_part
from chengzhi.kernel.access import SYSTEM, Capacity, Scope
from chengzhi.kernel.errors import BadInput, Forbidden, NotFound
from chengzhi.kernel.models import OutboxEvent
from chengzhi.organisation.models import Unit
from tests.factories.grid import SINCE, alice, middle

DAY = date(2024, 3, 1)
CODE = "3206130137000001"
LAMP = PartFacts(name="路灯", owner_name="城市照明管理处", source="普查")


def register(capacity: Capacity = SYSTEM, **given: Any) -> Part:
    lon, lat = given.pop("at", middle(0, 1))
    facts = {"code": CODE, "lon": lon, "lat": lat, "facts": LAMP, "effective_on": DAY} | given
    return register_part(capacity=capacity, **facts)


def errors(**given: Any) -> dict[str, list[str]]:
    with pytest.raises(BadInput) as caught:
        register(**given)
    return caught.value.errors


def test_a_part_is_registered_in_the_cell_where_it_lies(cells: list[Cell]) -> None:
    part = register(alice())
    assert (part.cell, part.category_code, part.state) == (cells[0], "0137", "intact")
    part.refresh_from_db()
    assert part.point == middle(0, 1)
    change = part.changes.get()
    assert (change.kind, change.before) == ("registered", {})
    assert change.after["name"] == "路灯"
    assert OutboxEvent.objects.get(name="grid.part_changed").payload["kind"] == "registered"


def test_a_part_may_lie_outside_every_cell(cells: list[Cell]) -> None:
    assert register(at=(120.7, 32.2)).cell is None


def test_what_is_wrong_is_named_by_field(cells: list[Cell]) -> None:
    assert "16 位" in errors(code="1")["code"][0]
    assert "同一个区" in errors(code="3206020137000001")["code"][0]
    assert "名称" in errors(facts=PartFacts())["name"][0]
    assert "缩短" in errors(facts=PartFacts(name="长" * 61, note="长" * 201))["note"][0]
    assert "状态" in errors(facts=PartFacts(name="路灯", state="gone"))["state"][0]
    assert "中国" in errors(at=(0.0, 0.0))[""][0]
    assert "中国" in errors(at=(float("nan"), 32.0))[""][0]


def test_a_code_is_registered_once(cells: list[Cell]) -> None:
    register()
    assert "已经登记" in errors()["code"][0]


def test_a_part_moves_to_another_place_and_cell(cells: list[Cell]) -> None:
    register()
    lon, lat = middle(1, 1)
    part = move_part(capacity=alice(), code=CODE, lon=lon, lat=lat, reason="道路改造")
    assert part.cell_id == cells[1].pk
    change = part.changes.get(kind="moved")
    assert change.before["cell_id"] == cells[0].pk
    assert set(change.after) == {"lon", "cell_id"}
    assert change.reason == "道路改造"


def test_a_part_cannot_be_moved_out_of_ones_reach(cells: list[Cell]) -> None:
    register()
    lon, lat = middle(1, 1)
    with pytest.raises(Forbidden):
        move_part(capacity=alice(cells[0].code), code=CODE, lon=lon, lat=lat, reason="")
    assert Part.objects.get().cell_id == cells[0].pk


def test_a_correction_changes_only_what_is_given(cells: list[Cell]) -> None:
    register()
    part = correct_part(capacity=SYSTEM, code=CODE, facts=PartFacts(state="damaged", owner_name=""), reason="巡查")
    part.refresh_from_db()
    assert (part.state, part.owner_name, part.name) == ("damaged", "", "路灯")
    change = part.changes.get(kind="corrected")
    assert change.before == {"state": "intact", "owner_name": "城市照明管理处"}


def test_a_unit_may_correct_its_own_parts_anywhere(cells: list[Cell]) -> None:
    unit = Unit.objects.create(pk=1, code="lamps", kind="department", name="照明处", valid_from=SINCE)
    register(facts=PartFacts(name="路灯", maintainer_unit_id=unit.pk))
    keeper = alice("999999", grants={Permission.MANAGE_PARTS: Scope.UNIT})
    assert correct_part(capacity=keeper, code=CODE, facts=PartFacts(note="已换灯头"), reason="").note == "已换灯头"
    register(code="3206130137000002")
    with pytest.raises(Forbidden):
        correct_part(capacity=keeper, code="3206130137000002", facts=PartFacts(note="x"), reason="")


def test_a_retired_part_stays_but_changes_no_more(cells: list[Cell]) -> None:
    register()
    part = retire_part(capacity=alice(), code=CODE, effective_on=date(2024, 4, 1), reason="拆除")
    assert part.changes.get(kind="retired").after["valid_to"] == "2024-04-01"
    with pytest.raises(BadInput, match="注销"):
        correct_part(capacity=SYSTEM, code=CODE, facts=LAMP, reason="")
    assert "已经登记" in errors()["code"][0]


def test_a_part_is_not_retired_before_it_was_registered(cells: list[Cell]) -> None:
    register()
    with pytest.raises(BadInput, match="注销日期"):
        retire_part(capacity=SYSTEM, code=CODE, effective_on=DAY, reason="")


@pytest.mark.parametrize("capacity", [alice("320613007"), alice(grants={})])
def test_every_act_needs_the_right_in_the_territory(cells: list[Cell], capacity: Capacity) -> None:
    with pytest.raises(Forbidden):
        register(capacity)
    register()
    with pytest.raises(Forbidden):
        correct_part(capacity=capacity, code=CODE, facts=LAMP, reason="")
    with pytest.raises(Forbidden):
        retire_part(capacity=capacity, code=CODE, effective_on=date(2024, 4, 1), reason="")


def test_an_unknown_part_is_not_found(cells: list[Cell]) -> None:
    with pytest.raises(NotFound):
        correct_part(capacity=SYSTEM, code=CODE, facts=LAMP, reason="")


@pytest.mark.parametrize(
    "at", [(0.0, 0.0), (181.0, 32.0), (float("nan"), 32.0), (120.8, float("inf")), (32.01, 120.86)]
)
def test_a_position_outside_the_country_is_refused(cells: list[Cell], at: tuple[float, float]) -> None:
    with pytest.raises(BadInput):
        register(at=at)
    assert not Part.objects.exists()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (PartFacts(name="长" * 61), "name"),
        (PartFacts(name="灯", owner_name="长" * 81), "owner_name"),
        (PartFacts(name="灯", competent_name="长" * 81), "competent_name"),
        (PartFacts(name="灯", maintainer_name="长" * 81), "maintainer_name"),
        (PartFacts(name="灯", source="长" * 61), "source"),
        (PartFacts(name="灯", note="长" * 201), "note"),
        (PartFacts(name="灯", state="gone"), "state"),
        (PartFacts(name=""), "name"),
        (PartFacts(), "name"),
    ],
)
def test_facts_that_do_not_fit_are_refused_by_field(cells: list[Cell], facts: PartFacts, field: str) -> None:
    with pytest.raises(BadInput) as caught:
        register(facts=facts)
    assert list(caught.value.errors) == [field]


def test_only_what_is_given_counts_as_given() -> None:
    assert PartFacts(name="灯", note="").given() == {"name": "灯", "note": ""}
    assert PartFacts().given() == {}


@pytest.mark.parametrize("state", PartState)
def test_a_part_may_be_in_every_state(cells: list[Cell], state: PartState) -> None:
    assert register(facts=PartFacts(name="灯", state=state)).state == state


def test_a_field_can_be_emptied_by_a_correction(cells: list[Cell]) -> None:
    register(facts=PartFacts(name="灯", note="歪"))
    part = correct_part(capacity=SYSTEM, code=CODE, facts=PartFacts(note=""), reason="扶正")
    assert part.note == ""
    change = part.changes.get(kind="corrected")
    assert (change.before, change.after, change.reason) == ({"note": "歪"}, {"note": ""}, "扶正")


def test_a_long_reason_is_cut(cells: list[Cell]) -> None:
    register()
    part = correct_part(capacity=SYSTEM, code=CODE, facts=PartFacts(note="x"), reason="因" * 500)
    assert part.changes.get(kind="corrected").reason == "因" * 200


def test_every_act_upon_a_part_is_told(cells: list[Cell]) -> None:
    register()
    lon, lat = middle(1, 1)
    move_part(capacity=SYSTEM, code=CODE, lon=lon, lat=lat, reason="迁移")
    retire_part(capacity=SYSTEM, code=CODE, effective_on=DAY + timedelta(days=1), reason="拆除")
    kinds = [event.payload["kind"] for event in OutboxEvent.objects.order_by("pk")]
    assert kinds == ["registered", "moved", "retired"]


def test_a_part_of_another_district_is_refused_by_its_place(cells: list[Cell]) -> None:
    with pytest.raises(BadInput, match="不是同一个区"):
        register(code="3206020137000001")

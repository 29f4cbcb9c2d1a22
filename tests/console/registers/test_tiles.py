import pytest
from django.urls import reverse

from chengzhi.console.registers.tiles import TILES, Tile, tiles_for
from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.permissions import all_permissions
from chengzhi.organisation.permissions import Permission
from tests.factories.organisation import make_capacity, make_unit

EVERY = [tile for _label, tiles in TILES for tile in tiles]
KNOWN = {one.value for one in all_permissions()}


def opened(viewer: Capacity) -> list[str]:
    """Return the labels of the tiles that a viewer sees."""
    return [str(tile["label"]) for group in tiles_for(viewer) for tile in group["tiles"]]


def holding(*rights: str) -> Capacity:
    return make_capacity(dict.fromkeys(rights, Scope.CITY), unit=make_unit("区城管局", kind="department"))


@pytest.mark.parametrize("tile", EVERY, ids=lambda tile: tile.url_name)
def test_every_tile_leads_to_a_page(tile: Tile) -> None:
    assert reverse(f"console:{tile.url_name}").startswith("/")


@pytest.mark.parametrize("tile", EVERY, ids=lambda tile: tile.url_name)
def test_every_tile_names_rights_that_exist(tile: Tile) -> None:
    assert {str(one) for one in tile.rights} <= KNOWN
    assert str(tile.note)


def test_no_page_has_two_tiles() -> None:
    names = [tile.url_name for tile in EVERY]
    assert len(names) == len(set(names))


def test_whoever_holds_nothing_sees_no_group() -> None:
    assert tiles_for(Capacity()) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("right", "labels"),
    [
        (Permission.READ_REGISTER, ["机构", "人员", "岗位任职", "辖区"]),
        (Permission.MANAGE_ROLES, ["角色授权"]),
        (Permission.READ_ACTS, ["角色授权", "变更记录"]),
        ("grid.register.read", ["区划", "网格", "部件"]),
        ("catalogue.standard.read", ["类别", "立案标准"]),
        ("cases.case.import", ["导入"]),
        ("cases.rules.manage", ["渠道", "派遣规则", "环节时限"]),
        ("kernel.system.manage", ["工作日历", "计时方案"]),
    ],
)
def test_each_right_opens_its_own_tiles(right: str, labels: list[str]) -> None:
    assert [one for one in opened(holding(right)) if one in labels] == labels
    assert set(opened(holding(right))) <= {*labels}


@pytest.mark.django_db
def test_figures_count_what_is_within_reach() -> None:
    viewer = holding(Permission.READ_REGISTER)
    tiles = {str(one["label"]): one for group in tiles_for(viewer) for one in group["tiles"]}
    assert {name: tiles[name]["count"] for name in ("机构", "人员", "岗位任职", "辖区")} == {
        "机构": 1, "人员": 1, "岗位任职": 1, "辖区": 0,
    }  # fmt: skip


@pytest.mark.django_db
def test_a_viewer_of_one_unit_counts_only_that_unit() -> None:
    make_unit("别的局")
    unit = make_unit("本局", codes=("320613001",))
    viewer = make_capacity({Permission.READ_REGISTER: Scope.UNIT}, unit=unit)
    counts = [tile["count"] for group in tiles_for(viewer) for tile in group["tiles"]]
    assert counts == [1, 1, 1, 1]


@pytest.mark.django_db
def test_tiles_without_a_figure_show_none() -> None:
    tiles = [tile for group in tiles_for(holding("grid.register.read")) for tile in group["tiles"]]
    assert {tile["count"] for tile in tiles} == {None}

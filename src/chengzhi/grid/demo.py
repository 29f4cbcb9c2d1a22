"""The demo city: divisions in two editions, synthetic cells, landmarks, parts, and people who answer for the cells."""

import csv
import gzip
import io
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from django.db import transaction
from django.db.models import Q

from chengzhi.grid.enums import DutyKind, Level
from chengzhi.grid.geometry import from_geojson, to_geojson
from chengzhi.grid.models import Cell, CellDuty, CellVersion, Division, DivisionChange, Part, Place
from chengzhi.grid.selectors.notices import SYNTHETIC
from chengzhi.grid.services.records import mark_revision
from chengzhi.kernel.clock import now
from chengzhi.organisation.models import Appointment, Unit, in_force
from chengzhi.organisation.selectors import snapshot

DATA = Path(__file__).parent / "data"
MERGER = date(2020, 7, 3)
MERGER_DOCUMENT = "苏政发〔2020〕60号"
FIRST_EDITION = date(2019, 1, 1)
CELLS_FROM = date(2021, 1, 1)
SEED = 320613

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹"
GIVEN = "国强 志强 秀英 桂兰 晓燕 海燕 春梅 国平 永康 文斌 丽华 玉兰 俊杰 明珠 雪芹 立新 家宝 小红 成龙 爱民"
FIRMS = ("物业服务中心", "便民超市", "农贸市场管理处", "卫生服务站", "幼儿园")

# By which role, or by which word in the name of the post, the demo organisation's people are found.
POSTS = {DutyKind.COLLECTOR: ("collector", "采集员"), DutyKind.OFFICER: ("officer", "执法队员")}

UNITS_BY_CATEGORY = {
    "01": ("崇川区城市管理局", "市政设施管理处"),
    "02": ("崇川区城市管理局", "公安交警崇川大队"),
    "03": ("崇川区城市管理局", "环境卫生管理处"),
    "04": ("崇川区城市管理局", "园林绿化管理处"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoGrid:
    """How much of each the register holds after loading."""

    divisions: int
    cells: int
    places: int
    parts: int
    duties: int


@transaction.atomic
def load_demo_grid() -> DemoGrid:
    """The demo city stands in the register; a second call changes nothing but adds duties that were missing.

    Duties need the people of the organisation: load those first.
    """
    if not Cell.objects.exists():
        known = {one.code: one for one in Division.objects.filter(valid_to=None)}
        divisions = known or load_divisions()
        cells = _load_cells(divisions)
        _load_places(cells)
        _load_parts(cells)
        mark_revision()
    if not CellDuty.objects.exists():
        load_demo_duties()
    return DemoGrid(
        divisions=Division.objects.count(),
        cells=Cell.objects.count(),
        places=Place.objects.count(),
        parts=Part.objects.count(),
        duties=CellDuty.objects.count(),
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    packed = (DATA / name).read_bytes()
    text = (gzip.decompress(packed) if name.endswith(".gz") else packed).decode()
    return csv.DictReader(io.StringIO(text))


def load_divisions() -> dict[str, Division]:
    """Write both editions and the changes between them; return the divisions of today by code."""
    boundaries = _boundaries()
    found: dict[str, Division] = {}
    rows = list(_rows("divisions.csv"))
    for level in Level.values:
        wave = [_division(row, found, boundaries) for row in rows if row["level"] == level]
        found |= {one.code: one for one in Division.objects.bulk_create(wave)}
    DivisionChange.objects.bulk_create(
        DivisionChange(on=MERGER, document=MERGER_DOCUMENT, **row) for row in _rows("division_changes.csv")
    )
    return {code: one for code, one in found.items() if one.valid_to is None}


def _division(row: dict[str, str], found: dict[str, Division], boundaries: dict[str, Any]) -> Division:
    is_old = row["edition"] == "2019"
    return Division(
        parent=found.get(row["code"][:-3]),
        boundary=boundaries.get(row["code"]),
        valid_from=FIRST_EDITION if is_old else MERGER,
        valid_to=MERGER if is_old else None,
        **row,
    )


def _features() -> list[dict[str, Any]]:
    text = gzip.decompress((DATA / "cells.geojson.gz").read_bytes())
    features: list[dict[str, Any]] = json.loads(text)["features"]
    return features


def _boundaries() -> dict[str, Any]:
    """Return the boundaries of district, streets and communities by code: the outlines of the cells in each."""
    members: dict[str, list[Any]] = defaultdict(list)
    for feature in _features():
        shape, code = from_geojson(feature["geometry"]), feature["properties"]["code"]
        members[code[:12]].append(shape)
        members[code[:9]].append(shape)
    found = {code: to_geojson(shapely.coverage_union_all(np.array(shapes))) for code, shapes in members.items()}
    return found | {"320613": json.loads((DATA / "district.geojson").read_text())}


def _load_cells(divisions: dict[str, Division]) -> dict[str, Cell]:
    cells = []
    for feature in _features():
        facts = feature["properties"]
        community = divisions[facts["code"][:12]]
        name = f"{community.short_name}第{int(facts['code'][12:])}网格"
        boundary = feature["geometry"]
        cells.append(Cell(community=community, name=name, boundary=boundary, valid_from=CELLS_FROM, **facts))
    kept, moment = Cell.objects.bulk_create(cells), now()
    CellVersion.objects.bulk_create(
        CellVersion(
            cell=cell,
            name=cell.name,
            boundary=cell.boundary,
            area_m2=cell.area_m2,
            grade=cell.grade,
            land_use=cell.land_use,
            valid_from=CELLS_FROM,
            document=SYNTHETIC,
            recorded_at=moment,
        )
        for cell in kept
    )
    return {cell.code: cell for cell in kept}


def _load_places(cells: dict[str, Cell]) -> None:
    Place.objects.bulk_create(
        Place(
            name=row["name"],
            kind=row["kind"],
            pinyin=row["pinyin"],
            initials=row["initials"],
            lon=float(row["lon"]),
            lat=float(row["lat"]),
            cell=cells[row["cell"]],
        )
        for row in _rows("places.csv.gz")
    )


def _load_parts(cells: dict[str, Cell]) -> None:
    wanted = {name for names in UNITS_BY_CATEGORY.values() for name in names}
    units = dict(Unit.objects.filter(name__in=wanted, valid_to=None).values_list("name", "pk"))
    Part.objects.bulk_create(_part(row, cells, units) for row in _rows("parts.csv.gz"))


def _part(row: dict[str, str], cells: dict[str, Cell], units: dict[str, int]) -> Part:
    competent, maintainer = UNITS_BY_CATEGORY[row["code"][6:8]]
    return Part(
        code=row["code"],
        category_code=row["code"][6:10],
        name=row["name"],
        lon=float(row["lon"]),
        lat=float(row["lat"]),
        cell=cells[row["cell"]],
        competent_name=competent,
        competent_unit_id=units.get(competent),
        owner_name=competent,
        owner_unit_id=units.get(competent),
        maintainer_name=maintainer,
        maintainer_unit_id=units.get(maintainer),
        source=SYNTHETIC,
        valid_from=CELLS_FROM,
        changed_on=CELLS_FROM,
    )


def load_demo_duties(on: date | None = None) -> int:
    """Every cell has people who answer for it: collectors and officers of the register where some are in reach."""
    rng = random.Random(SEED)
    moment = now()
    day = on or moment.date()
    cells = list(Cell.objects.select_related("community").order_by("code"))
    duties = [duty for kind in POSTS for duty in _held_by_people(cells, kind, day)]
    duties += [duty for cell in cells for duty in _held_by_names(cell, rng, moment)]
    return len(CellDuty.objects.bulk_create(duties))


def _held_by_people(cells: Sequence[Cell], kind: DutyKind, on: date) -> Iterator[CellDuty]:
    """Yield duties of people in office: each gets neighbouring cells of the narrowest territory that covers them."""
    role, word = POSTS[kind]
    wanted = Q(post__role__code=role) | Q(post__name__contains=word)
    staff = Appointment.objects.filter(wanted, in_force(on)).select_related("person", "post__unit").order_by("pk")
    units = snapshot(on)
    reach = {one: units.territory(one.post.unit_id) for one in staff if one.post.unit_id in units.units}
    shared: dict[tuple[Appointment, ...], list[Cell]] = defaultdict(list)
    for cell in cells:
        shared[_nearest_staff(cell.code, reach)].append(cell)
    for team, ground in shared.items():
        for at, cell in enumerate(ground if team else ()):
            yield _duty(cell, kind, team[at * len(team) // len(ground)])


def _nearest_staff(code: str, reach: dict[Appointment, tuple[str, ...]]) -> tuple[Appointment, ...]:
    precision = {one: max((len(at) for at in codes if code.startswith(at)), default=0) for one, codes in reach.items()}
    best = max(precision.values(), default=0)
    return tuple(one for one, length in precision.items() if length == best and best)


def _duty(cell: Cell, kind: DutyKind, holder: Appointment) -> CellDuty:
    return CellDuty(
        cell=cell,
        kind=kind,
        person=holder.person,
        name=holder.person.name,
        phone=holder.person.phone,
        unit=holder.post.unit,
        valid_from=max(CELLS_FROM, holder.valid_from),
    )


def _held_by_names(cell: Cell, rng: random.Random, moment: datetime) -> Iterator[CellDuty]:
    """Yield the cadre, police officer, cleaner and resident firm of a cell: invented names, numbers not in use."""
    community = cell.community.short_name.removesuffix("社区")
    names = {
        DutyKind.CADRE: _invented(rng),
        DutyKind.POLICE: _invented(rng),
        DutyKind.CLEANER: _invented(rng),
        DutyKind.FIRM: community + rng.choice(FIRMS),
    }
    for kind, name in names.items():
        phone = f"1390000{rng.randrange(10_000):04}"
        yield CellDuty(cell=cell, kind=kind, name=name, phone=phone, valid_from=CELLS_FROM, recorded_at=moment)


def _invented(rng: random.Random) -> str:
    return rng.choice(SURNAMES) + rng.choice(GIVEN.split())

"""Map files: cells and parts."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chengzhi.console.imports.kinds import SAMPLES, Column, Kind
from chengzhi.console.imports.results import report_of
from chengzhi.console.imports.store import Job, Ticker
from chengzhi.console.registers.organisation.fields import day_field, text_field
from chengzhi.grid.layers import Layer, LayerOptions, layer_names, read_layer
from chengzhi.grid.models import ImportBatch
from chengzhi.grid.permissions import Permission
from chengzhi.grid.services import check_cells, check_parts, import_cells, import_parts
from chengzhi.grid.services.columns import CELL_COLUMNS, PART_COLUMNS, column_mapping
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.coordinates import Datum
from chengzhi.kernel.errors import BadInput

MAPS = ".geojson,.json,.gpkg,.zip"
FORMATS = gettext_lazy("GeoJSON、GeoPackage（.gpkg）或打包成 zip 的 Shapefile")
DEGREES = "EPSG:4490"
CELLS_ARE = (
    Column("code", gettext_lazy("网格编码（15 位）"), is_needed=True),
    Column("name", gettext_lazy("网格名称")), Column("grade", gettext_lazy("区域类别（A、B、C）")),
    Column("land_use", gettext_lazy("用地性质")),
)  # fmt: skip
PARTS_ARE = (
    Column("code", gettext_lazy("部件编码（16 位）"), is_needed=True), Column("name", gettext_lazy("部件名称")),
    Column("competent_name", gettext_lazy("主管单位")), Column("owner_name", gettext_lazy("权属单位")),
    Column("maintainer_name", gettext_lazy("养护单位")), Column("state", gettext_lazy("部件状态")),
    Column("valid_from", gettext_lazy("初始日期")), Column("source", gettext_lazy("数据来源")), Column("note", gettext_lazy("备注")),
)  # fmt: skip


def look_at_layer(job: Job) -> None:
    """Note the layers, the columns and the first features; raises BadInput for what is no map file."""
    job.layers = layer_names(job.path)
    layer = _first(job)
    job.columns = [name for name in layer.columns if name]
    job.samples = [
        {name: str(one.values.get(name, ""))[:40] for name in job.columns} for one in layer.features[:SAMPLES]
    ]


def _first(job: Job) -> Layer:
    wanted = next(iter(job.layers), "")
    try:
        return read_layer(job.path, LayerOptions(layer=wanted))
    except BadInput as fault:
        if "crs" not in fault.errors:
            raise
        return read_layer(job.path, LayerOptions(layer=wanted, crs=DEGREES))


def layer_fields(job: Job, _viewer: Capacity) -> Mapping[str, Any]:
    """Return how the file is to be read, and from when it holds."""
    fields: dict[str, Any] = {}
    if len(job.layers) > 1:
        fields["layer"] = forms.ChoiceField(label=_("图层"), choices=[(name, name) for name in job.layers])
    fields["datum"] = forms.ChoiceField(
        label=_("坐标系"), choices=Datum.choices(), help_text=_("文件里的经纬度按哪个坐标系；弄错会偏几百米")
    )
    hint = _("文件里写明了就空着；投影坐标写 EPSG 编号，例如 EPSG:4549")
    fields["crs"] = text_field(_("投影"), 60, hint=hint, required=False)
    fields["effective_on"] = day_field(_("生效日"), hint=_("从这天起按文件里的算"))
    return fields


def cell_fields(job: Job, viewer: Capacity) -> Mapping[str, Any]:
    hint = _("文号或文件名，记在每个网格的历次调整里")
    return {**layer_fields(job, viewer), "document": text_field(_("依据文件"), hint=hint, required=False)}


def _read(job: Job) -> dict[str, Any]:
    given = job.options
    options = LayerOptions(
        datum=Datum(given["datum"]),
        crs=given.get("crs", ""),
        layer=given.get("layer", ""),
        mapping={key: name for key, name in job.mapping.items() if name},
    )
    return {"path": job.path, "options": options, "effective_on": date.fromisoformat(given["effective_on"])}


def try_cells(job: Job, capacity: Capacity, ticker: Ticker) -> dict[str, Any]:
    """Try out what cells would do, with gaps and slivers as warnings."""
    plan = check_cells(capacity=capacity, on_row=ticker.one, **_read(job))
    return report_of(job, plan.dry_run, labels=_labels(CELLS_ARE, job), notes=map(str, plan.warnings))


def write_cells(job: Job, capacity: Capacity, ticker: Ticker) -> dict[str, Any]:
    document = job.options.get("document", "")
    batch = import_cells(
        capacity=capacity, filename=job.filename, document=document, good_only=True, on_row=ticker.one, **_read(job)
    )
    return _kept(job, batch)


def try_parts(job: Job, capacity: Capacity, ticker: Ticker) -> dict[str, Any]:
    plan = check_parts(capacity=capacity, on_row=ticker.one, **_read(job))
    return report_of(job, plan.dry_run, labels=_labels(PARTS_ARE, job))


def write_parts(job: Job, capacity: Capacity, ticker: Ticker) -> dict[str, Any]:
    batch = import_parts(capacity=capacity, filename=job.filename, good_only=True, on_row=ticker.one, **_read(job))
    return _kept(job, batch)


def _kept(job: Job, batch: ImportBatch) -> dict[str, Any]:
    """Return the report of the trial with what was really written, and the batch that can be withdrawn."""
    counts = batch.counts
    good = counts.get("new", 0) + counts.get("changed", 0)
    return {**job.report, "counts": counts, "rows": sum(counts.values()), "good": good, "batch": batch.pk}


def _labels(columns: tuple[Column, ...], job: Job) -> dict[str, str]:
    labels = {one.key: job.mapping.get(one.key) or str(one.label) for one in columns}
    return {**labels, "boundary": _("边界"), "point": _("位置")}


def _suggest(wanted: Mapping[str, tuple[str, ...]], job: Job) -> dict[str, str]:
    return column_mapping(tuple(job.columns), wanted, {})


CELLS = Kind(
    name="cells", label=gettext_lazy("网格"), note=gettext_lazy("单元网格的边界、名称和区域类别，导入前检查重叠、空隙、碎缝"),
    formats=FORMATS, accept=MAPS, icon="grid-dots", right=Permission.MANAGE_CELLS, columns=CELLS_ARE, look=look_at_layer,
    suggest=lambda job: _suggest(CELL_COLUMNS, job), fields=cell_fields, check=try_cells, write=write_cells,
    effect=gettext_lazy("网格从生效日起按新边界归案卷、部件和责任人；以前的边界一直可查。还没有被引用时可以整批撤回。"),
)  # fmt: skip
PARTS = Kind(
    name="parts", label=gettext_lazy("部件"), note=gettext_lazy("部件的编码、位置和主管、权属、养护单位"),
    formats=FORMATS, accept=MAPS, icon="map-pin", right=Permission.MANAGE_PARTS, columns=PARTS_ARE, look=look_at_layer,
    suggest=lambda job: _suggest(PART_COLUMNS, job), fields=layer_fields, check=try_parts, write=write_parts,
    effect=gettext_lazy("新的部件进台账，已有的按文件更新，文件没写的项不动。还没有被引用时可以整批撤回。"),
)  # fmt: skip

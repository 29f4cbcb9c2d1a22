"""Which columns of a file say what; the column names of common 311 and hotline files are known."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from chengzhi.cases.models import ImportMapping
from chengzhi.kernel.errors import BadInput

FIELDS = ("ref", "title", "words", "time", "category", "place", "lon", "lat", "name", "phone")
KNOWN: dict[str, tuple[str, ...]] = {
    "ref": (
        "编号", "工单编号", "案卷编号", "service_request_id", "service_request_number", "sr_id", "srnumber", "msg_id", "id",
        "unique_key", "case_enquiry_id",
    ),
    "title": ("标题", "主题", "title", "case_title"),
    "words": (
        "诉求内容", "问题描述", "内容", "描述", "description", "body", "what_is_the_nature_of_this_code_violation",
        "status_notes", "descriptor",
    ),
    "time": (
        "上报时间", "来电时间", "受理时间", "时间", "requested_at", "requested_datetime", "creation_date", "createddate",
        "created_date", "open_dt", "ts", "date",
    ),
    "category": (
        "小类", "类别", "问题类型", "service_name", "type_of_service_request", "requesttype", "complaint_type", "category",
        "l1",
    ),
    "place": ("位置", "地址", "地点", "address", "street_address", "location"),
    "lon": ("经度", "lon", "long", "longitude", "lng", "cc_lon"),
    "lat": ("纬度", "lat", "latitude", "cc_lat"),
    "name": ("称呼", "姓名", "诉求人", "reporter"),
    "phone": ("电话", "手机", "联系电话", "phone"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """Field to column, source category to our category's name, and what to do where nothing fits."""

    columns: dict[str, str]
    categories: dict[str, str] = field(default_factory=dict)
    fallback: str = ""
    datum: str = "cgcs2000"


def known_columns(columns: Iterable[str]) -> dict[str, str]:
    """Return the column of each field whose name is known."""
    names = {name.strip().lower(): name for name in columns}
    return {
        key: next(names[alias] for alias in aliases if alias in names)
        for key, aliases in KNOWN.items()
        if any(alias in names for alias in aliases)
    }


def known_mapping(columns: Iterable[str]) -> Mapping:
    """Return the mapping that the column names suggest; BadInput when no column holds what was said."""
    found = known_columns(columns)
    if not found.keys() & {"words", "title", "category"}:
        listed = "、".join(list(columns)[:12])
        raise BadInput(
            _("认不出哪一列是诉求内容。文件有这些列：%(columns)s。请用 --map words=列名 指明。") % {"columns": listed}
        )
    return Mapping(columns=found)


def mapping_named(name: str) -> Mapping:
    """Return a saved mapping, or raise BadInput."""
    saved = ImportMapping.objects.filter(name=name).first()
    if saved is None:
        raise BadInput(_("没有“%(name)s”这个导入方案。") % {"name": name})
    return Mapping(
        columns=dict(saved.columns), categories=dict(saved.categories), fallback=saved.fallback, datum=saved.datum
    )


def changed(mapping: Mapping, pairs: dict[str, str], columns: Iterable[str]) -> Mapping:
    """Return the mapping with some fields pointed at other columns; BadInput for what does not exist."""
    known = set(columns)
    for key, column in pairs.items():
        if key not in FIELDS:
            raise BadInput(_("没有“%(key)s”这个字段，可以用：%(fields)s。") % {"key": key, "fields": "、".join(FIELDS)})
        if column not in known:
            raise BadInput(_("文件里没有“%(column)s”这一列。") % {"column": column})
    return Mapping(
        columns={**mapping.columns, **pairs},
        categories=mapping.categories,
        fallback=mapping.fallback,
        datum=mapping.datum,
    )

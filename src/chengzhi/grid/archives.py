"""Zipped Shapefiles from outside: nothing is written where the archive says, and nothing grows without bound."""

import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _

from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.wording import listed

LARGEST_UNPACKED = 256 * 1024 * 1024
MOST_MEMBERS = 200
CHUNK = 1024 * 1024
KNOWN = {".shp", ".shx", ".dbf", ".prj", ".cpg"}
NEEDED = (".shp", ".shx", ".dbf")

Members = dict[str, zipfile.ZipInfo]


def unpack_shapefile(path: Path, folder: Path, layer: str = "") -> Path:
    """Return the .shp unpacked from a zip into an empty folder, with its companions; raises BadInput."""
    try:
        with zipfile.ZipFile(path) as archive:
            name, members = _chosen(_layers(archive), layer)
            left = LARGEST_UNPACKED
            for suffix, member in members.items():
                left -= _extract(archive, member, folder / f"{name}{suffix}", left)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        raise BadInput({"file": _("压缩包打不开或已损坏。请重新打包成普通的 zip，不要加密码。")}) from None
    return folder / f"{name}.shp"


def _layers(archive: zipfile.ZipFile) -> dict[str, Members]:
    """Return the members of each Shapefile by its name; raises BadInput for a hostile archive."""
    infos = archive.infolist()
    if len(infos) > MOST_MEMBERS:
        raise BadInput({"file": _("压缩包里的文件太多。请只放一个 Shapefile 的几个文件。")})
    found: dict[str, Members] = {}
    for info in infos:
        _demand_harmless(info)
        inner = PurePosixPath(info.filename)
        if inner.suffix.lower() in KNOWN and not inner.name.startswith("."):
            found.setdefault(inner.stem, {})[inner.suffix.lower()] = info
    return {name: members for name, members in found.items() if ".shp" in members}


def _demand_harmless(info: zipfile.ZipInfo) -> None:
    parts = info.filename.replace("\\", "/").split("/")
    leaves = ".." in parts or parts[0] == "" or ":" in parts[0]
    is_link = stat.S_ISLNK(info.external_attr >> 16)
    if leaves or is_link or "\x00" in info.filename:
        raise BadInput({"file": _("压缩包里有不安全的路径。没有导入任何内容，请重新打包。")})


def _chosen(layers: dict[str, Members], wanted: str) -> tuple[str, Members]:
    if not layers:
        raise BadInput({"file": _("压缩包里没有 .shp 文件。请把 .shp、.shx、.dbf、.prj 一起打包。")})
    if wanted not in layers and len(layers) > 1:
        words = _("压缩包里有几个图层：%(names)s。请选一个图层。")
        raise BadInput({"layer": words % {"names": listed(sorted(layers)[:20])}})
    members = layers.get(wanted) or next(iter(layers.values()))
    missing = [suffix for suffix in NEEDED if suffix not in members]
    if missing:
        raise BadInput({"file": _("压缩包里缺少 %(files)s 文件。请一起打包。") % {"files": listed(missing)}})
    return "layer", members


def _extract(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, limit: int) -> int:
    """Write one member, at most ``limit`` bytes whatever its header claims, and return its size."""
    size = 0
    with archive.open(member) as source, target.open("wb") as sink:
        while chunk := source.read(CHUNK):
            size += len(chunk)
            if size > limit:
                raise BadInput({"file": _("压缩包解开后太大。请按街道拆成几个文件再导入。")})
            sink.write(chunk)
    return size

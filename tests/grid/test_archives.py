import stat
import zipfile
from pathlib import Path

import pytest
from django.utils import translation

from chengzhi.grid import archives
from chengzhi.kernel.errors import BadInput


def pack(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return path


def whole(stem: str = "a") -> dict[str, bytes]:
    return {f"{stem}_dot_{suffix}": suffix.encode() for suffix in ("shp", "shx", "dbf", "prj")}


def refusal(path: Path, folder: Path, layer: str = "") -> str:
    folder.mkdir(exist_ok=True)
    with pytest.raises(BadInput) as caught:
        archives.unpack_shapefile(path, folder, layer)
    return caught.value.message


def test_a_shapefile_is_unpacked_under_a_name_of_our_own(tmp_path: Path) -> None:
    found = archives.unpack_shapefile(pack(tmp_path / "a.zip", **whole("sub__网格")), tmp_path)
    assert found == tmp_path / "layer.shp"
    assert (tmp_path / "layer.dbf").read_bytes() == b"dbf"
    assert not (tmp_path / "sub").exists()


@pytest.mark.parametrize("name", ["../a.shp", "a/../../b.shp", "/etc/a.shp", "C:\\a.shp", "..\\a.shp"])
def test_a_path_that_leaves_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, b"x")
    assert "不安全的路径" in refusal(path, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_symbolic_link_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    info = zipfile.ZipInfo("a.shp")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(info, b"/etc/passwd")
    assert "不安全" in refusal(path, tmp_path / "out")


def test_an_archive_that_unpacks_without_end_is_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "LARGEST_UNPACKED", 1_000)
    path = pack(tmp_path / "a.zip", **whole() | {"a_dot_dbf": b"0" * 100_000})
    assert "太大" in refusal(path, tmp_path / "out")


def test_too_many_members_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_MEMBERS", 3)
    assert "太多" in refusal(pack(tmp_path / "a.zip", **whole()), tmp_path / "out")


def test_a_missing_companion_is_named(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", a_dot_shp=b"x", a_dot_dbf=b"x")
    assert ".shx" in refusal(path, tmp_path / "out")


def test_an_archive_without_a_shapefile_is_refused(tmp_path: Path) -> None:
    assert ".shp" in refusal(pack(tmp_path / "a.zip", readme_dot_txt=b"x"), tmp_path / "out")


def test_two_shapefiles_ask_for_a_choice(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", **whole("cells"), **whole("parts"))
    assert "cells、parts" in refusal(path, tmp_path / "out")
    assert archives.unpack_shapefile(path, tmp_path / "out", "parts").exists()


def test_the_layers_to_choose_from_are_listed_in_english(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", **whole("cells"), **whole("parts"))
    with translation.override("en"):
        assert "cells, parts" in refusal(path, tmp_path / "out")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 and nothing more", b"no archive at all"])
def test_a_broken_archive_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    assert "打不开" in refusal(path, tmp_path / "out")


def test_a_damaged_member_is_refused(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", **whole() | {"a_dot_shp": bytes(range(256)) * 40})
    packed = bytearray(path.read_bytes())
    packed[60:90] = b"\xff" * 30
    path.write_bytes(bytes(packed))
    assert "打不开" in refusal(path, tmp_path / "out")

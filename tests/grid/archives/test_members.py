"""What an archive may hold, member by member, and the words for what it may not."""

import stat
import zipfile
from pathlib import Path

import pytest
from django.utils import translation

from chengzhi.grid import archives
from chengzhi.kernel.errors import BadInput

WHOLE = ("shp", "shx", "dbf")


def pack(path: Path, *names: str, content: bytes = b"x") -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, content)
    return path


def refused(path: Path, layer: str = "") -> dict[str, list[str]]:
    folder = path.parent / "out"
    folder.mkdir(exist_ok=True)
    with pytest.raises(BadInput) as told:
        archives.unpack_shapefile(path, folder, layer)
    return told.value.errors


@pytest.mark.parametrize(
    ("names", "kept"),
    [
        (["a.shp", "a.shx", "a.dbf"], ["dbf", "shp", "shx"]),
        (["A.SHP", "A.SHX", "A.DBF", "A.PRJ"], ["dbf", "prj", "shp", "shx"]),
        (["网格.shp", "网格.shx", "网格.dbf", "网格.cpg"], ["cpg", "dbf", "shp", "shx"]),
        (["x/y/a.shp", "x/y/a.shx", "x/y/a.dbf"], ["dbf", "shp", "shx"]),
        (["a.shp", "a.shx", "a.dbf", "a.sbn", "a.shp.xml", "readme.txt", "run.exe"], ["dbf", "shp", "shx"]),
        (["a.shp", "a.shx", "a.dbf", "__MACOSX/._a.shp", ".a.dbf"], ["dbf", "shp", "shx"]),
        (["a.shp", "a.shx", "a.dbf", "other.dbf", "other.prj"], ["dbf", "shp", "shx"]),
    ],
)
def test_only_the_members_of_the_shapefile_are_unpacked(tmp_path: Path, names: list[str], kept: list[str]) -> None:
    out = tmp_path / "out"
    out.mkdir()
    found = archives.unpack_shapefile(pack(tmp_path / "a.zip", *names), out)
    assert found == out / "layer.shp"
    assert sorted(one.name for one in out.iterdir()) == [f"layer.{suffix}" for suffix in kept]


@pytest.mark.parametrize("missing", WHOLE[1:])
def test_each_missing_companion_is_named(tmp_path: Path, missing: str) -> None:
    names = [f"a.{suffix}" for suffix in WHOLE if suffix != missing]
    assert refused(pack(tmp_path / "a.zip", *names)) == {"file": [f"压缩包里缺少 .{missing} 文件。请一起打包。"]}


def test_all_missing_companions_are_named_at_once(tmp_path: Path) -> None:
    assert ".shx、.dbf" in refused(pack(tmp_path / "a.zip", "a.shp"))["file"][0]


@pytest.mark.parametrize("names", [[], ["a.dbf", "a.shx"], ["readme.txt"], [".a.shp"], ["a.shp.txt"]])
def test_an_archive_without_a_shapefile_is_refused(tmp_path: Path, names: list[str]) -> None:
    assert list(refused(pack(tmp_path / "a.zip", *names))) == ["file"]


@pytest.mark.parametrize("layer", ["", "missing", "A"])
def test_a_choice_that_is_none_is_asked_again(tmp_path: Path, layer: str) -> None:
    names = [f"{stem}.{suffix}" for stem in ("b", "a") for suffix in WHOLE]
    assert refused(pack(tmp_path / "a.zip", *names), layer) == {"layer": ["压缩包里有几个图层：a、b。请选一个图层。"]}


@pytest.mark.parametrize("layer", ["a", "b"])
def test_the_layer_that_was_chosen_is_unpacked(tmp_path: Path, layer: str) -> None:
    path, out = tmp_path / "a.zip", tmp_path / "out"
    out.mkdir()
    with zipfile.ZipFile(path, "w") as archive:
        for stem in ("a", "b"):
            for suffix in WHOLE:
                archive.writestr(f"{stem}.{suffix}", stem)
    assert archives.unpack_shapefile(path, out, layer).read_text(encoding="ascii") == layer


def test_twenty_layers_are_named_and_no_more(tmp_path: Path) -> None:
    words = refused(pack(tmp_path / "a.zip", *(f"n{at:02}.shp" for at in range(30))))["layer"][0]
    assert "n19" in words
    assert "n20" not in words


@pytest.mark.parametrize("name", ["../a.shp", "x/../../a.shp", "/a.shp", "\\a.shp", "x\\..\\..\\a.shp", "C:/a.shp"])
def test_a_path_that_leads_elsewhere_is_refused_and_nothing_written(tmp_path: Path, name: str) -> None:
    assert "不安全的路径" in refused(pack(tmp_path / "a.zip", "b.shp", "b.shx", "b.dbf", name))["file"][0]
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFSOCK])
def test_only_plain_members_are_taken(tmp_path: Path, kind: int) -> None:
    path = tmp_path / "a.zip"
    info = zipfile.ZipInfo("a.shp")
    info.create_system, info.external_attr = 3, (kind | 0o644) << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(info, b"x")
        for suffix in WHOLE[1:]:
            archive.writestr(f"a.{suffix}", b"x")
    if kind == stat.S_IFLNK:
        assert "不安全" in refused(path)["file"][0]
        return
    out = tmp_path / "out"
    out.mkdir()
    assert archives.unpack_shapefile(path, out).is_file()


@pytest.mark.parametrize(("size", "is_taken"), [(100, True), (101, False)])
def test_members_together_may_be_as_large_as_the_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, *, is_taken: bool
) -> None:
    monkeypatch.setattr(archives, "LARGEST_UNPACKED", 100 * len(WHOLE))
    path, out = pack(tmp_path / "a.zip", *(f"a.{suffix}" for suffix in WHOLE), content=b"0" * size), tmp_path / "out"
    out.mkdir()
    if is_taken:
        assert archives.unpack_shapefile(path, out).stat().st_size == size
    else:
        assert refused(path) == {"file": ["压缩包解开后太大。请按街道拆成几个文件再导入。"]}


@pytest.mark.parametrize(("count", "is_taken"), [(3, True), (4, False)])
def test_there_may_be_as_many_members_as_the_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int, *, is_taken: bool
) -> None:
    monkeypatch.setattr(archives, "MOST_MEMBERS", 3)
    names = ["a.shp", "a.shx", "a.dbf", "a.prj"][:count]
    path, out = pack(tmp_path / "a.zip", *names), tmp_path / "out"
    out.mkdir()
    if is_taken:
        assert archives.unpack_shapefile(path, out).exists()
    else:
        assert "太多" in refused(path)["file"][0]


def test_an_encrypted_archive_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", *(f"a.{suffix}" for suffix in WHOLE))
    packed = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = packed.find(mark)
        while at >= 0:
            packed[at + offset] |= 1
            at = packed.find(mark, at + 4)
    path.write_bytes(bytes(packed))
    assert refused(path)["file"] == ["压缩包打不开或已损坏。请重新打包成普通的 zip，不要加密码。"]


def test_refusals_of_an_archive_are_told_in_english_too(tmp_path: Path) -> None:
    with translation.override("en"):
        assert refused(pack(tmp_path / "a.zip", "../a.shp"))["file"][0].isascii()

"""Backups that are not what they should be: each is named in words, and nothing is touched."""

import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError
from pytest_django.fixtures import Settings

from chengzhi.operations import pgtools, restoration
from chengzhi.operations.archive import FORMAT, Manifest
from chengzhi.operations.errors import EnvironmentFault, Exit, OperationError, Refused
from chengzhi.operations.restoration import Damaged

DIGEST = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
HELLO = {"database.dump": (5, DIGEST)}


def pack(path: Path, members: dict[str, bytes], manifest: dict[str, Any] | None) -> Path:
    with tarfile.open(path, "w") as tar:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
        if manifest is not None:
            said = json.dumps(manifest).encode()
            info = tarfile.TarInfo("manifest.json")
            info.size = len(said)
            tar.addfile(info, io.BytesIO(said))
    return path


def manifest(**changes: Any) -> dict[str, Any]:
    return {"format": FORMAT, "version": "1.0", "made_at": "2026-11-01", "members": HELLO, **changes}


def test_a_backup_as_it_was_written_is_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = pack(tmp_path / "a.tar", {"database.dump": b"hello"}, manifest())
    assert restoration.verify(file).members == HELLO
    assert "备份完好：2026-11-01，版本 1.0，1 个文件与清单一致" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("members", "given", "words"),
    [
        ({"database.dump": b"hello"}, None, "没有清单，可能没有写完"),
        ({"database.dump": b"hello"}, manifest(format=2), "格式 2 不认识"),
        ({"database.dump": b"hello"}, {}, "格式 None 不认识"),
        ({"database.dump": b"hallo"}, manifest(), "与清单不符：database.dump"),
        ({"database.dump": b"hell"}, manifest(), "与清单不符：database.dump"),
        ({}, manifest(), "与清单不符：database.dump"),
        ({"database.dump": b"hello", "media/a": b"x"}, manifest(), "与清单不符：media/a"),
        ({"database.dump": b"hello", "notes.txt": b"x"}, manifest(), "有不该有的内容 notes.txt"),
        ({"media/../a": b"x"}, manifest(), "有不该有的内容 media/../a"),
        ({"../media/a": b"x"}, manifest(), "有不该有的内容 ../media/a"),
    ],
)
def test_what_is_wrong_with_a_backup_is_named(
    tmp_path: Path, members: dict[str, bytes], given: dict[str, Any] | None, words: str
) -> None:
    with pytest.raises(Damaged) as told:
        restoration.verify(pack(tmp_path / "a.tar", members, given))
    assert words in str(told.value)
    assert "没有恢复任何内容，请改用另一份备份。" in str(told.value)
    assert told.value.returncode == Exit.PROBLEM


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.DIRTYPE])
def test_only_plain_files_belong_into_a_backup(tmp_path: Path, kind: bytes) -> None:
    file = pack(tmp_path / "a.tar", {"database.dump": b"hello"}, None)
    with tarfile.open(file, "a") as tar:
        info = tarfile.TarInfo("media/a")
        info.type, info.linkname = kind, "database.dump"
        tar.addfile(info)
    with pytest.raises(Damaged, match="有不该有的内容 media/a"):
        restoration.verify(file)


@pytest.mark.parametrize(
    "content", [b"", b"\x00" * 100, b"PK\x03\x04 a zip", "一封信".encode() * 200, b"{"], ids=range(5)
)
def test_garbage_is_no_backup(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "a.tar"
    file.write_bytes(content)
    with pytest.raises(Damaged):
        restoration.verify(file)


def test_a_manifest_that_is_no_json_is_damage(tmp_path: Path) -> None:
    file = pack(tmp_path / "a.tar", {"database.dump": b"hello", "manifest.json": b"{"}, None)
    with pytest.raises(Damaged):
        restoration.verify(file)


@pytest.mark.parametrize(
    "said",
    [
        {"format": FORMAT},
        manifest(members=[]),
        manifest(members={"database.dump": 5}),
        manifest(members={"database.dump": ["5", DIGEST]}),
        manifest(members={"database.dump": [5, [DIGEST]]}),
        manifest(members={"database.dump": [5]}),
        manifest(rows=[]),
        manifest(rows={"kernel_role": "2"}),
        manifest(migrations=None),
        manifest(migrations=[["kernel", "0001_initial"]]),
        manifest(colour="red"),
    ],
)
def test_a_manifest_of_another_shape_is_damage(tmp_path: Path, said: dict[str, Any]) -> None:
    with pytest.raises(Damaged, match="清单读不出来"):
        restoration.verify(pack(tmp_path / "a.tar", {"database.dump": b"hello"}, said))


@pytest.mark.parametrize("said", [b"[]", b"null", b"3", b'"words"'])
def test_a_manifest_that_is_no_table_is_of_no_known_format(tmp_path: Path, said: bytes) -> None:
    file = pack(tmp_path / "a.tar", {"database.dump": b"hello", "manifest.json": said}, None)
    with pytest.raises(Damaged, match="格式 None 不认识"):
        restoration.verify(file)


def test_a_missing_file_is_a_fault_of_the_machine(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault) as told:
        restoration.verify(tmp_path / "none.tar")
    assert told.value.returncode == Exit.ENVIRONMENT


def test_damage_is_told_in_english_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    with pytest.raises(Damaged, match="Nothing was restored; use another backup") as told:
        restoration.verify(pack(tmp_path / "a.tar", {"database.dump": b"hello"}, None))
    assert str(told.value).replace(str(tmp_path), "").isascii()


def counted(monkeypatch: pytest.MonkeyPatch, tables: int, media: int) -> None:
    monkeypatch.setattr(pgtools, "tables", lambda: [f"t{at}" for at in range(tables)])
    monkeypatch.setattr(restoration, "media_files", lambda: iter([("media/a", Path("a"))] * media))


@pytest.mark.parametrize(("tables", "media"), [(1, 0), (0, 1), (90, 3)])
def test_a_place_that_is_not_empty_is_refused_with_what_is_there(
    monkeypatch: pytest.MonkeyPatch, tables: int, media: int
) -> None:
    counted(monkeypatch, tables, media)
    with pytest.raises(Refused) as told:
        restoration._refuse_non_empty()
    assert f"数据库有 {tables} 张表，媒体目录有 {media} 个文件" in str(told.value)
    assert "请加 --overwrite-existing（不可撤销" in str(told.value)


def test_an_empty_place_is_not_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    counted(monkeypatch, 0, 0)
    restoration._refuse_non_empty()


@pytest.mark.parametrize(
    ("rows", "found", "words"),
    [
        ({"a": 1}, {"a": 2}, "恢复后行数不符：a: 1 → 2"),
        ({"a": 1, "b": 2}, {"a": 1}, "恢复后行数不符：b: 2 → None"),
        ({str(at): 1 for at in range(9)}, {}, "4: 1 → None"),
    ],
)
def test_rows_that_differ_are_listed(
    monkeypatch: pytest.MonkeyPatch, rows: dict[str, int], found: dict[str, int], words: str
) -> None:
    monkeypatch.setattr(pgtools, "row_counts", lambda: found)
    with pytest.raises(OperationError) as told:
        restoration._compare(Manifest(rows=rows))
    assert words in str(told.value)
    assert "5: 1" not in str(told.value)


def test_rows_that_agree_are_counted(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(pgtools, "row_counts", lambda: {"a": 1, "b": 2, "later": 0})
    restoration._compare(Manifest(rows={"a": 1, "b": 2}))
    assert "3 张表行数一致，共 3 行" in capsys.readouterr().out


def test_a_version_that_cannot_verify_chains_does_not_try(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(restoration, "get_commands", dict)
    monkeypatch.setattr(restoration, "call_command", lambda _name: pytest.fail("called"))
    restoration._verify_chains()


def test_chains_that_do_not_verify_fail_the_restoration(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_name: str) -> None:
        raise CommandError("案件 20261101-0001 第 3 步")

    monkeypatch.setattr(restoration, "get_commands", lambda: {"verify_steps": ""})
    monkeypatch.setattr(restoration, "call_command", fail)
    with pytest.raises(OperationError, match="恢复后步骤链核对未通过：案件 20261101-0001 第 3 步"):
        restoration._verify_chains()


@pytest.mark.parametrize("known", [{("kernel", "0001_initial"): None}, {}])
def test_who_restores_an_older_backup_is_told_to_migrate(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], known: dict[tuple[str, str], None]
) -> None:
    monkeypatch.setattr(restoration, "MigrationLoader", lambda _: SimpleNamespace(disk_migrations=known))
    restoration._say_done(Manifest())
    said = capsys.readouterr().out
    assert "恢复完成" in said
    assert ("请接着运行 chengzhi migrate" in said) is bool(known)


@pytest.mark.parametrize(
    ("source", "target"), [(None, io.BytesIO()), (io.BytesIO(), None)], ids=["no script", "no reader"]
)
def test_programs_without_pipes_are_a_fault(source: io.BytesIO | None, target: io.BytesIO | None) -> None:
    reader: Any = SimpleNamespace(stdout=source)
    writer: Any = SimpleNamespace(stdin=target)
    with pytest.raises(OperationError, match="pg_restore"):
        restoration._pipes(reader, writer)


class Sink(io.BytesIO):
    """A pipe that keeps what came after it was closed."""

    kept = b""

    def close(self) -> None:
        self.kept = self.getvalue()
        super().close()


class Broken(io.BytesIO):
    """A pipe whose reader has gone."""

    def write(self, _block: Any, /) -> int:
        raise BrokenPipeError

    def close(self) -> None:
        raise BrokenPipeError


def fed(script: bytes, sink: io.BytesIO, code: int = 0) -> tuple[bool, list[str]]:
    told: list[str] = []
    source: Any = SimpleNamespace(stdout=io.BytesIO(script), wait=lambda: code, kill=lambda: told.append("killed"))
    target: Any = SimpleNamespace(stdin=sink)
    return restoration._feed(source, target, b"BEGIN;\n"), told


@pytest.mark.parametrize(("code", "last"), [(0, b"COMMIT;\n"), (1, b"ROLLBACK;\n")])
def test_a_script_is_committed_only_if_it_came_whole(code: int, last: bytes) -> None:
    sink = Sink()
    is_whole, _told = fed(b"CREATE TABLE a ();\n" * 100, sink, code)
    assert is_whole is (code == 0)
    assert sink.kept.startswith(b"BEGIN;\nCREATE TABLE a ();\n")
    assert sink.kept.endswith(last)
    assert sink.kept.count(b"CREATE") == 100


def test_settings_that_older_servers_do_not_know_are_left_out() -> None:
    sink = Sink()
    fed(b"SET lock_timeout = 0;\nSET transaction_timeout = 0;\nSELECT 1;\n", sink)
    assert sink.kept == b"BEGIN;\nSET lock_timeout = 0;\nSELECT 1;\nCOMMIT;\n"


def test_a_server_that_hangs_up_ends_the_reading() -> None:
    assert fed(b"SELECT 1;\n", Broken()) == (False, ["killed"])


@pytest.fixture
def placed(tmp_path: Path) -> Callable[[dict[str, str], dict[str, str]], dict[str, str]]:
    def place(old: dict[str, str], new: dict[str, str]) -> dict[str, str]:
        root, staged = tmp_path / "media", tmp_path / "staged"
        for folder, files in ((root, old), (staged, new)):
            folder.mkdir()
            for name, content in files.items():
                (folder / name).parent.mkdir(exist_ok=True)
                (folder / name).write_text(content, encoding="utf-8")
        restoration._place_media(staged, root)
        return {str(one.relative_to(root)): one.read_text("utf-8") for one in root.rglob("*") if one.is_file()}

    return place


def test_restored_media_take_the_place_of_the_old_and_hidden_files_stay(
    placed: Callable[[dict[str, str], dict[str, str]], dict[str, str]],
) -> None:
    found = placed({"ab/one": "old", "cd/two": "old", ".store": "mark"}, {"ab/one": "new", "ef/three": "new"})
    assert found == {"ab/one": "new", "ef/three": "new", ".store": "mark"}


def test_media_of_nothing_empty_the_store(
    placed: Callable[[dict[str, str], dict[str, str]], dict[str, str]], settings: Settings
) -> None:
    assert placed({"ab/one": "old"}, {}) == {}

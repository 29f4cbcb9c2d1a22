"""As root, the database runs as somebody else, who must be able to reach its files and no more."""

import os
import pwd
import stat
import subprocess
from pathlib import Path

import pytest

from chengzhi.operations import account

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root hands files to another account")


@pytest.fixture
def nobody() -> pwd.struct_passwd:
    return pwd.getpwnam("nobody")


def may_read(path: Path, who: pwd.struct_passwd) -> bool:
    command = ["/bin/cat", str(path)]
    done = subprocess.run(command, user=who.pw_uid, group=who.pw_gid, extra_groups=[], capture_output=True, check=False)
    return done.returncode == 0


def test_an_ordinary_user_runs_the_server_as_themselves(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert account.server_account(tmp_path) is None


@as_root
def test_the_owner_of_existing_data_keeps_it(tmp_path: Path, nobody: pwd.struct_passwd) -> None:
    os.chown(tmp_path, nobody.pw_uid, -1)
    found = account.server_account(tmp_path)
    assert found is not None
    assert found.pw_name == "nobody"


@as_root
def test_one_account_may_pass_a_closed_folder_and_others_still_may_not(
    tmp_path: Path, nobody: pwd.struct_passwd
) -> None:
    closed = tmp_path / "home"
    closed.mkdir(mode=0o700)
    file = closed / "program"
    file.write_text("x", encoding="utf-8")
    assert not may_read(file, nobody)
    assert closed in account.open_way(file, nobody)
    assert may_read(file, nobody)
    assert not closed.stat().st_mode & stat.S_IRWXO
    assert account.open_way(file, nobody) == []


@as_root
def test_programs_installed_for_root_alone_become_readable(tmp_path: Path, nobody: pwd.struct_passwd) -> None:
    folder = tmp_path / "bin"
    folder.mkdir(mode=0o700)
    program = folder / "postgres"
    program.write_text("x", encoding="utf-8")
    program.chmod(0o700)
    account.open_way(program, nobody)
    account.open_tree(folder)
    assert may_read(program, nobody)


@as_root
def test_a_new_place_goes_to_an_account_that_is_not_root(tmp_path: Path) -> None:
    found = account.server_account(tmp_path / "pg")
    assert found is not None
    assert found.pw_name in account.CANDIDATES
    assert found.pw_uid != 0


@as_root
def test_data_that_root_owns_goes_to_an_account_that_is_not_root(tmp_path: Path) -> None:
    found = account.server_account(tmp_path)
    assert found is not None
    assert found.pw_uid != 0


@as_root
def test_a_disk_without_lists_lets_everyone_pass(
    tmp_path: Path, nobody: pwd.struct_passwd, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> None:
        raise OSError(95, "Operation not supported")

    closed = tmp_path / "home"
    closed.mkdir(mode=0o700)
    monkeypatch.setattr(os, "setxattr", refuse)
    assert closed in account.open_way(closed / "program", nobody)
    assert closed.stat().st_mode & stat.S_IXOTH
    assert not closed.stat().st_mode & stat.S_IROTH


@as_root
def test_what_others_were_granted_before_stays(tmp_path: Path, nobody: pwd.struct_passwd) -> None:
    closed = tmp_path / "home"
    closed.mkdir(mode=0o750)
    account.open_way(closed / "one", nobody)
    before = account._entries(closed)
    account._grant_search(closed, nobody.pw_uid)
    assert account._entries(closed) == before
    assert stat.S_IMODE(closed.stat().st_mode) & stat.S_IRWXO == 0


@pytest.mark.parametrize(("mode", "wanted"), [(0o600, 0o604), (0o700, 0o705), (0o644, 0o644), (0o755, 0o755)])
def test_program_files_become_readable_and_stay_as_they_are_otherwise(tmp_path: Path, mode: int, wanted: int) -> None:
    file = tmp_path / "postgres"
    file.write_text("x", encoding="utf-8")
    file.chmod(mode)
    account.open_tree(tmp_path)
    assert stat.S_IMODE(file.stat().st_mode) == wanted


def test_links_among_the_programs_are_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "elsewhere"
    target.write_text("x", encoding="utf-8")
    target.chmod(0o600)
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "link").symlink_to(target)
    account.open_tree(tree)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


@as_root
def test_a_tree_with_one_closed_file_cannot_be_read_whole(tmp_path: Path, nobody: pwd.struct_passwd) -> None:
    file = tmp_path / "tree" / "postgres"
    file.parent.mkdir()
    file.write_text("x", encoding="utf-8")
    account.open_way(file, nobody)
    file.chmod(0o600)
    assert not account.can_read_all(file.parent, nobody)
    account.open_tree(file.parent)
    assert account.can_read_all(file.parent, nobody)

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

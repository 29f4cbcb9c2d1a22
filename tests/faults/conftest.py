"""The miniature city with a media store of its own, to be taken away or filled up; and a whole house for real faults."""

import errno
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from chengzhi.evidence.selectors import ready_store
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.models import Account
from tests.factories.city import City, make_city
from tests.faults.house import House

SignIn = Callable[[Capacity], Client]


@pytest.fixture
def media(tmp_path: Path, settings: Settings) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def city(db: None, media: Path) -> City:
    cache.clear()
    ready_store()
    return make_city()


@pytest.fixture
def signed_in() -> SignIn:
    """Return a browser of the person who holds a capacity; what fails in the house comes out as a page."""

    def sign_in(capacity: Capacity) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(Account.objects.get(pk=capacity.account_id or 0))
        return client

    return sign_in


def run(*command: str) -> bool:
    """Run a command of the system and tell whether it could do it."""
    program = shutil.which(command[0])
    if program is None:
        return False
    done = subprocess.run([program, *command[1:]], check=False, capture_output=True)  # noqa: S603  two commands of ours
    return done.returncode == 0


@pytest.fixture
def full_disk(city: City, media: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Have the store on a disk without room; calling the result makes room.

    A real disk of 64 kB where we may mount one, else the error that a full one gives.
    """
    shutil.rmtree(media)
    media.mkdir()
    is_mounted = os.geteuid() == 0 and run("mount", "-t", "tmpfs", "-o", "size=64k", "none", str(media))
    ready_store()
    if is_mounted:
        (media / "filler").write_bytes(b"x" * 40_000)
        yield (media / "filler").unlink
        assert run("umount", str(media))
        return

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("chengzhi.evidence.store.os.fsync", full)
        yield patch.undo


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    """Return a running house: its own database, two web processes, a worker."""
    with House() as house:
        house.start_worker()
        house.start_web()
        yield house

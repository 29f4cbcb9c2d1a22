from pathlib import Path

import pytest
from pytest_django import Settings

from chengzhi.evidence.models import Item
from chengzhi.evidence.verification import check_files, count_files, unrecorded_files
from tests.factories import evidence as made

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo(tmp_path: Path, settings: Settings) -> Item:
    settings.MEDIA_ROOT = tmp_path / "media"
    return made.stored(made.jpeg(900, 900))


def path_of(item: Item, settings: Settings) -> Path:
    sha256 = item.blob.sha256
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256[2:4] / sha256


def faults() -> list[str]:
    return [str(fault.words) for fault in check_files() if fault]


def test_store_as_recorded_has_no_fault(photo: Item) -> None:
    assert count_files() == 3
    assert faults() == []
    assert list(unrecorded_files()) == []


def test_lost_file_is_found(photo: Item, settings: Settings) -> None:
    path_of(photo, settings).unlink()
    assert faults() == ["文件不见了"]


def test_shortened_file_is_found(photo: Item, settings: Settings) -> None:
    path = path_of(photo, settings)
    path.chmod(0o600)
    path.write_bytes(b"short")
    assert faults() == ["长度与记录不符"]


def test_file_with_one_changed_byte_is_found(photo: Item, settings: Settings) -> None:
    path = path_of(photo, settings)
    path.chmod(0o600)
    content = bytearray(path.read_bytes())
    content[400] ^= 1
    path.write_bytes(content)
    assert faults() == ["内容与记录不符"]


def test_file_without_a_record_is_counted(photo: Item, settings: Settings) -> None:
    stray = Path(settings.MEDIA_ROOT) / "ff" / "ff"
    stray.mkdir(parents=True)
    (stray / ("f" * 64)).write_bytes(b"left over")
    assert list(unrecorded_files()) == ["f" * 64]


def test_every_kind_of_fault_is_told_at_once(photo: Item, settings: Settings) -> None:
    other = made.stored(made.png(), "b.png")
    path_of(photo, settings).unlink()
    path = path_of(other, settings)
    path.chmod(0o600)
    path.write_bytes(b"x")
    assert sorted(faults()) == sorted(["文件不见了", "长度与记录不符"])


def test_an_empty_store_has_nothing_to_check(tmp_path: Path, settings: Settings) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    assert count_files() == 0
    assert faults() == []
    assert list(unrecorded_files()) == []

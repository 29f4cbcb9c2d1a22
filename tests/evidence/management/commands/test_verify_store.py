from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from chengzhi.evidence.models import Item
from tests.factories import evidence as made

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo(tmp_path: Path, settings: Settings) -> Item:
    settings.MEDIA_ROOT = tmp_path / "media"
    return made.stored(made.jpeg(900, 900))


def path_of(item: Item, settings: Settings) -> Path:
    sha256 = item.blob.sha256
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256[2:4] / sha256


def test_command_says_all_is_well(photo: Item, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_store", quiet=True)
    assert "共 3 个文件，0 个不符" in capsys.readouterr().out


def test_command_fails_when_a_file_differs(photo: Item, settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    path_of(photo, settings).unlink()
    with pytest.raises(CommandError, match="备份"):
        call_command("verify_store", quiet=True)
    assert photo.blob.sha256 in capsys.readouterr().err

import pytest
from pytest_django import Settings

from chengzhi.evidence.enums import MediaKind
from chengzhi.evidence.limits import limits


def test_every_kind_has_a_bound() -> None:
    assert all(limits().bytes_for(kind) > 0 for kind in MediaKind)


def test_settings_override_single_values(settings: Settings) -> None:
    settings.EVIDENCE_LIMITS = {"photo_bytes": 10}
    assert limits().photo_bytes == 10
    assert limits().video_bytes > 10


def test_unknown_limit_is_an_error(settings: Settings) -> None:
    settings.EVIDENCE_LIMITS = {"foto_bytes": 10}
    with pytest.raises(TypeError):
        limits()

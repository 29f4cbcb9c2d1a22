from pathlib import Path

import pytest

from chengzhi.evidence.intake import Digests, received
from chengzhi.evidence.limits import Limits
from chengzhi.evidence.sniffing import UnfitFile
from chengzhi.evidence.store import FolderStore
from tests.factories import evidence as made


def test_digests_are_those_of_the_standards() -> None:
    digests = Digests()
    digests.update(b"abc")
    sha256, sm3 = digests.finish()
    assert sha256.startswith("ba7816bf")
    assert sm3.startswith("66c7f0f462eeedd9")


def test_upload_lies_beside_the_store_only_while_it_is_looked_at(tmp_path: Path) -> None:
    content = made.jpeg(500, 500)
    with received(made.upload(content), FolderStore(tmp_path), Limits()) as file:
        assert file.path.read_bytes() == content
        assert (file.size, file.type.mime) == (len(content), "image/jpeg")
        assert file.path.is_relative_to(tmp_path)
    assert not file.path.exists()


def test_refused_upload_leaves_no_file(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    with pytest.raises(UnfitFile), received(made.upload(made.jpeg()), store, Limits(photo_bytes=10)):
        pass
    assert list(store.workspace().iterdir()) == []

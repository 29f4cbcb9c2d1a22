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


@pytest.mark.parametrize("size", [1, 255, 256 * 1024, 256 * 1024 + 1])
def test_digests_do_not_depend_on_how_the_bytes_arrive(size: int) -> None:
    content = bytes(range(256)) * (size // 256 + 1)
    whole, parts = Digests(), Digests()
    whole.update(content[:size])
    for at in range(0, size, 1000):
        parts.update(content[at : min(at + 1000, size)])
    assert whole.finish() == parts.finish()


def test_an_empty_file_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UnfitFile, match="文件是空的"), received(made.upload(b""), FolderStore(tmp_path), Limits()):
        pytest.fail("taken")
    assert list(FolderStore(tmp_path).workspace().iterdir()) == []


@pytest.mark.parametrize(("extra", "is_taken"), [(0, True), (-1, False)])
def test_a_file_may_be_as_long_as_the_bound_and_no_longer(tmp_path: Path, extra: int, *, is_taken: bool) -> None:
    content = made.jpeg()
    bounds = Limits(photo_bytes=len(content) + extra)
    if is_taken:
        with received(made.upload(content), FolderStore(tmp_path), bounds) as file:
            assert file.size == len(content)
        return
    with pytest.raises(UnfitFile, match="上限"), received(made.upload(content), FolderStore(tmp_path), bounds):
        pytest.fail("taken")


def test_a_fault_while_it_is_looked_at_leaves_no_file(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    with pytest.raises(ZeroDivisionError), received(made.upload(made.jpeg()), store, Limits()):
        raise ZeroDivisionError
    assert list(store.workspace().iterdir()) == []


def test_both_ends_of_a_long_file_are_kept_for_a_look(tmp_path: Path) -> None:
    content = made.jpeg() + b"middle" * 30_000 + b"the end"
    with received(made.upload(content), FolderStore(tmp_path), Limits()) as file:
        assert file.ends.startswith(content[:100])
        assert file.ends.endswith(b"the end")
        assert len(file.ends) < len(content)

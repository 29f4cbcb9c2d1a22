from pathlib import Path

import pytest

from chengzhi.evidence.documents import inspect_pdf
from chengzhi.evidence.sniffing import UnfitFile
from tests.factories import evidence as made


def test_plain_document_passes(tmp_path: Path) -> None:
    path = tmp_path / "one.pdf"
    path.write_bytes(made.pdf())
    assert inspect_pdf(path).picture is None


@pytest.mark.parametrize("active", [b"/JavaScript (app.alert(1))", b"/Launch /Win", b"/EmbeddedFile", b"/RichMedia"])
def test_document_with_a_program_or_attachment_is_refused(tmp_path: Path, active: bytes) -> None:
    path = tmp_path / "one.pdf"
    path.write_bytes(made.pdf(active))
    with pytest.raises(UnfitFile, match="程序或附件"):
        inspect_pdf(path)


def test_cut_off_document_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "one.pdf"
    path.write_bytes(made.pdf()[:-10])
    with pytest.raises(UnfitFile, match="没有传完"):
        inspect_pdf(path)


@pytest.mark.parametrize("word", [b"/JavaScriptish (x)", b"/Launcher /Win", b"JavaScript", b"/Embedded /File"])
def test_words_that_only_look_like_programs_do_no_harm(tmp_path: Path, word: bytes) -> None:
    path = tmp_path / "one.pdf"
    path.write_bytes(made.pdf(word))
    assert inspect_pdf(path).claims.exif == {}


@pytest.mark.parametrize(("behind", "is_whole"), [(0, True), (2000, True), (3000, False)])
def test_the_end_mark_may_be_followed_by_a_little(tmp_path: Path, behind: int, *, is_whole: bool) -> None:
    path = tmp_path / "one.pdf"
    path.write_bytes(made.pdf() + b"\n" * behind)
    if is_whole:
        assert inspect_pdf(path).width is None
        return
    with pytest.raises(UnfitFile, match="没有传完") as refusal:
        inspect_pdf(path)
    assert refusal.value.advice.startswith("请")

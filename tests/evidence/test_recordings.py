from dataclasses import replace
from pathlib import Path

import pytest

from chengzhi.evidence.limits import Limits
from chengzhi.evidence.photos import Facts
from chengzhi.evidence.recordings import inspect_recording
from chengzhi.evidence.sniffing import FileType, UnfitFile, sniff
from tests.factories import evidence as made

LIMITS = Limits()


def inspected(tmp_path: Path, content: bytes, limits: Limits = LIMITS) -> tuple[FileType, Facts]:
    path = tmp_path / "recording"
    path.write_bytes(content)
    return inspect_recording(path, sniff(content[:4096]), limits)


@pytest.mark.parametrize(
    ("container", "codec", "mime"),
    [("mp4", "libx264", "video/mp4"), ("mov", "libx264", "video/quicktime"), ("webm", "libvpx", "video/webm")],
)
def test_video_has_size_length_and_poster(tmp_path: Path, container: str, codec: str, mime: str) -> None:
    kind, facts = inspected(tmp_path, made.video(container, codec))
    assert kind.mime == mime
    assert (facts.width, facts.height, facts.duration_ms) == (64, 48, 1000)
    assert facts.picture is not None


@pytest.mark.parametrize(
    ("container", "codec", "rate", "mime"),
    [
        ("mp3", "libmp3lame", 16_000, "audio/mpeg"),
        ("ogg", "libopus", 48_000, "audio/ogg"),
        ("ipod", "aac", 16_000, "audio/mp4"),
        ("adts", "aac", 16_000, "audio/aac"),
        ("amr", "libopencore_amrnb", 8_000, "audio/amr"),
        ("webm", "libopus", 48_000, "audio/webm"),
        ("mp4", "aac", 16_000, "audio/mp4"),
    ],
)
def test_sound_has_a_length(tmp_path: Path, container: str, codec: str, rate: int, mime: str) -> None:
    kind, facts = inspected(tmp_path, made.sound(container, codec, rate=rate))
    assert (kind.mime, kind.kind) == (mime, "audio")
    assert facts.duration_ms == pytest.approx(1000, abs=100)
    assert facts.picture is None


def test_wav_is_accepted(tmp_path: Path) -> None:
    assert inspected(tmp_path, made.wav())[1].duration_ms == 200


@pytest.mark.parametrize("cut", [100, 700, 1200])
def test_cut_off_video_is_refused(tmp_path: Path, cut: int) -> None:
    with pytest.raises(UnfitFile, match=r"没有传完|已损坏"):
        inspected(tmp_path, made.video()[:-cut])


def test_cut_off_wav_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnfitFile, match="没有传完"):
        inspected(tmp_path, made.wav()[:-500])


@pytest.mark.parametrize(
    "content",
    [
        b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"junk" * 400,
        b"OggS" + b"\x00" * 400,
        b"#!AMR\n",
        b"\x1aE\xdf\xa3webm" + b"\x00" * 100,
        b"RIFF\x24\x00\x00\x00WAVEfmt " + b"\x00" * 24,
        b"\x00\x00\x00\x10ftypisom\x00\x00\x00\x00",
    ],
    ids=["mp3", "ogg", "amr", "webm", "wav", "mp4"],
)
def test_recording_that_does_not_play_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UnfitFile):
        inspected(tmp_path, content)


def test_video_with_foreign_bytes_behind_it_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnfitFile, match=r"夹带|没有传完"):
        inspected(tmp_path, made.video() + b"\x00\x00\x00\x20\x01\x02\x03\x04" + b"x" * 40)


def test_too_long_recording_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnfitFile, match="分钟的上限"):
        inspected(tmp_path, made.wav(3), replace(LIMITS, audio_seconds=1))


def test_too_big_a_frame_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnfitFile, match="画面太大"):
        inspected(tmp_path, made.video(), replace(LIMITS, video_frame_pixels=100))


def test_length_that_the_container_does_not_state_is_read_through(tmp_path: Path) -> None:
    live = made.video("webm", "libvpx", options={"live": "1"})
    assert inspected(tmp_path, live)[1].duration_ms == pytest.approx(1000, abs=150)


def test_reading_through_stops_at_the_bound(tmp_path: Path) -> None:
    live = made.video("webm", "libvpx", frames=40, options={"live": "1"})
    with pytest.raises(UnfitFile, match="分钟的上限"):
        inspected(tmp_path, live, replace(LIMITS, video_seconds=1))


def test_recording_without_pictures_or_sound_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnfitFile, match=r"没有图像也没有声音|已损坏"):
        inspected(tmp_path, made.empty_mp4())

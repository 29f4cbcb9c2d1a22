"""The media store is full, gone or read-only: uploads are refused in words, typed values stay, the rest goes on."""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from chengzhi.cases.models import Case
from chengzhi.evidence.models import Blob, Item
from chengzhi.operations import probes
from chengzhi.operations.probes import Level
from tests.factories import evidence as made
from tests.factories.city import LAT, LON, City
from tests.factories.loop import act as take
from tests.factories.loop import case_after, report, step_of
from tests.faults.conftest import SignIn

TYPED = "门口堆了两天垃圾，很臭"


@pytest.fixture
def big() -> SimpleUploadedFile:
    """Return a photo that a full disk cannot take."""
    return SimpleUploadedFile("现场.png", made.png(300, 300), "image/png")


def noisy() -> SimpleUploadedFile:
    """Return another photo, bigger than what is left."""
    return SimpleUploadedFile("现场.jpg", made.jpeg() + b"\0" * 60_000, "image/jpeg")


def hand_in_at_the_desk(city: City, signed_in: SignIn) -> Any:
    values = {"channel": "hotline", "words": TYPED, "callback": "none", "attachments": noisy()}
    return signed_in(city.alice).post(reverse("console:hotline"), values)


def hand_in_with_an_act(city: City, signed_in: SignIn) -> Any:
    case = report(city)
    take(case, "send_verify", city.alice)
    values = {"reason": TYPED, "media": noisy(), "seen": case.step_seq}
    return signed_in(city.erin).post(reverse("console:act", args=[case.number, "deny"]), values)


def hand_in_on_the_spot(city: City, signed_in: SignIn) -> Any:
    case = report(city)
    take(case, "send_verify", city.alice)
    values = {"reason": TYPED, "media": noisy(), "seen": case.step_seq, "idempotency_key": "k"}
    return signed_in(city.erin).post(reverse("field:act", args=[case.number, "deny"]), values)


def hand_in_on_patrol(city: City, signed_in: SignIn) -> Any:
    values = {"words": TYPED, "lon": LON, "lat": LAT, "category": city.categories["暴露垃圾"].pk, "photos": noisy()}
    values |= {"media": noisy(), "idempotency_key": "k"}
    return signed_in(city.erin).post(reverse("field:report"), values)


def hand_in_as_resident(city: City, signed_in: SignIn) -> Any:
    return Client(raise_request_exception=False).post(reverse("portal:report"), {"words": TYPED, "photos": noisy()})


DOORS = [
    hand_in_at_the_desk, hand_in_with_an_act, hand_in_on_the_spot, hand_in_on_patrol, hand_in_as_resident,
]  # fmt: skip


def files(media: Path) -> list[str]:
    return sorted(
        one.name for one in media.rglob("*") if one.is_file() and one.name not in {".chengzhi-store", "filler"}
    )


@pytest.mark.parametrize("hand_in", DOORS)
def test_a_full_disk_refuses_the_photo_in_words_and_keeps_what_was_typed(
    hand_in: Callable[..., Any], city: City, media: Path, full_disk: Callable[[], None], signed_in: SignIn
) -> None:
    answer = hand_in(city, signed_in)
    assert answer.status_code == 422
    assert "磁盘满了" in answer.content.decode()
    assert TYPED in answer.content.decode()
    assert (Blob.objects.count(), Item.objects.count(), files(media)) == (0, 0, [])


def test_a_disk_with_room_again_takes_the_photo_without_a_restart(
    city: City, media: Path, full_disk: Callable[[], None], signed_in: SignIn
) -> None:
    assert hand_in_as_resident(city, signed_in).status_code == 422
    full_disk()
    made_room = Client().post(
        reverse("portal:report"), {"words": TYPED, "photos": SimpleUploadedFile("a.jpg", made.jpeg(), "image/jpeg")}
    )
    assert made_room.status_code == 302
    assert Item.objects.count() == 1


@pytest.mark.parametrize("hand_in", DOORS)
def test_a_store_that_is_gone_refuses_the_photo_and_keeps_what_was_typed(
    hand_in: Callable[..., Any], city: City, media: Path, signed_in: SignIn
) -> None:
    made.stored()
    media.rename(media.with_name("elsewhere"))
    answer = hand_in(city, signed_in)
    assert answer.status_code == 422
    assert "媒体库现在不能写入" in answer.content.decode()
    assert TYPED in answer.content.decode()
    assert not media.exists()


@pytest.fixture
def shown(city: City) -> Case:
    """Return a case with a photo whose bytes are in the store."""
    case = report(city)
    take(case, "send_verify", city.alice)
    take(case, "confirm", city.erin, media=[made.stored().pk])
    return case


def photo_of(case: Case) -> str:
    item = case.media.get().item_id
    return reverse("console:media", args=[case.number, item]) + "?size=small"


def seen(client: Client, case: Case) -> bytes:
    """Return the bytes of the photo as a browser gets them."""
    answer = client.get(photo_of(case))
    assert answer.status_code == 200
    return answer.getvalue()


def test_pages_go_on_without_the_store_and_photos_say_why(
    shown: Case, city: City, media: Path, signed_in: SignIn
) -> None:
    alice = signed_in(city.alice)
    assert seen(alice, shown)
    media.rename(media.with_name("elsewhere"))
    assert alice.get(reverse("console:case", args=[shown.number])).status_code == 200
    gone = alice.get(photo_of(shown))
    assert gone.status_code == 503
    assert "媒体库不在原来的位置" in gone.content.decode()
    step_of(city, shown, "accept")
    assert shown.state == "accepted"


def test_a_store_that_comes_back_is_used_again(shown: Case, city: City, media: Path, signed_in: SignIn) -> None:
    media.rename(media.with_name("elsewhere"))
    assert probes.media_writable().level is Level.FAULT
    media.with_name("elsewhere").rename(media)
    assert probes.media_writable().level is Level.OK
    assert seen(signed_in(city.alice), shown)
    assert made.stored(made.png(), "b.png").pk


def test_one_file_that_is_missing_is_told_from_a_store_that_is(
    shown: Case, city: City, media: Path, signed_in: SignIn
) -> None:
    for name in files(media):
        next(media.rglob(name)).unlink()
    answer = signed_in(city.alice).get(photo_of(shown))
    assert answer.status_code == 410
    assert "verify_store" in answer.content.decode()


@pytest.mark.parametrize("fault", ["gone", "empty disk mounted over it", "a file in its place"])
def test_readyz_and_doctor_name_the_store(shown: Case, media: Path, fault: str) -> None:
    media.rename(media.with_name("elsewhere"))
    if fault == "empty disk mounted over it":
        media.mkdir()
    elif fault == "a file in its place":
        media.write_bytes(b"")
    parts = json.loads(Client().get("/readyz").content)["parts"]
    assert (parts["database"], parts["media"]) == (True, False)
    assert probes.media_writable().remedy
    if media.is_dir():
        assert list(media.iterdir()) == [], "the probe must not write to what is not the store"


def test_a_probe_without_a_database_still_looks_at_the_folder(
    db: None, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> bool:
        raise probes.DatabaseError

    monkeypatch.setattr(probes, "is_in_place", away)
    assert probes.media_writable().level is Level.OK


def test_an_act_with_several_photos_records_all_or_none(
    city: City, media: Path, full_disk: Callable[[], None], signed_in: SignIn
) -> None:
    case = case_after(city, "send_verify")
    before = Item.objects.count()
    fits, too_big = SimpleUploadedFile("a.jpg", made.jpeg(), "image/jpeg"), noisy()
    values = {"reason": TYPED, "media": [fits, too_big], "seen": case.step_seq}
    answer = signed_in(city.erin).post(reverse("console:act", args=[case.number, "deny"]), values)
    assert answer.status_code == 422
    assert Item.objects.count() == before
    assert list((media / ".incoming").iterdir()) == []
    assert all(sha256((next(media.rglob(one))).read_bytes()).hexdigest() == one for one in files(media)), "half stored"

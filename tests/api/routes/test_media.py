"""Files through the API: what is kept, what is refused, and who may see it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from chengzhi.evidence.models import Item
from chengzhi.organisation.models import ApiAnswer
from tests.api.conftest import MakeProgram, Program, photo_of
from tests.factories.city import City
from tests.factories.evidence import jpeg
from tests.factories.loop import report

FAR = {"lon": 100.0, "lat": 20.0}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]


def upload(program: Program, content: bytes, *, key: str | None = "k", name: str = "现场.jpg", **facts: Any) -> Any:
    headers = {"Authorization": f"Bearer {program.secret}"}
    if key is not None:
        headers["Idempotency-Key"] = key
    body = {"file": SimpleUploadedFile(name, content), **facts}
    return program.client.post("/api/v1/media", body, headers=headers)


def test_a_photo_is_kept_and_can_be_reported_with(city: City, program: MakeProgram) -> None:
    alice = program(city.alice)
    answer = upload(alice, jpeg(), lon="120.89", lat="32.01", note="门口")
    assert answer.status_code == 201, answer.content
    found = answer.json()
    item = Item.objects.get(pk=found["id"])
    assert (item.uploaded_by_id, item.note, item.source) == (city.alice.account_id, "门口", "upload")
    assert answer["Location"] == found["url"]
    told = {"channel": "hotline", "words": "垃圾", "category": city.categories["暴露垃圾"].pk, "media": [item.pk]}
    assert alice.post("/reports", told).status_code == 201


def test_the_same_upload_twice_is_one_file(city: City, program: MakeProgram) -> None:
    alice, photo = program(city.alice), jpeg()
    first, again = upload(alice, photo), upload(alice, photo)
    assert (again.status_code, again.json(), again["Idempotent-Replayed"]) == (201, first.json(), "true")
    assert Item.objects.count() == ApiAnswer.objects.count() == 1


@pytest.mark.parametrize("other", [{"content": jpeg(colour="red")}, {"content": jpeg(), "note": "别的"}])
def test_another_file_under_the_same_key_is_refused(city: City, program: MakeProgram, other: dict[str, Any]) -> None:
    alice = program(city.alice)
    upload(alice, jpeg())
    assert upload(alice, **other).json()["type"].endswith("#problem-key")
    assert Item.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "x.jpg"), (b"MZ\x90\x00", "x.exe"), (b"<svg onload=alert(1)>", "x.svg"), (jpeg()[:60], "x.jpg")],
)
def test_what_is_no_photo_sound_or_film_is_refused_and_may_be_sent_again(
    city: City, program: MakeProgram, content: bytes, name: str
) -> None:
    alice = program(city.alice)
    answer = upload(alice, content, name=name)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["media"])
    assert not Item.objects.exists()
    assert upload(alice, jpeg()).status_code == 201


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"lon": "999"}, "lon"),
        ({"taken_at": "gestern"}, "taken_at"),
        ({"datum": "utm"}, "datum"),
        ({"note": "字" * 501}, "note"),
    ],
)
def test_what_is_said_of_a_file_is_checked(city: City, program: MakeProgram, facts: dict[str, str], field: str) -> None:
    answer = upload(program(city.alice), jpeg(), **facts)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])


def test_a_file_must_come_as_a_form_with_a_key(city: City, program: MakeProgram) -> None:
    alice = program(city.alice)
    assert upload(alice, jpeg(), key=None).status_code == 400
    assert alice.post("/media", {"file": "x"}).status_code == 422


def test_who_has_nothing_to_do_with_media_uploads_none(city: City, program: MakeProgram) -> None:
    assert upload(program(city.frank), jpeg()).status_code == 403
    assert upload(program(city.alice, "cases:read"), jpeg()).json()["scope"] == "media:write"


def test_a_file_is_read_whole_and_in_parts(city: City, program: MakeProgram) -> None:
    alice, content = program(city.alice), jpeg()
    found = upload(alice, content).json()
    whole = alice.get(f"/media/{found['id']}")
    part = alice.get(f"/media/{found['id']}", Range="bytes=2-5")
    assert b"".join(whole.streaming_content) == content
    assert (part.status_code, b"".join(part.streaming_content)) == (206, content[2:6])
    assert part["Content-Range"] == f"bytes 2-5/{len(content)}"
    assert alice.get(f"/media/{found['id']}", Range="bytes=999999-").status_code == 416
    assert alice.get(f"/media/{found['id']}", If_None_Match=whole["ETag"]).status_code == 304


def test_a_smaller_picture_is_sent_where_asked(city: City, program: MakeProgram) -> None:
    alice = program(city.alice)
    found = upload(alice, jpeg(800, 600)).json()
    small = b"".join(alice.get(f"/media/{found['id']}?size=320").streaming_content)
    assert 0 < len(small) < found["size"]
    assert alice.get(f"/media/{found['id']}?size=99").status_code == 400


def test_only_who_sees_the_case_sees_its_photo(city: City, program: MakeProgram) -> None:
    photo = photo_of(city.alice).pk
    report(city, media=(photo,), **FAR)
    assert program(city.erin).get(f"/media/{photo}").status_code == 404
    assert program(city.bob).get(f"/media/{photo}").status_code in {200, 410}


def test_what_nobody_has_attached_only_its_sender_sees(city: City, program: MakeProgram) -> None:
    photo = photo_of(city.alice).pk
    assert program(city.bob).get(f"/media/{photo}").status_code == 404
    assert program(city.alice).get(f"/media/{photo}").status_code in {200, 410}
    assert program(city.alice, territory="320613006").get(f"/media/{photo}").status_code == 404


@pytest.mark.parametrize(("item", "status"), [("999999", 404), ("0", 400), ("-1", 400), ("x", 400), ("9" * 30, 400)])
def test_forged_numbers_of_files_find_nothing(city: City, program: MakeProgram, item: str, status: int) -> None:
    assert program(city.alice).get(f"/media/{item}").status_code == status


def test_two_at_once_under_one_key_leave_one_answer(
    city: City, program: MakeProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = program(city.alice)
    first = upload(alice, jpeg())
    seen: list[int] = []
    known = "chengzhi.api.routes.media.answer_given"
    real: Callable[..., Any] = __import__("chengzhi.organisation.selectors", fromlist=["answer_given"]).answer_given

    def late(account: int, key: str) -> Any:
        seen.append(1)
        return None if len(seen) == 1 else real(account, key)

    monkeypatch.setattr(known, late)
    again = upload(alice, jpeg())
    assert (again.status_code, again.json()) == (201, first.json())

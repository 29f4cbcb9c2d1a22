"""A report on its way is the visitor's own, survives a change of the code, and leaves nothing personal behind."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.http import HttpRequest

from chengzhi.kernel.errors import NotFound
from chengzhi.portal import drafts
from chengzhi.portal.drafts import MOST_DRAFTS, SESSION_KEY, Draft, draft_of, finish, keep


@pytest.fixture
def request_() -> HttpRequest:
    request = HttpRequest()
    request.session = {}  # type: ignore[assignment]  # a mapping is enough
    return request


def test_a_draft_comes_back_as_it_was_kept(request_: HttpRequest) -> None:
    draft = Draft(words="垃圾成堆", photos=[3, 4], category=7, place="西门", phone="13812346621")
    draft.put(120.89, 32.01, "map", 12)
    keep(request_, draft)
    assert draft_of(request_, UUID(draft.key)) == draft


def test_every_draft_has_a_key_of_its_own() -> None:
    assert len({Draft().key for _ in range(50)}) == 50


def test_the_draft_of_another_visitor_is_not_found(request_: HttpRequest) -> None:
    keep(request_, Draft())
    with pytest.raises(NotFound):
        draft_of(request_, uuid4())


@pytest.mark.parametrize("kept", [None, {}])
def test_an_expired_session_holds_nothing(request_: HttpRequest, kept: Any) -> None:
    request_.session[SESSION_KEY] = kept
    with pytest.raises(NotFound):
        draft_of(request_, uuid4())


def test_of_many_drafts_the_oldest_gives_way(request_: HttpRequest) -> None:
    made = [Draft() for _ in range(MOST_DRAFTS + 1)]
    for draft in made:
        keep(request_, draft)
    with pytest.raises(NotFound):
        draft_of(request_, UUID(made[0].key))
    assert draft_of(request_, UUID(made[1].key)) == made[1]


def test_a_draft_that_is_touched_is_the_newest_again(request_: HttpRequest) -> None:
    made = [Draft() for _ in range(MOST_DRAFTS)]
    for draft in [*made, made[0]]:
        keep(request_, draft)
    keep(request_, Draft())
    assert draft_of(request_, UUID(made[0].key)) == made[0]
    with pytest.raises(NotFound):
        draft_of(request_, UUID(made[1].key))


def test_a_draft_kept_by_an_earlier_version_is_read(request_: HttpRequest) -> None:
    key = str(uuid4())
    request_.session[SESSION_KEY] = {key: {"key": key, "words": "垃圾", "abolished": "x"}}
    assert draft_of(request_, UUID(key)) == Draft(key=key, words="垃圾")


def test_after_sending_only_the_way_to_the_report_is_kept(request_: HttpRequest) -> None:
    draft = Draft(words="垃圾", phone="13812346621", photos=[3], place="西门")
    keep(request_, draft)
    finish(request_, draft, "secret-token")
    assert draft_of(request_, UUID(draft.key)) == Draft(key=draft.key, token="secret-token")
    assert "13812346621" not in str(request_.session)


@pytest.mark.parametrize(
    ("lon", "lat", "has"),
    [(1.0, 2.0, True), (0.0, 0.0, True), (1.0, None, False), (None, 2.0, False), (None, None, False)],
)
def test_a_position_needs_both_numbers(lon: float | None, lat: float | None, *, has: bool) -> None:
    assert Draft(lon=lon, lat=lat).has_position is has


def test_lifting_forgets_where_the_position_came_from() -> None:
    draft = Draft()
    draft.put(120.89, 32.01, "device", 30)
    draft.lift()
    assert (draft.lon, draft.lat, draft.accuracy, draft.source) == (None, None, None, "")


def test_a_position_without_accuracy_forgets_the_one_before() -> None:
    draft = Draft()
    draft.put(120.89, 32.01, "device", 30)
    draft.put(120.90, 32.02, "map")
    assert (draft.accuracy, draft.source) == (None, "map")


def test_the_known_facts_are_those_of_a_draft() -> None:
    assert {"key", "words", "photos", "token"} <= drafts.KNOWN

"""A report on its way through the pages, kept in the visitor's session until it has been sent."""

from dataclasses import asdict, dataclass, field, fields
from typing import Any, cast
from uuid import UUID, uuid4

from django.http import HttpRequest

from chengzhi.kernel.errors import NotFound

SESSION_KEY = "portal_reports"
MOST_DRAFTS = 5


@dataclass(slots=True, kw_only=True)
class Draft:
    """What a resident has told so far; positions are in WGS-84.

    ``key`` makes the sending harmless to repeat. ``source`` says where the position came from: photo, device, map or
    name. ``token`` opens the report once it was sent.
    """

    key: str = field(default_factory=lambda: str(uuid4()))
    words: str = ""
    photos: list[int] = field(default_factory=list)
    category: int | None = None
    place: str = ""
    lon: float | None = None
    lat: float | None = None
    accuracy: int | None = None
    source: str = ""
    phone: str = ""
    token: str = ""

    @property
    def has_position(self) -> bool:
        return self.lon is not None and self.lat is not None

    def put(self, lon: float, lat: float, source: str, accuracy: int | None = None) -> None:
        """Set the position and where it came from."""
        self.lon, self.lat, self.source, self.accuracy = lon, lat, source, accuracy

    def lift(self) -> None:
        """Forget the position."""
        self.lon = self.lat = self.accuracy = None
        self.source = ""


KNOWN = frozenset(one.name for one in fields(Draft))


def draft_of(request: HttpRequest, key: UUID) -> Draft:
    """Return the draft of this visitor, or raise NotFound when it has expired or is somebody else's."""
    kept = _drafts(request).get(str(key))
    if kept is None:
        raise NotFound
    return Draft(**{name: value for name, value in kept.items() if name in KNOWN})


def keep(request: HttpRequest, draft: Draft) -> None:
    """Keep the draft in the session; of many, the oldest gives way."""
    drafts = _drafts(request)
    drafts.pop(draft.key, None)
    drafts[draft.key] = asdict(draft)
    for key in list(drafts)[:-MOST_DRAFTS]:
        del drafts[key]
    request.session[SESSION_KEY] = drafts


def finish(request: HttpRequest, draft: Draft, token: str) -> None:
    """Empty the draft but for the way to the report it became."""
    keep(request, Draft(key=draft.key, token=token))


def _drafts(request: HttpRequest) -> dict[str, Any]:
    return cast("dict[str, Any]", request.session.get(SESSION_KEY) or {})

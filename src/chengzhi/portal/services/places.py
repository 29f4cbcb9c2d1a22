"""Where it is: pointed out by the device, the photo, a name or the map; or in the resident's own words alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext as _

from chengzhi.grid.selectors import locate
from chengzhi.kernel.digits import whole_number
from chengzhi.kernel.errors import BadInput
from chengzhi.portal.drafts import Draft
from chengzhi.portal.text import plain

MOST_PLACE = 120
MAX_LON, MAX_LAT = 180.0, 90.0
MOST_METRES = 1_000_000  # what a device may be off by; anything more is no accuracy
SOURCES = {"device", "map"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointed:
    """What one form of the page says; ``act`` is find, look, choose, drop or use."""

    act: str
    place: str
    lon: float | None
    lat: float | None
    accuracy: int | None
    source: str

    @classmethod
    def of(cls, post: Mapping[str, str]) -> Self:
        """Read a posted form; a choice carries "lon,lat,name" in one value."""
        lon, lat, place = post.get("lon", ""), post.get("lat", ""), post.get("place", "").strip()
        act = post.get("act", "use")
        if post.get("choice"):
            act = "choose"
            lon, lat, place = (*post["choice"].split(",", 2), "", "")[:3]
        return cls(
            act=act,
            place=plain(place, MOST_PLACE),
            lon=_number(lon, MAX_LON),
            lat=_number(lat, MAX_LAT),
            accuracy=whole_number(post.get("accuracy", ""), MOST_METRES),
            source=post.get("source", "") if post.get("source") in SOURCES else "device",
        )


def _number(text: str, most: float) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) <= most else None


def take_place(draft: Draft, pointed: Pointed) -> bool:
    """Put what was pointed out into the draft and tell whether the place is settled; raise BadInput otherwise."""
    if pointed.act == "drop":
        draft.lift()
        draft.place = ""
        return False
    if pointed.act in {"look", "choose"}:
        return _take_position(draft, pointed)
    if pointed.act == "find":
        return _take_name(draft, pointed)
    draft.place = pointed.place or draft.place
    if not (draft.has_position or draft.place):
        raise BadInput({"place": _("还不知道在哪里。请点“定位”，或写一个附近的地名、门牌。")})
    return True


def _take_position(draft: Draft, pointed: Pointed) -> bool:
    if pointed.lon is None or pointed.lat is None:
        raise BadInput({"place": _("没有得到位置。请再点一次“定位”，或写一个附近的地名、门牌。")})
    if locate(pointed.lon, pointed.lat) is None:
        raise BadInput(
            {"place": _("这个位置不在本区，本区管不到。位置不准的，请写地名；确实在外区的，请打 12345，会转给当地。")}
        )
    if pointed.act == "choose":
        draft.put(pointed.lon, pointed.lat, "name")
        draft.place = pointed.place
        return True
    draft.put(pointed.lon, pointed.lat, pointed.source, pointed.accuracy)
    return False


def _take_name(draft: Draft, pointed: Pointed) -> bool:
    if not pointed.place:
        raise BadInput({"place": _("请写一个附近的地名、路口或门牌，例如：学田菜场西门。")})
    draft.lift()
    draft.place = pointed.place
    return False

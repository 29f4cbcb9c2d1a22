import hashlib
from typing import Any

from chengzhi.cases.selectors.casepage import case_page
from chengzhi.console.work.pictures import kept_pictures, own_items, picture, pictures
from chengzhi.evidence.models import Blob, Item
from chengzhi.kernel import clock
from tests.factories.city import LAT, LON, City
from tests.factories.loop import report
from tests.factories.media import photo


def handed_in(kind: str = "photo", **facts: Any) -> Item:
    """Return an item of its own blob; rows of evidence can be made but never changed."""
    digest = hashlib.sha256(f"{kind}{facts}".encode()).hexdigest()
    blob = Blob.objects.create(sha256=digest, sm3=digest, size=1, mime="image/jpeg", kind=kind, stored_at=clock.now())
    return Item.objects.create(blob=blob, filename="现场", source="camera", uploaded_at=clock.now(), **facts)


def test_a_picture_says_how_far_from_the_spot_it_was_taken(city: City) -> None:
    item = handed_in(lon=LON, lat=LAT + 0.001, uploader_name="erin")
    case = report(city, media=(item.pk,))
    found = picture(case, case.media.get())
    assert found.distance is not None
    assert 100 < found.distance < 120
    assert (found.by, found.is_photo, len(found.hash)) == ("erin", True, 64)


def test_without_a_position_the_distance_is_not_told(city: City) -> None:
    case = report(city, media=(photo().pk,))
    assert picture(case, case.media.get()).distance is None


def test_photos_stand_by_stage_and_recordings_apart(city: City) -> None:
    case = report(city, media=(photo().pk, handed_in("audio").pk))
    found = pictures(case_page(city.alice, case.number))
    assert (len(found["before"]), len(found["recordings"])) == (1, 1)


def test_only_what_one_handed_in_oneself_is_kept(city: City) -> None:
    mine, others = handed_in(uploaded_by_id=city.alice.account_id), photo()
    kept = own_items(city.alice, [mine.pk, others.pk])
    assert [one.pk for one in kept] == [mine.pk]
    assert kept_pictures(kept)[0]["thumb_url"] == f"/console/upload/{mine.pk}/?size=320"

import datetime as dt
import io

import pytest
from PIL import Image

from chengzhi.evidence.demo import Scene, draw_photo
from tests.factories import evidence as made


def drawn(scene: Scene = Scene.LITTER, seed: str = "one", *, is_after: bool = False) -> bytes:
    return draw_photo(scene, seed=seed, taken_at=made.NOON, lon=120.89, lat=31.98, is_after=is_after)


@pytest.mark.parametrize("scene", list(Scene))
@pytest.mark.parametrize("is_after", [False, True])
def test_every_scene_is_a_small_jpeg(scene: Scene, is_after: bool) -> None:  # noqa: FBT001  parametrised
    content = drawn(scene, is_after=is_after)
    assert len(content) < 30_000
    assert Image.open(io.BytesIO(content)).size == (640, 480)


def test_same_seed_draws_the_same_picture() -> None:
    assert drawn() == drawn()
    assert drawn() != drawn(seed="two")
    assert drawn() != drawn(is_after=True)


@pytest.mark.django_db
def test_demo_photo_is_stored_like_any_other_with_its_time_and_place() -> None:
    item = made.stored(drawn(), "demo.jpg")
    assert item.taken_at == dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC)
    assert item.lon == pytest.approx(120.89, abs=1e-5)
    assert item.lat == pytest.approx(31.98, abs=1e-5)

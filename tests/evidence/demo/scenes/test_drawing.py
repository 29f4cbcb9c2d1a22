"""What is drawn: where, in which colours, and what is left of it afterwards."""

import datetime as dt
import io
from collections import Counter
from zoneinfo import ZoneInfo

import pytest
from PIL import ExifTags, Image, ImageDraw

from chengzhi.evidence.demo import Scene, draw_photo, lettering, scene_for
from chengzhi.evidence.demo.photos import _sexagesimal
from chengzhi.evidence.demo.scenes import _WORDS, HEIGHT, REMEDIES, TROUBLES, WIDTH, Dice, draw_street
from chengzhi.evidence.metadata import photo_claims

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = dt.datetime(2026, 5, 1, 12, tzinfo=SHANGHAI)
ROAD = (96, 98, 102)


def street(seed: str = "one") -> Image.Image:
    image = Image.new("RGB", (WIDTH, HEIGHT))
    draw_street(ImageDraw.Draw(image), Dice(seed))
    return image


def with_trouble(scene: Scene, seed: str = "one") -> Image.Image:
    image = street(seed)
    TROUBLES[scene](ImageDraw.Draw(image), Dice(f"{seed} trouble"))
    return image


def changed(one: Image.Image, other: Image.Image) -> int:
    """Return how many of the sampled pixels differ."""
    points = [(x, y) for x in range(0, WIDTH, 4) for y in range(0, HEIGHT, 4)]
    return sum(one.getpixel(at) != other.getpixel(at) for at in points)


@pytest.mark.parametrize(
    ("category", "scene"),
    [
        ("上水井盖", Scene.MANHOLE),
        ("雨水箅子", Scene.MANHOLE),
        ("道路积水", Scene.WATER),
        ("河道不洁", Scene.WATER),
        ("违规户外广告", Scene.ADVERT),
        ("非法张贴宣传品", Scene.ADVERT),
        ("交通标志牌", Scene.ADVERT),
        ("机动车乱停放", Scene.BICYCLES),
        ("共享单车", Scene.BICYCLES),
        ("占道经营", Scene.STALL),
        ("无照经营游商", Scene.STALL),
        ("露天烧烤", Scene.STALL),
        ("路灯", Scene.LAMP),
        ("渣土撒漏", Scene.RUBBLE),
        ("堆放施工料", Scene.RUBBLE),
        ("绿地脏乱", Scene.GREEN),
        ("行道树", Scene.GREEN),
        ("积存垃圾", Scene.LITTER),
        ("路面不洁", Scene.LITTER),
        ("路面塌陷", Scene.CRACK),
        ("", Scene.CRACK),
        ("Litter", Scene.CRACK),
    ],
)
def test_a_category_finds_its_scene(category: str, scene: Scene) -> None:
    assert scene_for(category) is scene


@pytest.mark.parametrize(("word", "scene"), _WORDS)
def test_every_word_leads_somewhere_drawn(word: str, scene: Scene) -> None:
    assert scene_for(word) in TROUBLES
    assert scene in TROUBLES


def test_the_more_telling_of_two_words_comes_first() -> None:
    assert scene_for("雨水井盖") is Scene.MANHOLE
    assert scene_for("施工工地车辆") is Scene.BICYCLES


@pytest.mark.parametrize("scene", Scene)
def test_a_trouble_can_be_seen(scene: Scene) -> None:
    assert changed(street(), with_trouble(scene)) > 30


@pytest.mark.parametrize("scene", REMEDIES)
def test_a_remedy_looks_unlike_the_trouble(scene: Scene) -> None:
    mended = street()
    REMEDIES[scene](ImageDraw.Draw(mended), Dice("one trouble"))
    assert changed(mended, with_trouble(scene)) > 30


@pytest.mark.parametrize("seed", ["", "a", "城", "x" * 500])
def test_any_seed_draws_a_whole_street(seed: str) -> None:
    image = street(seed)
    assert image.getpixel((WIDTH // 2, HEIGHT - 5)) == ROAD
    assert (0, 0, 0) not in Counter(image.resize((64, 48), Image.Resampling.NEAREST).get_flattened_data())


def test_streets_of_two_seeds_differ_and_of_one_do_not() -> None:
    assert changed(street(), street("two")) > 100
    assert changed(street(), street()) == 0


@pytest.mark.parametrize(("low", "high"), [(0, 0), (5, 5), (0, 1), (-3, 3), (0, 10**6)])
def test_dice_stay_within_their_bounds(low: int, high: int) -> None:
    dice = Dice("seed")
    falls = [dice(low, high) for _ in range(200)]
    assert min(falls) >= low
    assert max(falls) <= high


def test_dice_show_every_side() -> None:
    dice = Dice("seed")
    assert {dice(1, 6) for _ in range(200)} == {1, 2, 3, 4, 5, 6}


def test_two_seeds_fall_differently() -> None:
    one, two = Dice("a"), Dice("b")
    assert [one(0, 10**9) for _ in range(9)] != [two(0, 10**9) for _ in range(9)]


@pytest.mark.parametrize(
    ("degrees", "parts"),
    [
        (0.0, (0, 0, 0.0)),
        (120.5, (120, 30, 0.0)),
        (-120.5, (120, 30, 0.0)),
        (31.98, (31, 58, 48.0)),
        (0.0001, (0, 0, 0.36)),
    ],
)
def test_degrees_become_minutes_and_seconds(degrees: float, parts: tuple[float, float, float]) -> None:
    assert _sexagesimal(degrees) == pytest.approx(parts, abs=0.001)


@pytest.mark.parametrize(("lon", "lat"), [(120.89, 31.98), (-70.5, -33.25), (0.25, -0.25), (179.999, 89.5)])
def test_the_place_in_a_photo_is_read_again(lon: float, lat: float) -> None:
    content = draw_photo(Scene.LITTER, seed="a", taken_at=NOON, lon=lon, lat=lat)
    claims = photo_claims(Image.open(io.BytesIO(content)))
    assert claims.lon == pytest.approx(lon, abs=1e-5)
    assert claims.lat == pytest.approx(lat, abs=1e-5)


@pytest.mark.parametrize(
    "taken", [NOON, dt.datetime(2026, 5, 1, 4, tzinfo=dt.UTC), dt.datetime(2026, 12, 31, 23, 59, 59, tzinfo=dt.UTC)]
)
def test_the_time_in_a_photo_is_that_of_the_city(taken: dt.datetime) -> None:
    content = draw_photo(Scene.LITTER, seed="a", taken_at=taken, lon=120.89, lat=31.98)
    claims = photo_claims(Image.open(io.BytesIO(content)))
    assert claims.taken_at == taken
    assert claims.exif["OffsetTimeOriginal"] == "+08:00"
    assert claims.device == "Chengzhi Demo camera"


@pytest.mark.parametrize(("is_after", "label"), [(False, "演示照片 处置前"), (True, "演示照片 处置后")])
def test_every_photo_is_marked_as_drawn(is_after: bool, label: str) -> None:  # noqa: FBT001  parametrised
    content = draw_photo(Scene.WATER, seed="a", taken_at=NOON, lon=120.89, lat=31.98, is_after=is_after)
    image = Image.open(io.BytesIO(content)).convert("L")
    words = lettering.lettering(label)
    box = image.crop((10, HEIGHT - 29, 10 + words.width, HEIGHT - 29 + words.height))
    lit = [at for at, value in enumerate(words.get_flattened_data()) if value]
    shades = list(box.get_flattened_data())
    assert sum(shades[at] > 128 for at in lit) > 0.9 * len(lit)


@pytest.mark.parametrize("char", "演示照片处置前后")
def test_every_character_of_the_label_is_drawn_alike_wherever_it_stands(char: str) -> None:
    alone, second = lettering.lettering(char), lettering.lettering(f" {char}")
    assert second.crop((lettering.EDGE, 0, 2 * lettering.EDGE, lettering.EDGE)).tobytes() == alone.tobytes()
    assert alone.getbbox() is not None


def test_no_words_are_no_picture() -> None:
    assert lettering.lettering("").size == (0, lettering.EDGE)


def test_the_label_uses_no_tags_beyond_those_of_a_camera() -> None:
    content = draw_photo(Scene.CRACK, seed="a", taken_at=NOON, lon=120.89, lat=31.98)
    exif = Image.open(io.BytesIO(content)).getexif()
    assert {ExifTags.TAGS[tag] for tag in exif} <= {"Make", "Model", "ExifOffset", "GPSInfo"}

"""The scenes: a street, and on it what is wrong. Each function draws only what the street has beside its clean self."""

import hashlib
from collections.abc import Callable, Iterator
from enum import StrEnum

from PIL.ImageDraw import ImageDraw

WIDTH, HEIGHT = 640, 480
KERB = 300
Colour = tuple[int, int, int]
Drawer = Callable[[ImageDraw, "Dice"], None]


class Scene(StrEnum):
    """What a demo picture shows."""

    LITTER = "litter"
    BICYCLES = "bicycles"
    MANHOLE = "manhole"
    STALL = "stall"
    ADVERT = "advert"
    LAMP = "lamp"
    WATER = "water"
    RUBBLE = "rubble"
    GREEN = "green"
    CRACK = "crack"


_WORDS: tuple[tuple[str, Scene], ...] = (
    ("井盖", Scene.MANHOLE),
    ("箅", Scene.MANHOLE),
    ("积水", Scene.WATER),
    ("河", Scene.WATER),
    ("水", Scene.WATER),
    ("广告", Scene.ADVERT),
    ("宣传", Scene.ADVERT),
    ("牌", Scene.ADVERT),
    ("停放", Scene.BICYCLES),
    ("单车", Scene.BICYCLES),
    ("车", Scene.BICYCLES),
    ("经营", Scene.STALL),
    ("游商", Scene.STALL),
    ("摊", Scene.STALL),
    ("烧烤", Scene.STALL),
    ("灯", Scene.LAMP),
    ("渣土", Scene.RUBBLE),
    ("料", Scene.RUBBLE),
    ("施工", Scene.RUBBLE),
    ("工地", Scene.RUBBLE),
    ("绿", Scene.GREEN),
    ("树", Scene.GREEN),
    ("垃圾", Scene.LITTER),
    ("不洁", Scene.LITTER),
)


def scene_for(words: str) -> Scene:
    """Return the scene that suits the name of a category; a cracked pavement where none does."""
    return next((scene for word, scene in _WORDS if word in words), Scene.CRACK)


class Dice:
    """An endless row of numbers that a seed fixes, the same on every machine."""

    def __init__(self, seed: str) -> None:
        self._numbers = self._roll(seed.encode())

    def __call__(self, low: int, high: int) -> int:
        """Return the next number from low to high, both included."""
        return low + next(self._numbers) % (high - low + 1)

    @staticmethod
    def _roll(state: bytes) -> Iterator[int]:
        while True:
            state = hashlib.sha256(state).digest()
            yield from (int.from_bytes(state[at : at + 4], "big") for at in range(0, 32, 4))


def draw_street(pen: ImageDraw, dice: Dice) -> None:
    """Draw sky, houses, pavement, kerb and road."""
    pen.rectangle((0, 0, WIDTH, KERB), fill=(196 + dice(0, 20), 214, 228))
    left = -dice(0, 60)
    while left < WIDTH:
        right = left + dice(90, 170)
        tone = dice(120, 190)
        pen.rectangle((left, dice(50, 140), right, 230), fill=(tone, tone - dice(0, 14), tone - dice(6, 24)))
        for x in range(left + 12, right - 20, 28):
            pen.rectangle((x, 150, x + 14, 172), fill=(90, 110, 128))
        left = right + dice(0, 8)
    pen.rectangle((0, 230, WIDTH, KERB + 60), fill=(178, 172, 164))
    for x in range(-HEIGHT, WIDTH, 48):
        pen.line((x, KERB + 60, x + 90, 230), fill=(160, 154, 147))
    pen.rectangle((0, KERB + 60, WIDTH, KERB + 70), fill=(210, 208, 202))
    pen.rectangle((0, KERB + 70, WIDTH, HEIGHT), fill=(96, 98, 102))


def _litter(pen: ImageDraw, dice: Dice) -> None:
    for _bag in range(dice(10, 16)):
        x, y, size = dice(150, 460), dice(270, 350), dice(18, 46)
        tone = dice(20, 90)
        pen.ellipse((x, y, x + size, y + size * 3 // 4), fill=(tone, tone + dice(0, 30), tone), outline=(30, 30, 30))
    for _scrap in range(40):
        x, y = dice(120, 520), dice(280, 380)
        pen.rectangle((x, y, x + dice(3, 9), y + dice(2, 5)), fill=(230, dice(200, 230), dice(160, 230)))


def _bicycles(pen: ImageDraw, dice: Dice) -> None:
    for x in range(dice(40, 90), dice(430, 540), 46):
        y, colour = dice(265, 300), ((30, 120, 190), (240, 190, 20), (40, 150, 90))[dice(0, 2)]
        for wheel in (x, x + 44):
            pen.ellipse((wheel, y + 26, wheel + 32, y + 58), outline=(30, 30, 30), width=3)
        pen.line((x + 16, y + 42, x + 34, y + 12, x + 60, y + 42, x + 16, y + 42), fill=colour, width=4)
        pen.line((x + 34, y + 12, x + 28, y), fill=(40, 40, 40), width=3)


def _manhole(pen: ImageDraw, dice: Dice) -> None:
    x, y = dice(220, 320), dice(385, 405)
    pen.ellipse((x, y, x + 150, y + 56), fill=(18, 18, 20), outline=(70, 70, 74), width=6)
    pen.ellipse((x + 110, y - 26, x + 250, y + 22), fill=(84, 84, 88), outline=(50, 50, 54), width=4)
    for bar in range(5):
        pen.line((x + 130 + bar * 22, y - 16, x + 126 + bar * 22, y + 12), fill=(60, 60, 64), width=3)


def _stall(pen: ImageDraw, dice: Dice) -> None:
    x = dice(140, 300)
    pen.polygon(((x, 210), (x + 120, 170), (x + 240, 210)), fill=(200, dice(40, 90), 50))
    pen.line((x + 120, 180, x + 120, 330), fill=(90, 90, 90), width=4)
    pen.rectangle((x + 20, 280, x + 220, 335), fill=(150, 110, 70))
    for place in range(x + 26, x + 206, 20):
        pen.ellipse((place, 264, place + 18, 282), fill=(dice(150, 240), dice(60, 180), 40))


def _advert(pen: ImageDraw, dice: Dice) -> None:
    for _sheet in range(dice(8, 14)):
        x, y = dice(60, 540), dice(100, 210)
        pen.rectangle((x, y, x + 42, y + 54), fill=(245, 240, dice(150, 235)), outline=(120, 120, 120))
        for line in range(y + 8, y + 46, 9):
            pen.line((x + 6, line, x + 36, line), fill=(190, 40, 40), width=2)


def _lamp(pen: ImageDraw, dice: Dice, bulb: Colour = (40, 42, 46)) -> None:
    x = dice(260, 380)
    pen.rectangle((0, 0, WIDTH, 120), fill=(50, 58, 84))
    pen.line((x, 340, x, 90, x + dice(40, 60), 70), fill=(70, 74, 78), width=8)
    pen.ellipse((x + 40, 60, x + 84, 82), fill=bulb)


def _lit_lamp(pen: ImageDraw, dice: Dice) -> None:
    _lamp(pen, dice, (255, 226, 130))


def _water(pen: ImageDraw, dice: Dice) -> None:
    for _pool in range(4):
        x, y = dice(20, 360), dice(370, 430)
        pen.ellipse((x, y, x + dice(160, 280), y + dice(30, 50)), fill=(120, 138, 150), outline=(150, 166, 176))


def _rubble(pen: ImageDraw, dice: Dice) -> None:
    for _stone in range(dice(40, 60)):
        x, y = dice(180, 460), dice(250, 350)
        size, tone = dice(10, 34), dice(110, 170)
        pen.polygon(((x, y + size), (x + size // 2, y), (x + size, y + size)), fill=(tone, tone - 20, tone - 44))


def _green(pen: ImageDraw, dice: Dice) -> None:
    pen.rectangle((0, 250, WIDTH, KERB + 50), fill=(96, 128, 70))
    for _patch in range(dice(7, 11)):
        x, y = dice(20, 560), dice(255, 330)
        pen.ellipse((x, y, x + dice(40, 90), y + dice(14, 26)), fill=(150, 122, 84))


def _lawn(pen: ImageDraw, _dice: Dice) -> None:
    pen.rectangle((0, 250, WIDTH, KERB + 50), fill=(96, 138, 70))


def _closed_lid(pen: ImageDraw, dice: Dice) -> None:
    x, y = dice(220, 320), dice(385, 405)
    pen.ellipse((x, y, x + 150, y + 56), fill=(84, 84, 88), outline=(50, 50, 54), width=5)


def _crack(pen: ImageDraw, dice: Dice) -> None:
    for _line in range(6):
        x, y = dice(120, 480), dice(260, 330)
        for _bend in range(5):
            nx, ny = x + dice(-34, 40), y + dice(2, 18)
            pen.line((x, y, nx, ny), fill=(50, 46, 42), width=dice(2, 5))
            x, y = nx, ny


TROUBLES: dict[Scene, Drawer] = {
    Scene.LITTER: _litter,
    Scene.BICYCLES: _bicycles,
    Scene.MANHOLE: _manhole,
    Scene.STALL: _stall,
    Scene.ADVERT: _advert,
    Scene.LAMP: _lamp,
    Scene.WATER: _water,
    Scene.RUBBLE: _rubble,
    Scene.GREEN: _green,
    Scene.CRACK: _crack,
}
REMEDIES: dict[Scene, Drawer] = {Scene.LAMP: _lit_lamp, Scene.GREEN: _lawn, Scene.MANHOLE: _closed_lid}

import pytest

from chengzhi.evidence.demo import Scene, scene_for
from chengzhi.evidence.demo.scenes import REMEDIES, TROUBLES, Dice


@pytest.mark.parametrize(
    ("words", "scene"),
    [
        ("暴露生活垃圾", Scene.LITTER),
        ("雨水井盖", Scene.MANHOLE),
        ("非法小广告", Scene.ADVERT),
        ("人行道", Scene.CRACK),
    ],
)
def test_scene_suits_the_category(words: str, scene: Scene) -> None:
    assert scene_for(words) == scene


def test_every_scene_has_a_trouble() -> None:
    assert set(TROUBLES) == set(Scene)
    assert set(REMEDIES) < set(Scene)


def test_dice_fall_the_same_for_the_same_seed_and_within_bounds() -> None:
    one, two = Dice("a"), Dice("a")
    falls = [one(3, 9) for _fall in range(50)]
    assert falls == [two(3, 9) for _fall in range(50)]
    assert set(falls) <= set(range(3, 10))

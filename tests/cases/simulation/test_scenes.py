import random

import pytest

from chengzhi.cases.simulation.scenes import MIX, SAID, said, spot


@pytest.mark.parametrize("category", [name for name, _weight in MIX])
def test_people_say_something_about_every_matter(category: str) -> None:
    assert len(said(category, random.Random(1))) >= 4


def test_the_words_fit_the_matter() -> None:
    lines = {said("路灯", random.Random(seed)).split("，")[0] for seed in range(20)}
    assert lines <= {line.split("，")[0] for line in SAID["路灯"]}
    assert said("蜂窝", random.Random(3)).startswith("发现蜂窝")


def test_a_place_is_told_by_its_landmark() -> None:
    assert spot("学田菜场", random.Random(1)).startswith("学田菜场")


def test_the_same_seed_says_the_same() -> None:
    assert said("路灯", random.Random(5)) == said("路灯", random.Random(5))

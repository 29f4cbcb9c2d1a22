import pytest

from chengzhi.evidence.demo.lettering import lettering


def test_words_stand_side_by_side() -> None:
    line = lettering("演示照片 处置前后")
    assert line.size == (9 * 24, 24)
    assert line.getbbox() is not None


def test_blank_leaves_room_and_nothing_else() -> None:
    assert lettering(" ").getbbox() is None


def test_unknown_character_is_an_error() -> None:
    with pytest.raises(KeyError):
        lettering("龘")

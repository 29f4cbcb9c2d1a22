"""Invented people: always the same ones, no two alike."""

from collections.abc import Iterator

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭"
SYLLABLES = (
    "晓东丽萍建国海燕志明秀兰文军玉梅永强春华国平雪梅俊峰桂芳立新小红德林美玲卫东爱华"
    "少伟云霞金龙佳怡宏伟静怡大勇思远兴华若兰向阳书琴振宇慧敏启明冬梅学文凤英长青安宁"
)
GIVEN = [SYLLABLES[at : at + 2] for at in range(0, len(SYLLABLES), 2)]
# The people who stand in the wireframes of the interface guide.
KNOWN = {("acceptor", 1): "张丽", ("duty_leader", 1): "王敏", ("dispatcher", 1): "李军"}


def people() -> Iterator[tuple[str, str]]:
    """Yield names with telephone numbers; the steps have no common divisor with the lists, so no pair repeats."""
    number = 0
    while True:
        number += 1
        surname = SURNAMES[number * 7 % len(SURNAMES)]
        yield f"{surname}{GIVEN[number * 13 % len(GIVEN)]}", f"1990000{number:04}"

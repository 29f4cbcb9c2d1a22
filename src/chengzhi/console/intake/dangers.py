"""Words that mean danger to life: whoever hears them hands the call on first and registers afterwards."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from chengzhi.kernel.permissions import Words


@dataclass(frozen=True, slots=True)
class Danger:
    """A service that must be called at once, and the words that call for it."""

    code: str
    number: str
    name: Words
    words: tuple[str, ...]


DANGERS = (
    Danger(
        "fire", "119", _("消防救援"), ("着火", "起火", "失火", "火灾", "冒烟", "爆炸", "坍塌", "倒塌", "困在", "被困")
    ),
    Danger(
        "gas", "119", _("消防救援，并告知燃气公司"), ("煤气味", "燃气味", "天然气味", "漏气", "燃气泄漏", "煤气泄漏")
    ),
    Danger("power", "95598", _("供电抢修"), ("漏电", "触电", "电线断", "电线掉", "电线落", "高压线")),
    Danger("injury", "120", _("急救"), ("受伤", "流血", "昏迷", "晕倒", "中毒", "砸到人", "撞到人", "掉进")),
    Danger("police", "110", _("公安"), ("打架", "斗殴", "持刀", "砍人", "抢劫", "跳楼", "轻生", "打人")),
)
_DENIED = re.compile(r"(没有人|没有|没人|无人|没|未|不)(会|再|被)?(受伤|着火|起火|冒烟|漏电|触电|漏气|被困|打架)")


def dangers_in(words: str) -> list[Danger]:
    """Return the services that the words call for; 没有人受伤 calls for none."""
    said = _DENIED.sub("", words)
    return [one for one in DANGERS if any(word in said for word in one.words)]

"""Limits as sheets write them: 2紧急工作时, 4小时, 2天, 种植季节15工作日, 1紧急工作时制止.

天 and 小时 do not say whether nights and holidays count. Sources differ, so they are refused unless the person who
imports has said what they mean.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.limits import LimitUnit

LONGEST = 365

_UNITS: dict[str, LimitUnit] = {
    "紧急工作时": LimitUnit.EMERGENCY_HOUR,
    "紧急工作日": LimitUnit.EMERGENCY_DAY,
    "工作时": LimitUnit.WORKING_HOUR,
    "工作小时": LimitUnit.WORKING_HOUR,
    "工作日": LimitUnit.WORKING_DAY,
    "个工作日": LimitUnit.WORKING_DAY,
    "自然小时": LimitUnit.NATURAL_HOUR,
    "自然日": LimitUnit.NATURAL_DAY,
    "分钟": LimitUnit.MINUTE,
}
_VAGUE: dict[str, tuple[LimitUnit, LimitUnit]] = {
    "小时": (LimitUnit.WORKING_HOUR, LimitUnit.NATURAL_HOUR),
    "天": (LimitUnit.WORKING_DAY, LimitUnit.NATURAL_DAY),
    "日": (LimitUnit.WORKING_DAY, LimitUnit.NATURAL_DAY),
}
_WORDS = "|".join(sorted([*_UNITS, *_VAGUE], key=len, reverse=True))
_LIMIT = re.compile(rf"^(?P<before>\D*?)(?P<value>\d+)(?:个)?(?P<unit>{_WORDS})(?P<after>.*)$")


class Reading(StrEnum):
    """What 天 and 小时 mean in a sheet."""

    REFUSE = "refuse"
    WORKING = "working"
    NATURAL = "natural"

    @property
    def label(self) -> str | Promise:
        return _READINGS[self]


_READINGS = {
    Reading.REFUSE: gettext_lazy("不导入，逐行指出"),
    Reading.WORKING: gettext_lazy("按工作日、工作时"),
    Reading.NATURAL: gettext_lazy("按自然日、自然小时"),
}


@dataclass(frozen=True, slots=True)
class WrittenLimit:
    """A limit read from a sheet; ``note`` keeps the words around it, such as 种植季节."""

    value: int
    unit: LimitUnit
    note: str = ""


def parse_limit(text: str, reading: Reading = Reading.REFUSE) -> WrittenLimit:
    """Return the limit a sheet states; raises BadInput with what to write instead."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    match = _LIMIT.match(plain)
    if not match:
        raise BadInput(
            _("看不懂时限“%(text)s”。请写成数字加单位，如 2紧急工作时、4工作时、3工作日、2自然日。")
            % {"text": text[:30]}
        )
    value = int(match["value"])
    if not 1 <= value <= LONGEST:
        raise BadInput(_("时限“%(text)s”不在 1 到 365 之间。请核对数字。") % {"text": text[:30]})
    note = "".join(part for part in (match["before"], match["after"]) if part)[:60]
    return WrittenLimit(value, _unit(match["unit"], text, reading), note)


def _unit(word: str, text: str, reading: Reading) -> LimitUnit:
    if word in _UNITS:
        return _UNITS[word]
    working, natural = _VAGUE[word]
    if reading is Reading.WORKING:
        return working
    if reading is Reading.NATURAL:
        return natural
    raise BadInput(
        _(
            "时限“%(text)s”没有说明夜间和节假日算不算。请写成“%(working)s”或“%(natural)s”，或在导入时选定“%(word)s”的含义。"
        )
        % {"text": text[:30], "word": word, "working": working.label, "natural": natural.label}
    )

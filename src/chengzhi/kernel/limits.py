"""Limits as the filing standards state them: an amount and a unit that says whether the clock pauses."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

HOUR = 3600
# A working day as a limit is eight working hours, whatever the hours of the season are.
SECONDS_PER_WORKDAY = 8 * HOUR


class LimitUnit(TextChoices):
    """The unit of a limit; emergency and natural units run without pause, working units in office hours only."""

    MINUTE = "minute", _("分钟")
    NATURAL_HOUR = "natural_hour", _("小时")
    NATURAL_DAY = "natural_day", _("自然日")
    EMERGENCY_HOUR = "emergency_hour", _("紧急工作时")
    EMERGENCY_DAY = "emergency_day", _("紧急工作日")
    WORKING_HOUR = "working_hour", _("工作时")
    WORKING_DAY = "working_day", _("工作日")

    @property
    def is_working(self) -> bool:
        return self in {LimitUnit.WORKING_HOUR, LimitUnit.WORKING_DAY}

    @property
    def unit_seconds(self) -> int:
        return _UNIT_SECONDS[self]


_UNIT_SECONDS = {
    LimitUnit.MINUTE: 60,
    LimitUnit.NATURAL_HOUR: HOUR,
    LimitUnit.NATURAL_DAY: 24 * HOUR,
    LimitUnit.EMERGENCY_HOUR: HOUR,
    LimitUnit.EMERGENCY_DAY: 24 * HOUR,
    LimitUnit.WORKING_HOUR: HOUR,
    LimitUnit.WORKING_DAY: SECONDS_PER_WORKDAY,
}


@dataclass(frozen=True, slots=True)
class Limit:
    """An amount of time as a filing standard states it, such as 2 紧急工作时 or 5 工作日."""

    value: Decimal | int
    unit: LimitUnit

    @property
    def seconds(self) -> int:
        return int(self.value * self.unit.unit_seconds)

    @property
    def is_working(self) -> bool:
        return self.unit.is_working

    def __str__(self) -> str:
        return f"{Decimal(self.value).normalize():f} {self.unit.label}"

"""Registers that every intake and step asks, remembered for a moment in each process."""

from chengzhi.cases.models import Channel, StageLimit
from chengzhi.catalogue.models import Category
from chengzhi.kernel.clocks import ClockLimit
from chengzhi.kernel.remembering import Remembered


def _categories() -> dict[int, Category]:
    return {one.pk: one for one in Category.objects.all()}


def _channels() -> dict[str, Channel]:
    return {one.code: one for one in Channel.objects.filter(is_active=True)}


def _stage_limits() -> dict[str, ClockLimit]:
    return {
        one.clock: ClockLimit(seconds=one.minutes * 60, is_working=one.is_working, schedule=one.schedule)
        for one in StageLimit.objects.all()
    }


# Categories by key, active channels by code, the city's own limits of stages by clock.
known_categories = Remembered(_categories)
active_channels = Remembered(_channels)
stage_limits = Remembered(_stage_limits)

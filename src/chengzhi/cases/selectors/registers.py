"""Registers that every intake and step asks, remembered for a moment in each process."""

from chengzhi.cases.models import Case, Channel, StageLimit
from chengzhi.catalogue.models import Category
from chengzhi.kernel.clocks import ClockLimit
from chengzhi.kernel.remembering import Remembered


def _categories() -> dict[int, Category]:
    return {one.pk: one for one in Category.objects.all()}


def _channels() -> dict[int, Channel]:
    return {one.pk: one for one in Channel.objects.all()}


def _active_channels() -> dict[str, Channel]:
    return {one.code: one for one in Channel.objects.filter(is_active=True)}


def _stage_limits() -> dict[str, ClockLimit]:
    return {
        one.clock: ClockLimit(seconds=one.minutes * 60, is_working=one.is_working, schedule=one.schedule)
        for one in StageLimit.objects.all()
    }


# Categories and channels by key, active channels by code, the city's own limits of stages by clock.
known_categories = Remembered(_categories)
known_channels = Remembered(_channels)
active_channels = Remembered(_active_channels)
stage_limits = Remembered(_stage_limits)


def forget_channels() -> None:
    """Read the channels again at the next question: one of them has changed."""
    known_channels.forget()
    active_channels.forget()


def with_registers(*cases: Case) -> None:
    """Give cases their category and channel from memory; one that is newer than the memory is read when it is asked."""
    categories, channels = known_categories(), known_channels()
    for case in cases:
        if category := categories.get(case.category_id):
            case.category = category
        if channel := channels.get(case.channel_id):
            case.channel = channel

from chengzhi.kernel.models.access import PersonalDataAccess, Role, RoleGrant
from chengzhi.kernel.models.accounts import Account
from chengzhi.kernel.models.calendars import (
    CalendarDay,
    CalendarStamp,
    CalendarYear,
    WorkSchedule,
    WorkScheduleSpan,
)
from chengzhi.kernel.models.numbers import NumberSeries
from chengzhi.kernel.models.outbox import OutboxDelivery, OutboxEvent
from chengzhi.kernel.models.setting_changes import ChangeAct, SettingsChange
from chengzhi.kernel.models.sign_ins import FailureReason, SignInFailure
from chengzhi.kernel.models.steps import AbstractClock, AbstractStep, AbstractSubject

__all__ = [
    "AbstractClock",
    "AbstractStep",
    "AbstractSubject",
    "Account",
    "CalendarDay",
    "CalendarStamp",
    "CalendarYear",
    "ChangeAct",
    "FailureReason",
    "NumberSeries",
    "OutboxDelivery",
    "OutboxEvent",
    "PersonalDataAccess",
    "Role",
    "RoleGrant",
    "SettingsChange",
    "SignInFailure",
    "WorkSchedule",
    "WorkScheduleSpan",
]

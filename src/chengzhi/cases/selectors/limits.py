"""How long the stages of a case may take: the city's setting, or the filing standard it was filed under."""

from chengzhi.cases.models import Case
from chengzhi.cases.selectors.registers import stage_limits
from chengzhi.catalogue.models import FilingStandard
from chengzhi.kernel.clocks import ClockLimit
from chengzhi.kernel.limits import Limit, LimitUnit
from chengzhi.kernel.procedures import in_the_language_of_record

__all__ = ["FALLBACK", "handling_limit", "stage_limit", "stage_limits", "standard_limit"]
FALLBACK = Limit(1, LimitUnit.WORKING_DAY)


def stage_limit(clock: str) -> ClockLimit | None:
    """Return the city's limit of one stage, or None where the procedure's own holds."""
    return stage_limits().get(clock)


def standard_limit(standard: FilingStandard) -> ClockLimit:
    """Return the limit for handling that a filing standard sets."""
    limit = Limit(standard.limit_value, LimitUnit(standard.limit_unit))
    reason = f"立案条件 {standard.number} · {in_the_language_of_record(limit)}"
    return ClockLimit(seconds=limit.seconds, is_working=limit.is_working, reason=reason)


def handling_limit(case: Case) -> ClockLimit:
    """Return the limit for handling this case; one working day where nothing was filed."""
    if case.standard is None:
        return ClockLimit(seconds=FALLBACK.seconds, is_working=True, reason=in_the_language_of_record(FALLBACK))
    return standard_limit(case.standard)

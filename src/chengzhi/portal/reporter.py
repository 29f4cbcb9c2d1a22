"""The reporter as the procedure sees them."""

from dataclasses import replace
from types import MappingProxyType

from chengzhi.cases.permissions import Permission
from chengzhi.kernel.access import Capacity, Scope, resident


def reporter() -> Capacity:
    """Return the capacity of a reporter whose secret link was opened: whoever holds it may rate and reopen.

    The table opens 重开 to residents but names the right of call-back for everyone, so the link carries that right;
    steps that are not open to residents stay closed to them all the same.
    """
    return replace(resident(), grants=MappingProxyType({Permission.CALL_BACK.value: Scope.CITY}))

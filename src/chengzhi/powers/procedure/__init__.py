"""The procedure of a list of powers."""

from chengzhi.powers.procedure.lists import POWER_LIST

__all__ = ["POWER_LIST"]

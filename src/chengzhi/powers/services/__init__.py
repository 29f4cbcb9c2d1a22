"""Acts on lists of powers."""

from chengzhi.powers.services.lists import Draft, draft_list

__all__ = ["Draft", "draft_list"]

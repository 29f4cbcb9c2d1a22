"""The words in which residents hear how far their matter is; names of internal stages never appear."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chengzhi.cases.enums import CaseState as S

SUBMITTED, ACCEPTED, VERIFYING = _("已提交"), _("已受理"), _("正在核实")
HANDED, HANDLING, CHECKING = _("已交给%(unit)s"), _("正在处理"), _("正在核对结果")
CLOSED, ON_HOLD = _("已办结"), _("暂缓办理")
REFUSED, NOT_FILED, ENDED = _("不予受理"), _("不予立案"), _("已终止办理")

STATE_WORDS: dict[str, Promise] = {
    S.REPORTED: SUBMITTED, S.VERIFYING: VERIFYING, S.ACCEPTED: ACCEPTED, S.FILED: ACCEPTED, S.DISPATCHED: HANDED,
    S.HANDLING: HANDLING, S.RETURNED: ACCEPTED, S.ON_HOLD: ON_HOLD, S.IN_CONFERENCE: HANDLING, S.HANDLED: CHECKING,
    S.INSPECTED: CHECKING, S.CHECKING: CHECKING, S.CHECK_FAILED: HANDLING, S.CHECKED: CHECKING,
    S.SELF_HANDLED: CHECKING, S.CLOSED: CLOSED, S.REFUSED: REFUSED, S.NOT_FILED: NOT_FILED, S.VOIDED: ENDED,
    S.MERGED: ENDED, S.INVALID: ENDED,
}  # fmt: skip

STATE_NOTES: dict[str, Promise] = {
    S.REPORTED: _("工作人员会先看一遍，再告诉您是否受理。"),
    S.VERIFYING: _("工作人员正到现场看情况。"),
    S.ACCEPTED: _("正在安排处理单位。"),
    S.FILED: _("正在安排处理单位。"),
    S.DISPATCHED: _("等这个单位派人处理。"),
    S.HANDLING: _("处理完会有照片，您在这里能看到。"),
    S.RETURNED: _("正在重新安排处理单位。"),
    S.IN_CONFERENCE: _("涉及几个单位，正在商量由谁处理。"),
    S.HANDLED: _("处理单位说已处理好，工作人员正在核对。"),
    S.INSPECTED: _("处理单位说已处理好，工作人员正在核对。"),
    S.CHECKING: _("工作人员正到现场看处理得怎样。"),
    S.CHECK_FAILED: _("现场看过，还没有处理好，要再处理。"),
    S.CHECKED: _("现场看过，已处理好，马上办结。"),
    S.SELF_HANDLED: _("巡查人员已当场处理，正在核对。"),
}

STEP_WORDS: dict[str, Promise] = {
    "report": SUBMITTED, "report_self_handled": SUBMITTED, "send_verify": VERIFYING, "accept": ACCEPTED,
    "dispatch": HANDED, "agree_unit": HANDED, "arbitrate": HANDED, "substitute": HANDED, "take_over": HANDLING,
    "hand_down": HANDLING, "refuse_return": HANDLING, "rework": HANDLING, "resume": HANDLING, "reopen": HANDLING,
    "feed_back": CHECKING, "grant_hold": ON_HOLD, "agree_hold": ON_HOLD, "close": CLOSED, "force_close": CLOSED,
    "approve_self_handled": CLOSED, "refuse": REFUSED, "decline_filing": NOT_FILED, "grant_void": ENDED,
    "rate": _("您已评价"), "call_back": _("您已评价"),
}  # fmt: skip

STEP_NOTES: dict[str, Promise] = {
    "rework": _("核对没有通过，要求重新处理"),
    "reopen": _("诉求人说没有解决，重新办理"),
}

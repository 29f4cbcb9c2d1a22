"""The limits of the stages as the table gives them; a city sets its own in StageLimit."""

from chengzhi.cases.enums import Clock
from chengzhi.kernel.procedures.table import Term

ACCEPT = Term(clock=Clock.ACCEPT, label=Clock.ACCEPT.label, minutes=15)
VERIFY = Term(clock=Clock.VERIFY, label=Clock.VERIFY.label, minutes=30)
FILE = Term(clock=Clock.FILE, label=Clock.FILE.label, minutes=15)
DISPATCH = Term(clock=Clock.DISPATCH, label=Clock.DISPATCH.label, minutes=15)
HANDLE = Term(clock=Clock.HANDLE, label=Clock.HANDLE.label, minutes=240, is_working=True)
HANDLING = Term(clock=Clock.HANDLING, label=Clock.HANDLING.label, minutes=240, is_working=True)
INSPECT = Term(clock=Clock.INSPECT, label=Clock.INSPECT.label, minutes=30)
SEND_CHECK = Term(clock=Clock.SEND_CHECK, label=Clock.SEND_CHECK.label, minutes=30)
CHECK = Term(clock=Clock.CHECK, label=Clock.CHECK.label, minutes=120)
CLOSE = Term(clock=Clock.CLOSE, label=Clock.CLOSE.label, minutes=30)
REVIEW = Term(clock=Clock.REVIEW, label=Clock.REVIEW.label, minutes=480, is_working=True)

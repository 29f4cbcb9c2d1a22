"""Vocabulary of the loop; stored values never change."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CaseState(TextChoices):
    """Where a case stands in the loop."""

    REPORTED = "reported", _("待受理")
    VERIFYING = "verifying", _("核实中")
    ACCEPTED = "accepted", _("待立案")
    FILED = "filed", _("待派遣")
    DISPATCHED = "dispatched", _("待接收")
    HANDLING = "handling", _("处置中")
    RETURNED = "returned", _("回退待派")
    ON_HOLD = "on_hold", _("挂账")
    IN_CONFERENCE = "in_conference", _("会商中")
    HANDLED = "handled", _("待督查")
    INSPECTED = "inspected", _("待发核查")
    CHECKING = "checking", _("核查中")
    CHECK_FAILED = "check_failed", _("核查未过")
    CHECKED = "checked", _("待结案")
    SELF_HANDLED = "self_handled", _("自处理待审")
    CLOSED = "closed", _("已结案")
    REFUSED = "refused", _("不予受理")
    NOT_FILED = "not_filed", _("不予立案")
    VOIDED = "voided", _("作废")
    MERGED = "merged", _("已并入")
    INVALID = "invalid", _("无效")


class Clock(TextChoices):
    """The limits of the loop; ``handling`` is the whole of handling with its returns and extensions."""

    ACCEPT = "accept", _("受理时限")
    VERIFY = "verify", _("核实时限")
    FILE = "file", _("立案时限")
    DISPATCH = "dispatch", _("派遣时限")
    HANDLE = "handle", _("处置时限")
    HANDLING = "handling", _("处置全程时限")
    INSPECT = "inspect", _("督查时限")
    SEND_CHECK = "send_check", _("发核查时限")
    CHECK = "check", _("核查时限")
    CLOSE = "close", _("结案时限")
    REVIEW = "review", _("自处理审核时限")


class ChannelKind(TextChoices):
    COLLECTOR = "collector", _("采集员")
    RESIDENT = "resident", _("市民通")
    HOTLINE = "hotline", _("热线")
    CAMERA = "camera", _("视频")
    DEPARTMENT = "department", _("部门转办")
    LEADER = "leader", _("领导交办")
    MEDIA = "media", _("媒体曝光")
    IMPORT = "import", _("批量导入")


class ClosureKind(TextChoices):
    """How a case was closed."""

    NONE = "", _("未结")
    NORMAL = "normal", _("正常结案")
    LATE = "late", _("超时结案")
    FORCED = "forced", pgettext_lazy("closure", "强制结案")
    SELF = "self", _("自处理结案")


class TaskKind(TextChoices):
    """What the collector is sent out for: before filing 核实, after handling 核查."""

    VERIFY = "verify", _("核实")
    CHECK = "check", _("核查")


class RequestKind(TextChoices):
    EXTENSION = "extension", _("延期")
    HOLD = "hold", _("挂账")
    VOID = "void", _("作废")
    APPEAL = "appeal", _("申诉")


class SupervisionLevel(TextChoices):
    NONE = "", _("没有督办")
    ORDINARY = "ordinary", _("普通督办")
    YELLOW = "yellow", _("黄牌督办")
    RED = "red", _("红牌督办")


class Satisfaction(TextChoices):
    NONE = "", _("未评价")
    SATISFIED = "satisfied", _("满意")
    BASICALLY = "basically", _("基本满意")
    DISSATISFIED = "dissatisfied", _("不满意")


class MediaStage(TextChoices):
    BEFORE = "before", _("处置前")
    VERIFY = "verify", _("核实")
    AFTER = "after", _("处置后")
    CHECK = "check", _("核查")
    OTHER = "other", _("其他")


class CallbackWay(TextChoices):
    SMS = "sms", _("短信")
    PHONE = "phone", _("电话")
    NONE = "none", _("不用")


class WhistleState(TextChoices):
    """Where a whistle stands (街道吹哨)."""

    BLOWN = "blown", _("已吹哨")
    HANDED_OVER = "handed_over", _("已移交")
    CONCLUDED = "concluded", _("已办结")
    WITHDRAWN = "withdrawn", _("已撤回")


class SummonsState(TextChoices):
    """Where a summoned department stands (部门报到)."""

    CALLED = "called", _("待应答")
    ANSWERED = "answered", _("已应答")
    DISPUTED = "disputed", _("称不相关")
    PRESENT = "present", _("已到场")
    REPORTED = "reported", _("已反馈")
    EXCUSED = "excused", _("不用到场")
    ABSENT = "absent", _("未到场")


class SummonsClock(TextChoices):
    """The limits of a summons: to answer, to arrive, to report the result."""

    ANSWER = "answer", _("应答时限")
    ARRIVE = "arrive", _("到场时限")
    REPORT = "report", _("反馈时限")

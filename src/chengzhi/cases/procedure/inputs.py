"""What acts of the loop ask for; one wording for each value wherever it is asked."""

from django.utils.translation import gettext_lazy as _

from chengzhi.cases.enums import Satisfaction, SupervisionLevel
from chengzhi.kernel.procedures.table import Input, InputKind

NOTE = Input(name="note", kind=InputKind.TEXT, label=_("说明"), is_required=False)
REASON = Input(name="reason", kind=InputKind.REASON, label=_("理由"))
DIRECTION = Input(
    name="direction",
    kind=InputKind.TEXT,
    label=_("去处"),
    hint=_("告诉诉求人该找谁，例如：请拨打燃气公司 96777"),
    is_required=False,
)
COLLECTOR = Input(
    name="collector", kind=InputKind.PERSON, label=_("采集员"), hint=_("不选就派给网格的采集员"), is_required=False
)
PHOTOS = Input(name="media", kind=InputKind.MEDIA, label=_("现场照片"), is_required=False)
AFTER = Input(name="media", kind=InputKind.MEDIA, label=_("处置后照片"), is_required=False)
STANDARD = Input(name="standard", kind=InputKind.STANDARD, label=_("立案条件"))
UNIT = Input(name="unit", kind=InputKind.UNIT, label=_("处置单位"))
OVERRIDE = Input(
    name="override", kind=InputKind.TEXT, label=_("改派理由"), hint=_("不按派遣规则选单位时必填"), is_required=False
)
HANDLER = Input(name="handler", kind=InputKind.PERSON, label=_("处置员"))
HOURS = Input(name="hours", kind=InputKind.HOURS, label=_("延长小时数"), hint=_("按原时限的计时方式计算"))
UNTIL = Input(name="until", kind=InputKind.DATE, label=_("预计恢复日"))
OPINION = Input(name="opinion", kind=InputKind.REASON, label=_("意见"))
RESULT = Input(name="result", kind=InputKind.REASON, label=_("处置结果"))
TARGET = Input(name="target", kind=InputKind.CASE, label=_("并入的案卷编号"))
LEVEL = Input(
    name="level",
    kind=InputKind.CHOICE,
    label=_("督办级别"),
    choices=tuple((one.value, one.label) for one in SupervisionLevel if one.value),
)
MINUTES = Input(name="minutes", kind=InputKind.REASON, label=_("会商纪要"))
PART = Input(name="part", kind=InputKind.TEXT, label=_("分工"))
FIRST = Input(name="first_opinion", kind=InputKind.REASON, label=_("一方单位意见"))
SECOND = Input(name="second_opinion", kind=InputKind.REASON, label=_("另一方单位意见"))
BECOMES_RULE = Input(
    name="becomes_rule",
    kind=InputKind.FLAG,
    label=_("作为以后的派遣规则"),
    hint=_("同一街道同一小类以后照此派遣"),
    is_required=False,
)
SATISFACTION = Input(
    name="satisfaction",
    kind=InputKind.CHOICE,
    label=_("满意度"),
    choices=tuple((one.value, one.label) for one in Satisfaction if one.value),
)
CATEGORY = Input(name="category", kind=InputKind.CATEGORY, label=_("小类"), is_required=False)
PLACE = Input(name="place", kind=InputKind.TEXT, label=_("位置"), is_required=False)
LON = Input(name="lon", kind=InputKind.TEXT, label=_("经度"), is_required=False)
LAT = Input(name="lat", kind=InputKind.TEXT, label=_("纬度"), is_required=False)
CLOSING = Input(
    name="closing_rule", kind=InputKind.FLAG, label=_("现场已达到结案条件"), hint=_("对照立案条件写明的结案要求")
)

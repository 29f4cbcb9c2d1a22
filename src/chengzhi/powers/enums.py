"""Vocabulary of the list of powers; stored values never change."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class StatuteRank(TextChoices):
    """The rank of a text; only the first five may set a penalty (行政处罚法第十六条)."""

    LAW = "law", _("法律")
    REGULATION = "regulation", _("行政法规")
    LOCAL_REGULATION = "local_regulation", _("地方性法规")
    RULE = "rule", _("部门规章")
    LOCAL_RULE = "local_rule", _("地方政府规章")
    NORMATIVE = "normative", _("规范性文件")


class ListState(TextChoices):
    """Where a version of a list stands."""

    DRAFT = "draft", _("草案")
    IN_REVIEW = "in_review", _("合法性审核中")
    REVIEWED = "reviewed", _("审核通过")
    APPROVED = "approved", _("已批准待公布")
    PUBLISHED = "published", _("已公布")
    SUPERSEDED = "superseded", _("已有后续版本")
    WITHDRAWN = "withdrawn", _("已废止")
    DROPPED = "dropped", _("草案作废")


class ItemKind(TextChoices):
    """What sort of power an item is."""

    LICENCE = "licence", _("行政许可")
    PENALTY = "penalty", _("行政处罚")
    COERCION = "coercion", _("行政强制")
    LEVY = "levy", _("行政征收")
    PAYMENT = "payment", _("行政给付")
    INSPECTION = "inspection", _("行政检查")
    CONFIRMATION = "confirmation", _("行政确认")
    REWARD = "reward", _("行政奖励")
    RULING = "ruling", _("行政裁决")
    OTHER = "other", _("其他行政权力")


class Precondition(TextChoices):
    """What must have happened before a fine; ``unclear`` always goes to legal review."""

    NONE = "none", _("没有前置条件")
    NOT_CORRECTED = "not_corrected", _("逾期不改正")
    REFUSED = "refused", _("拒不改正")
    PERSUADED_FIRST = "persuaded_first", _("先说服教育，拒不改正")
    RESULT = "result", _("造成严重后果")
    NOT_CORRECTED_OR_RESULT = "not_corrected_or_result", _("逾期不改正或者造成严重后果")
    GRAVE = "grave", _("情节严重")
    UNCLEAR = "unclear", _("前置条件不明，先送法制审核")

    @property
    def needs_order(self) -> bool:
        """Tell whether an order to correct must have been served before a fine."""
        return self in {Precondition.NOT_CORRECTED, Precondition.REFUSED, Precondition.PERSUADED_FIRST}


class Discretion(TextChoices):
    """Whether the article says that the body shall or may fine."""

    SHALL = "shall", _("应当")
    MAY = "may", _("可以")


class Counterpart(TextChoices):
    """Whom a tier speaks of."""

    UNIT = "unit", _("单位")
    PERSON = "person", _("个人")
    ANY = "any", _("单位或个人")

    def covers(self, who: str) -> bool:
        return who in {self, Counterpart.ANY} or self is Counterpart.ANY


class AmountUnit(TextChoices):
    """What the figures of a tier are multiplied with; ``unset`` where the article names no amount."""

    YUAN = "yuan", _("元")
    PER_TREE = "per_tree", _("元/株")
    PER_SQUARE_METRE = "per_square_metre", _("元/平方米")
    PER_CUBIC_METRE = "per_cubic_metre", _("元/立方米")
    TIMES = "times", _("倍")
    PERCENT = "percent", _("%")
    UNSET = "unset", _("未定额")
    NO_FINE = "no_fine", _("没有罚款")

    @property
    def needs_base(self) -> bool:
        """Tell whether a quantity or a value must be known before there is an amount."""
        return self not in {AmountUnit.YUAN, AmountUnit.UNSET, AmountUnit.NO_FINE}


class PowerLevel(TextChoices):
    """At which level a power is exercised."""

    CITY = "city", _("市级")
    DISTRICT = "district", _("县级")
    STREET = "street", _("镇级")


class ExerciseGround(TextChoices):
    """Why this body may exercise the power."""

    STATUTORY = "statutory", _("法定职权")
    CONCENTRATED = "concentrated", _("相对集中行政处罚权")
    DELEGATED = "delegated", _("赋权街道（乡镇）")


class Severity(TextChoices):
    """The tiers of a discretion benchmark, lightest first."""

    SLIGHT = "slight", _("轻微")
    ORDINARY = "ordinary", _("一般")
    SERIOUS = "serious", _("严重")
    GRAVE = "grave", _("特别严重")


class Effect(TextChoices):
    """What a circumstance does to a penalty."""

    SHALL_EXEMPT = "shall_exempt", _("应当不予处罚")
    MAY_EXEMPT = "may_exempt", _("可以不予处罚")
    SHALL_MITIGATE = "shall_mitigate", _("应当从轻或者减轻")
    MAY_MITIGATE = "may_mitigate", _("可以从轻或者减轻")
    AGGRAVATE = "aggravate", _("从重")


class TransitionChange(TextChoices):
    """How a new statute differs from the one it took the place of, for one matter."""

    SAME = "same", _("数额不变")
    HEAVIER = "heavier", _("加重")
    LIGHTER = "lighter", _("减轻")
    CONDITION = "condition", _("前置条件改变")
    ELEMENTS = "elements", _("构成要件改变")
    LIMITATION = "limitation", _("追责时效改变")


class DepartureState(TextChoices):
    """Where a wish to depart from the benchmark stands."""

    ASKED = "asked", _("待审批")
    APPROVED = "approved", _("已批准")
    REFUSED = "refused", _("未批准")

"""The closed lists of the grid."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """Level of a division; the length of its code follows: 6, 9, 12 digits."""

    DISTRICT = "district", _("区")
    STREET = "street", _("街道")
    COMMUNITY = "community", _("社区")


class ChangeKind(models.TextChoices):
    """What happened to a division code."""

    MERGE = "merge", _("合并")
    RENAME = "rename", _("更名")
    RECODE = "recode", _("换码")


class Grade(models.TextChoices):
    """Management grade of a cell; filing standards set their limits by it."""

    A = "A", _("A 类区域")
    B = "B", _("B 类区域")
    C = "C", _("C 类区域")


class LandUse(models.TextChoices):
    """Main use of the land of a cell."""

    RESIDENTIAL = "residential", _("居住")
    COMMERCIAL = "commercial", _("商业")
    PUBLIC = "public", _("公共服务")
    INDUSTRIAL = "industrial", _("工业仓储")
    TRANSPORT = "transport", _("道路交通")
    GREEN = "green", _("绿地")
    WATER = "water", _("水域")
    RURAL = "rural", _("农村")
    OTHER = "other", _("其他")


class DutyKind(models.TextChoices):
    """In what role somebody answers for a cell."""

    COLLECTOR = "collector", _("采集员")
    CADRE = "cadre", _("社区干部")
    POLICE = "police", _("民警")
    OFFICER = "officer", _("城管队员")
    CLEANER = "cleaner", _("保洁员")
    FIRM = "firm", _("驻区单位")


class PartState(models.TextChoices):
    """State of a part in the register."""

    INTACT = "intact", _("完好")
    DAMAGED = "damaged", _("破损")
    LOST = "lost", _("丢失")
    DISUSED = "disused", _("废弃")
    REMOVED = "removed", _("移除")


class PartChangeKind(models.TextChoices):
    """What was done to an entry of the parts register."""

    REGISTERED = "registered", _("登记")
    MOVED = "moved", _("移位")
    CORRECTED = "corrected", _("更正")
    RETIRED = "retired", _("注销")
    WITHDRAWN = "withdrawn", _("撤回导入")


class PlaceKind(models.TextChoices):
    """Kind of a landmark in the gazetteer."""

    MARKET = "market", _("菜场")
    SCHOOL = "school", _("学校")
    CROSSING = "crossing", _("路口")
    ESTATE = "estate", _("小区")
    PARK = "park", _("公园")
    HOSPITAL = "hospital", _("医院")
    STATION = "station", _("车站")
    SHOP = "shop", _("商场")
    OFFICE = "office", _("机关")
    OTHER = "other", _("其他")


class ImportKind(models.TextChoices):
    """What an import file holds."""

    CELLS = "cells", _("网格")
    PARTS = "parts", _("部件")


class FaultKind(models.TextChoices):
    """What can be wrong with the shape of a cell, alone or beside its neighbours."""

    OVERLAP = "overlap", _("重叠")
    GAP = "gap", _("空隙")
    SLIVER = "sliver", _("碎缝")
    SELF_INTERSECTION = "self_intersection", _("自相交")
    MULTIPART = "multipart", _("多块")
    OUTSIDE = "outside", _("越界")
    EMPTY = "empty", _("无面积")

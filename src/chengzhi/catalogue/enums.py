"""The closed lists of the catalogue."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CategoryKind(models.TextChoices):
    """Parts are things with an owner and a place; events are happenings (GB/T 30428.2-2013)."""

    PART = "part", _("部件")
    EVENT = "event", _("事件")


class Relation(models.TextChoices):
    """How a category of one edition answers to one of another."""

    SAME = "same", _("相同")
    BROADER = "broader", _("较宽")
    NARROWER = "narrower", _("较窄")
    RELATED = "related", _("相近")


class Level(models.TextChoices):
    """Region level a limit holds for; the empty level holds wherever no own level is set."""

    ANY = "", _("不分级")
    A = "A", _("A 类区域")
    B = "B", _("B 类区域")
    C = "C", _("C 类区域")


class Clock(models.TextChoices):
    """Whether time runs through nights and holidays."""

    CONTINUOUS = "continuous", _("连续计时")
    WORKING = "working", _("按工作时间计时")


class HandlerKind(models.TextChoices):
    """Trade of the unit that usually puts a matter right; cases turns it into a unit of the place."""

    NONE = "", _("未定")
    STREET = "street", _("街道综合执法")
    ENFORCEMENT = "enforcement", _("城管执法")
    SANITATION = "sanitation", _("环境卫生")
    GREENING = "greening", _("园林绿化")
    WORKS = "works", _("市政设施")
    DRAINAGE = "drainage", _("排水")
    LIGHTING = "lighting", _("路灯照明")
    WATER_SUPPLY = "water_supply", _("供水")
    GAS = "gas", _("燃气")
    HEATING = "heating", _("供热")
    POWER = "power", _("供电")
    TELECOM = "telecom", _("通信")
    TRAFFIC_POLICE = "traffic_police", _("公安交管")
    POLICE = "police", _("公安")
    TRANSPORT = "transport", _("交通运输")
    CONSTRUCTION = "construction", _("住房城乡建设")
    ECOLOGY = "ecology", _("生态环境")
    RIVERS = "rivers", _("水务河道")
    MARKET = "market", _("市场监管")
    FIRE = "fire", _("消防救援")
    AGRICULTURE = "agriculture", _("农业农村")
    HEALTH = "health", _("卫生健康")
    COMMUNITY = "community", _("社区物业")
    OWNER = "owner", _("产权单位")

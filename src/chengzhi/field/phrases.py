"""Ready phrases for wet hands: a tap writes what is said most, typing remains free."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PHRASES: dict[str, tuple[str, Sequence[Promise]]] = {
    "confirm": ("note", (_("现场属实"), _("范围比说的大"), _("有安全隐患，请快派"))),
    "deny": ("reason", (_("现场没有这个问题"), _("已有人处理好"), _("位置不对，附近也没有"))),
    "pass_check": ("note", (_("已处理好"), _("现场干净整洁"))),
    "fail_check": ("reason", (_("没有处理"), _("只处理了一部分"), _("又出现了"))),
    "feed_back": ("result", (_("已清理干净"), _("已修复，可正常使用"), _("已劝离，现场整改完毕"), _("已设围挡和警示"))),
    "ask_return": ("reason", (_("不属本单位管"), _("位置不在本辖区"), _("要先由其他单位处理"))),
    "ask_extension": ("reason", (_("要等材料或配件"), _("天气不好，不能施工"), _("工程量大"))),
    "ask_hold": ("reason", (_("要等规划或征收"), _("权属有争议"), _("要等上级批准"))),
}


def phrases_for(step: str) -> tuple[str, Sequence[Promise]]:
    """Return the input that phrases go into and the phrases for a step; nothing where there are none."""
    return PHRASES.get(step, ("", ()))

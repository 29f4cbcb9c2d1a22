"""The words that scripts in static/cz/ show, translated by the server so that there is one catalogue."""

from typing import Any

from django.utils.translation import gettext as _


def script_words() -> dict[str, Any]:
    """Return the words by the key the scripts ask for; ``{0}`` marks what the script fills in."""
    return _clock_words() | _form_words() | _map_words() | {"map_locale": _map_locale()}


def _clock_words() -> dict[str, str]:
    return {
        "left": _("还剩 {0}"),
        "over": _("已超 {0}"),
        "days_hours": _("{0} 天 {1} 小时"),
        "days": _("{0} 天"),
        "hours_minutes": _("{0} 小时 {1} 分"),
        "hours": _("{0} 小时"),
        "minutes": _("{0} 分"),
        "left_moment": _("还剩不到 1 分钟"),
        "over_moment": _("已超不到 1 分钟"),
        "light_g": _("正常"),
        "light_y": _("临期"),
        "light_r": _("超时"),
        "light_b": _("暂停"),
        "light_p": _("督办"),
    }


def _form_words() -> dict[str, str]:
    return {
        "draft_saved": _("已存草稿 {0}"),
        "draft_found": _("已恢复 {0} 存的草稿"),
        "draft_drop": _("不用草稿"),
        "photo_remove": _("删去照片 {0}"),
        "photo_away": _("照片暂时打不开"),
        "photo_limit": _("最多 {0} 张，多出的没有加入。"),
        "locating": _("正在定位…"),
        "located": _("已定位，误差约 {0} 米"),
        "locate_denied": _("没有定位：浏览器不许使用位置。请在浏览器设置里允许，或在地图上点、写地址。"),
        "locate_failed": _("没有定位：设备没有给出位置。请到开阔处再试，或在地图上点、写地址。"),
        "no_network": _("没有网络，没有提交。写的内容还在，连上后请再提交。"),
        "server_error": _("没有保存，服务器出错。写的内容还在，请再试一次。"),
        "online": _("已连上网络"),
        "offline": _("没有网络，可继续"),
    }


def _map_words() -> dict[str, str]:
    return {
        "no_webgl": _("这台设备不能显示地图。请用列表，或填写地址。"),
        "map_failed": _("地图数据没有取到。列表仍可用。"),
        "own_base": _("底图：本区区划"),
        "tianditu": _("底图：天地图"),
        "nudge": _("方向键可挪动准星"),
    }


def _map_locale() -> dict[str, str]:
    """Return the words of the map library, by the names it gives them."""
    return {
        "Map.Title": _("地图"),
        "NavigationControl.ZoomIn": _("放大"),
        "NavigationControl.ZoomOut": _("缩小"),
        "ScaleControl.Meters": _("米"),
        "ScaleControl.Kilometers": _("公里"),
        "Popup.Close": _("关闭"),
        "AttributionControl.ToggleAttribution": _("数据来源"),
        "CooperativeGesturesHandler.WindowsHelpText": _("按住 Ctrl 再滚动，可缩放地图"),
        "CooperativeGesturesHandler.MacHelpText": _("按住 ⌘ 再滚动，可缩放地图"),
        "CooperativeGesturesHandler.MobileHelpText": _("用两个手指移动地图"),
    }

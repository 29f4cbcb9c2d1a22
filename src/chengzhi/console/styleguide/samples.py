"""Sample data of the styleguide; made up, and shaped as the components want it."""

from datetime import datetime, timedelta
from itertools import product
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator

from chengzhi.kernel.access import Capacity

CENTRE = (120.87, 32.01)
STREETS = ("城东街道", "学田街道", "文峰街道", "虹桥街道")
Sample = dict[str, Any]


class ReportForm(forms.Form):
    """A form with one of each kind of field."""

    what = forms.CharField(
        label="诉求", widget=forms.Textarea(attrs={"rows": 2}), help_text="按来电人的说法写，不用整理。"
    )
    place = forms.CharField(label="在哪", help_text="写地址、地标或网格号。")
    phone = forms.RegexField(
        r"^\d{11}$", label="手机号", required=False, error_messages={"invalid": "手机号少 1 位，请填 11 位数字。"}
    )
    category = forms.ChoiceField(label="小类", choices=[("1", "暴露垃圾"), ("2", "积存垃圾渣土")])
    answer = forms.ChoiceField(
        label="回访", choices=[("sms", "短信"), ("call", "电话"), ("none", "不用")], widget=forms.RadioSelect
    )
    is_urgent = forms.BooleanField(label="有人受伤、漏电或燃气泄漏", required=False)


def wrong_form() -> ReportForm:
    """Return the form as it comes back with errors, everything typed still in it."""
    return ReportForm({"what": "菜场西门外面垃圾堆了两天，很臭", "place": "", "phone": "1381234662", "category": "1"})


def rows(now: datetime) -> list[Sample]:
    """Return fourteen cases of a work list, late ones first."""
    minutes = (-42, -7, 3, 12, 26, 38, 55, 75, 96, 130, 200, 340, 1500)
    names = ("暴露垃圾", "道路破损", "占道经营", "路灯不亮", "井盖缺失", "违规户外广告", "绿地脏乱")
    places = ("菜场西门成堆", "3 号灯杆", "早餐车占盲道", "学田路口", "人民中路 88 号门前")
    found = [
        {
            "id": f"1123-{400 + place:04d}",
            "title": names[place % len(names)],
            "detail": places[place % len(places)],
            "place": f"{STREETS[place % 4][:2]} · 学田社区",
            "source": ("12345", "采集员", "市民通", "视频")[place % 4],
            "clock": clock(now, left),
            "act": ("受理", "发核实", "立案")[place % 3],
        }
        for place, left in enumerate(minutes)
    ]
    found[3]["clock"] = {**clock(now, 240), "is_supervised": True}
    found.append({**found[4], "id": "1123-0409", "clock": paused(), "act": "", "wait": "等采集员核实"})
    return found


def clock(now: datetime, minutes_left: int) -> Sample:
    due = now + timedelta(minutes=minutes_left)
    return {"due_at": due, "warn_at": due - timedelta(minutes=30)}


def paused() -> Sample:
    return {"is_clock_paused": True, "pause_word": "核实中", "remaining_seconds": 9 * 60}


def capacity() -> Capacity:
    return Capacity(person_name="张丽", post_name="受理员", unit_name="区城市管理监督中心")


def timeline(now: datetime) -> list[Sample]:
    """Return steps of a case, newest first."""
    acts = (
        ("回退", "刘强", "处置员", "城东环卫所", "非本单位管养，属菜场自管", "处置规则 4.2"),
        ("派遣", "李军", "派遣员", "区指挥中心", "交城东环卫所，4 工作小时", "处置规则 2.1"),
        ("立案", "王敏", "值班长", "区监督中心", "立案条件 3-2，B 区", "立案结案规范 3-2"),
        ("受理", "张丽", "受理员", "区监督中心", "小类 01-03 暴露垃圾", ""),
        ("上报", "王**", "诉求人", "", "菜场西门外面垃圾堆了两天，很臭", ""),
    )
    return [
        {
            "at": now - timedelta(minutes=37 * place + 20),
            "act": act, "person": person, "capacity": post, "unit": unit, "detail": detail, "basis": basis,
            "used": f"{8 + 3 * place} 分" if unit else "", "limit": "15 分" if unit else "",
            "paused": "40 分" if act == "回退" else "", "is_late": place == 1,
            "documents": [{"label": "附件 1", "url": "#"}] if act == "回退" else [],
            "proof_url": "#" if unit else "",
        }
        for place, (act, person, post, unit, detail, basis) in enumerate(acts)
    ]  # fmt: skip


def refusals() -> list[Sample]:
    return [
        {"reason": "没有处置后照片。", "basis": "处置规则 4.2", "action_url": "#photo", "action_label": "现在拍"},
        {
            "reason": "延期申请没审完，审完才能反馈。",
            "helper": "派遣员李军",
            "action_url": "#urge",
            "action_label": "催办",
        },
    ]


def page(count: int = 312) -> Page[int]:
    return Paginator(range(count), 50).page(2)


def photo(number: int, by: str, now: datetime) -> Sample:
    """Return a drawn picture with the facts that stand under a photo."""
    shapes = ("<circle cx='160' cy='170' r='70'/>", "<rect x='70' y='120' width='190' height='110'/>")
    picture = (
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 320 240'%3E"
        "%3Crect width='320' height='240' fill='%239fb3c8'/%3E%3Cg fill='%23506478'%3E"
        + shapes[number % 2].replace("<", "%3C").replace(">", "%3E")
        + "%3C/g%3E%3C/svg%3E"
    )
    return {
        "url": picture, "alt": "学田菜场西门", "by": by, "at": now - timedelta(hours=3 - number),
        "distance": 6.0 + number, "hash": "3f9a1c7e" * 8,
    }  # fmt: skip


def points() -> Sample:
    """Return cases and groups around the centre as GeoJSON."""
    lights = "grybg"
    cases = [
        feature(CENTRE[0] + 0.004 * column, CENTRE[1] + 0.003 * line, kind="case", id=f"0{line}{column}7",
                light=lights[(line + column) % 5], title=f"1123-0{line}{column}7 暴露垃圾")
        for line, column in product(range(3), range(4))
    ]  # fmt: skip
    groups = [
        feature(CENTRE[0] - 0.02, CENTRE[1] + 0.01, kind="group", count=57, late=5),
        feature(CENTRE[0] - 0.03, CENTRE[1] - 0.012, kind="group", count=8, late=0),
    ]
    return {"type": "FeatureCollection", "features": cases + groups}


def divisions() -> Sample:
    """Return four squares that stand for streets."""
    size, found = 0.03, []
    for place, name in enumerate(STREETS):
        west, south = CENTRE[0] - size + size * (place % 2), CENTRE[1] - size + size * (place // 2)
        ring = [[west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south]]
        shape = {"type": "Polygon", "coordinates": [ring]}
        facts = {"name": name, "level": "street", "code": str(place)}
        found.append({"type": "Feature", "geometry": shape, "properties": facts})
    return {"type": "FeatureCollection", "features": found}


def feature(lon: float, lat: float, **facts: Any) -> Sample:
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": [lon, lat]}, "properties": facts}


def stages() -> list[SimpleNamespace]:
    """Return the path of a case that is being handled."""
    done = ("上报", "受理", "立案", "派遣")
    return [
        *(SimpleNamespace(label=label, state="done", note="") for label in done),
        SimpleNamespace(label="处置", state="now", note="城东环卫所 刘强"),
        *(SimpleNamespace(label=label, state="next", note="") for label in ("反馈", "核查", "结案")),
    ]


def chips() -> list[Sample]:
    return [
        {"label": "街道", "value": "城东", "remove_url": "#"},
        {"label": "来源", "value": "12345", "remove_url": "#", "count": 14},
    ]


def tabs() -> list[Sample]:
    return [
        {"label": "办理", "url": "#", "active": True, "key": "1"},
        {"label": "照片", "url": "#", "count": 3, "key": "2"},
    ]

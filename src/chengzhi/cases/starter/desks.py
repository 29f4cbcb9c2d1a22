"""Leave fresh work on every desk of the demo, so that whoever signs in finds something to do at any hour."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle
from typing import Any

from django.core.files.base import ContentFile

from chengzhi.cases.models import Case
from chengzhi.cases.selectors import proposed_unit
from chengzhi.cases.services import CaseAct, Told, report_matter, take_step
from chengzhi.catalogue.models import Category
from chengzhi.catalogue.selectors import categories_in_force, find_standards
from chengzhi.evidence.demo import draw_photo, scene_for
from chengzhi.evidence.services import store_media
from chengzhi.grid.models import Place
from chengzhi.grid.selectors import collector_of
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.models import Account
from chengzhi.organisation.demo import demo_sign_ins
from chengzhi.organisation.selectors import capacities_of

WAY = (
    "send_verify", "confirm", "accept", "file", "dispatch", "take_over", "hand_down", "feed_back", "pass_inspection",
    "send_check", "pass_check", "close",
)  # fmt: skip
DESKS: tuple[tuple[str, str, str], ...] = (
    ("", "暴露生活垃圾", "菜场西门垃圾堆了两天，很臭"),
    ("", "占道经营", "早餐车占了盲道，老人走不过去"),
    ("", "路灯", "三号楼前的路灯不亮，晚上看不见路"),
    ("send_verify", "暴露生活垃圾", "泡沫箱和菜叶堆在路口"),
    ("confirm", "非机动车乱停放", "共享单车倒了一片"),
    ("accept", "暴露生活垃圾", "垃圾袋扔在绿化带旁边"),
    ("file", "道路不洁", "渣土车漏了一路"),
    ("dispatch", "暴露生活垃圾", "装修垃圾堆在小区门口"),
    ("take_over", "道路不洁", "路面全是泥水"),
    ("hand_down", "暴露生活垃圾", "沿河步道有成片垃圾"),
    ("feed_back", "道路不洁", "落叶几天没扫，下雨很滑"),
    ("pass_inspection", "暴露生活垃圾", "公交站旁垃圾满地"),
    ("send_check", "道路不洁", "工地门口带泥上路"),
    ("pass_check", "暴露生活垃圾", "学校围墙边有垃圾堆"),
)
MINUTES_A_STEP = 1.5


@dataclass(frozen=True, slots=True)
class Staff:
    """The first person of each role that the loop needs."""

    by_role: dict[str, Capacity]

    def __getitem__(self, role: str) -> Capacity:
        return self.by_role[role]


def leave_work_on_every_desk() -> int:
    """A few matters of the last minutes wait at each stage for the first account of its role; return how many."""
    staff = _staff()
    places = _places_of(staff["collector"])
    categories = {one.name: one for one in categories_in_force()}
    done = 0
    for (last, name, words), place in zip(DESKS, cycle(places), strict=False):
        if name in categories:
            _prepare(staff, categories[name], place, words, last)
            done += 1
    return done


def _staff() -> Staff:
    found: dict[str, Capacity] = {}
    for one in demo_sign_ins():
        held = capacities_of(Account.objects.get(username=one.username))
        if held:
            found[one.role] = held[0]
    return Staff(found)


def _places_of(collector: Capacity) -> list[Place]:
    """Return places whose cells the collector answers for."""
    near = Place.objects.select_related("cell").filter(cell__code__startswith=(collector.territory or ("",))[0])
    mine = []
    for place in near.order_by("pk"):
        duty = collector_of(place.cell.code) if place.cell else None
        if duty and duty.person_id == collector.person_id:
            mine.append(place)
        if len(mine) == len(DESKS):
            break
    return mine or list(near[: len(DESKS)])


def _prepare(staff: Staff, category: Category, place: Place, words: str, last: str) -> None:
    steps = WAY[: WAY.index(last) + 1] if last else ()
    begun = clock.now() - timedelta(minutes=MINUTES_A_STEP * (len(steps) + 1))
    told = Told(
        channel="hotline", words=words, category_id=category.pk, place=place.name, lon=place.lon, lat=place.lat,
        reporter_name="王女士", reporter_phone="13912346621", callback="sms",
    )  # fmt: skip
    with clock.at(begun):
        case = Case.objects.select_related("category").get(pk=report_matter(told, capacity=staff["acceptor"]).case_id)
    for number, step in enumerate(steps, start=1):
        with clock.at(begun + timedelta(minutes=MINUTES_A_STEP * number)):
            who, values = ACTS[step](staff, case)
            take_step(case, step, CaseAct(capacity=who, values=values))


Acting = Callable[[Staff, Case], tuple[Capacity, dict[str, Any]]]


def _plain(role: str, **values: Any) -> Acting:
    return lambda staff, _case: (staff[role], values)


def _with_photo(role: str, *, is_after: bool, **values: Any) -> Acting:
    def act(staff: Staff, case: Case) -> tuple[Capacity, dict[str, Any]]:
        picture = draw_photo(
            scene_for(case.category.name), seed=case.number, taken_at=clock.now(), lon=case.lon or 0, lat=case.lat or 0,
            is_after=is_after,
        )  # fmt: skip
        upload = ContentFile(picture, name="现场.jpg")
        item = store_media(upload=upload, capacity=staff[role], source="camera", lon=case.lon, lat=case.lat)
        return staff[role], {**values, "media": [item.pk]}

    return act


def _file(staff: Staff, case: Case) -> tuple[Capacity, dict[str, Any]]:
    return staff["duty_leader"], {"standard": find_standards(case.category, case.grade)[0].pk}


def _dispatch(staff: Staff, case: Case) -> tuple[Capacity, dict[str, Any]]:
    unit, _ground = proposed_unit(case)
    return staff["dispatcher"], {"unit": unit.pk if unit else None}


def _hand_down(staff: Staff, _case: Case) -> tuple[Capacity, dict[str, Any]]:
    return staff["department"], {"handler": staff["handler"].appointment_id}


ACTS: dict[str, Acting] = {
    "send_verify": _plain("acceptor"),
    "confirm": _with_photo("collector", is_after=False),
    "accept": _plain("acceptor"),
    "file": _file,
    "dispatch": _dispatch,
    "take_over": _plain("department"),
    "hand_down": _hand_down,
    "feed_back": _with_photo("handler", is_after=True, result="已清理到位"),
    "pass_inspection": _plain("dispatcher"),
    "send_check": _plain("acceptor"),
    "pass_check": _with_photo("collector", is_after=True),
    "close": _plain("duty_leader", closing_rule=True),
}

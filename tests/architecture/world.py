"""A little of everything, and one person who may see all of it: what the tests of every address stand on."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from chengzhi.cases.models import Case, DispatchRule
from chengzhi.cases.services import WhistleCall, blow_whistle, take_summons_step
from chengzhi.catalogue.models import FilingStandard
from chengzhi.console.exports import running, store
from chengzhi.evidence.enums import Source
from chengzhi.evidence.selectors import ready_store
from chengzhi.evidence.services import store_many
from chengzhi.grid.models import Cell, CellDuty, Part
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.models import Account
from chengzhi.kernel.permissions import all_permissions
from chengzhi.organisation.models import Appointment
from tests.factories.city import LAT, LON, SINCE, City, make_city, make_person, make_role
from tests.factories.evidence import jpeg
from tests.factories.loop import case_after, report, step_of

PART = "3206130101000001"
FILE = "msg_id,title,ts,body\n1,垃圾,2019-02-28 11:25,暴露垃圾没人管\n"


def shot() -> SimpleUploadedFile:
    return SimpleUploadedFile("现场.jpg", jpeg(), "image/jpeg")


@dataclass
class World:
    """The city, somebody with every right, a browser of theirs, and a name for each thing that addresses speak of."""

    city: City
    ann: Capacity
    client: Client
    names: dict[str, Any] = field(default_factory=dict)


def make_world() -> World:
    ready_store()
    city = make_city()
    everything = dict.fromkeys(map(str, all_permissions()), Scope.CITY)
    ann = make_person("ann", city.units["cleaning"], make_role("everything", everything))
    client = Client()
    client.force_login(Account.objects.get(pk=ann.account_id))
    world = World(city, ann, client)
    for tell in (_loop, _whistle, _registers, _files, _resident):
        tell(world)
    return world


def _loop(world: World) -> None:
    closed = report(world.city)
    for name in ("send_verify", "confirm", "accept", "file", "dispatch", "take_over"):
        step_of(world.city, closed, name)
    url = reverse("console:act", args=[closed.number, "feed_back"])
    world.client.post(url, {"seen": closed.step_seq, "result": "已清运", "media": [shot()]})
    closed.refresh_from_db()
    for name in ("pass_inspection", "send_check", "pass_check", "close"):
        step_of(world.city, closed, name)
    going = case_after(world.city, "take_over")
    for last in ("send_verify", "accept", "file", "dispatch"):
        case_after(world.city, last)
    mine = store_many(uploads=[shot()], capacity=world.ann, source=Source.UPLOAD)[0]
    world.names |= {
        "case": going.number, "closed": closed.number, "item": closed.media.get(stage="after").item_id, "mine": mine.pk,
    }  # fmt: skip


def _whistle(world: World) -> None:
    call = WhistleCall(
        matter="夜市占道", place="学田菜场西门", gather_at=clock.now() + timedelta(hours=2),
        unit_ids=(world.city.units["cleaning"].pk,), lon=LON, lat=LAT,
    )  # fmt: skip
    rights = {"cases.whistle.blow": Scope.CITY, "cases.case.read": Scope.CITY}
    chief = make_person("olga", world.city.units["street"], make_role("chief", rights))
    blown = blow_whistle(call, capacity=chief)
    ours = blown.summonses.get()
    photo = store_many(uploads=[shot()], capacity=world.ann, source=Source.UPLOAD)[0]
    take_summons_step(ours, "answer", capacity=world.ann, values={"coming": "ann"})
    take_summons_step(ours, "sign_in", capacity=world.ann, values={"media": [photo.pk]})
    world.names |= {"whistle": blown.number, "summons": ours.number, "signed": photo.pk}


def _registers(world: World) -> None:
    facts = {"category_code": "0101", "name": "上水井盖", "valid_from": SINCE, "changed_on": SINCE}
    cell = Cell.objects.get()
    Part.objects.create(code=PART, lon=LON, lat=LAT, cell=cell, **facts)
    dave = Appointment.objects.select_related("person", "post").get(pk=world.city.dave.appointment_id)
    world.names |= {
        "unit": world.city.units["cleaning"].pk, "person": dave.person_id, "post": dave.post_id,
        "account": dave.person.account_id, "cell": cell.code, "duty": CellDuty.objects.get().pk, "part": PART,
        "category": world.city.categories["暴露垃圾"].pk, "standard": FilingStandard.objects.first().pk,  # type: ignore[union-attr]  # there are two
        "rule": DispatchRule.objects.first().pk,  # type: ignore[union-attr]  # there are two
    }  # fmt: skip


def _files(world: World) -> None:
    upload = {"file": SimpleUploadedFile("留言.csv", FILE.encode())}
    begun = world.client.post(reverse("console:import_start", args=["reports"]), upload)
    export, _is_new = store.ask(viewer=world.ann, list_name="doing", title="在办", params={}, conditions=[], expected=1)
    running.write_later(export.account, export.token)
    world.names |= {"import": begun["Location"].split("/")[-3], "export": export.token}


def _resident(world: World) -> None:
    case = Case.objects.get(number=world.names["closed"])
    world.names |= {"token": case.reports.get().token}
    begun = world.client.post(reverse("portal:report"), {"words": "菜场西门垃圾堆了两天"})
    world.names |= {"draft": begun.headers["Location"].strip("/").split("/")[1]}

"""The demo city: registers, catalogue, rules and a first stretch of history that ends now."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import Max, QuerySet
from procrastinate import JobContext
from procrastinate.contrib.django import app

from chengzhi.cases.models import Case
from chengzhi.cases.simulation.stage import AT_ONCE_SECONDS, Stage
from chengzhi.cases.starter.desks import leave_work_on_every_desk
from chengzhi.cases.starter.roles import ROLES
from chengzhi.cases.starter.settings import load_channels, load_rules
from chengzhi.catalogue.services import load_starter_catalogue
from chengzhi.grid.demo import load_demo_grid, load_divisions
from chengzhi.grid.models import Division
from chengzhi.kernel import clock
from chengzhi.kernel.access import SYSTEM
from chengzhi.organisation.demo import TRADES, Street, demo_sign_ins, load_demo_organisation
from chengzhi.organisation.models import Unit
from chengzhi.organisation.services import sync_roles
from chengzhi.staffing.demo import load_demo_certificates

DISTRICT = "320613"
PASSWORD = "chongchuan-demo"  # noqa: S105  the demo's, printed on the screen; production has no default password
FIRST_HOURS, FIRST_PER_DAY = 30, 10
LATER_DAYS, LATER_PER_DAY = 10, 60
SEED = 320613


@dataclass(frozen=True, slots=True)
class DemoCity:
    """What stands after loading."""

    cases: int
    sign_ins: int


def load_demo_city(sign_in_file: Path, say: Callable[[str], None] = lambda _words: None) -> DemoCity:
    """The demo city stands with a short history; a city that already stands is left alone."""
    if not Unit.objects.exists():
        with transaction.atomic():
            say("机构、网格、目录")
            _load_registers()
    if not Case.objects.exists():
        say("近期案卷")
        play_history(hours=FIRST_HOURS, per_day=FIRST_PER_DAY, seed=SEED)
        leave_work_on_every_desk()
        play_longer_history.defer(until=clock.now().isoformat())
    return DemoCity(Case.objects.count(), write_sign_ins(sign_in_file))


def play_history(*, hours: float, per_day: int, seed: int, at_once: float = AT_ONCE_SECONDS) -> int:
    """Play a stretch of history that ends now and return how many reports it made."""
    end = clock.now()
    stage = Stage(seed=seed, start=end - timedelta(hours=hours), end=end, per_day=per_day, at_once=at_once)
    stage.play()
    return stage.reported


@app.task(queueing_lock="cases.demo_history", pass_context=True)
def play_longer_history(context: JobContext, until: str = "", since: str = "") -> None:
    """Let the worker fill in the days before ``until``, while people already look around.

    When the worker is asked to stop, the days from where it got to are left in the queue for the next one. A run that was
    killed has left no ``since``: it goes on where it was.
    """
    end = datetime.fromisoformat(until) if until else clock.now()
    begin = datetime.fromisoformat(since) if since else _left_off(end)
    stage = Stage(seed=SEED + 1, start=begin, end=end, per_day=LATER_PER_DAY, at_once=0)
    rest = stage.play(unfinished=_history(end).filter(is_open=True), is_asked_to_stop=context.should_abort)
    if rest is not None:
        play_longer_history.defer(until=end.isoformat(), since=rest.isoformat())


def _history(end: datetime) -> QuerySet[Case]:
    """Return the cases that only the longer history can have made."""
    return Case.objects.filter(
        opened_at__gte=end - timedelta(days=LATER_DAYS), opened_at__lt=end - timedelta(hours=FIRST_HOURS)
    )


def _left_off(end: datetime) -> datetime:
    last: datetime | None = _history(end).aggregate(last=Max("opened_at"))["last"]
    return last or end - timedelta(days=LATER_DAYS)


def _load_registers() -> None:
    roles = sync_roles(ROLES, capacity=SYSTEM)
    load_divisions()
    demo = load_demo_organisation(roles=roles, streets=_streets(), password=PASSWORD)
    load_demo_certificates()
    load_demo_grid()
    load_starter_catalogue()
    load_channels()
    load_rules(TRADES, dict(demo.street_offices))


def _streets() -> list[Street]:
    """Return the streets of the district with their communities, as the division register has them today."""
    rows = Division.objects.filter(code__startswith=DISTRICT, valid_to=None).order_by("code")
    communities: dict[str, list[tuple[str, str]]] = {}
    for one in rows.filter(level="community"):
        communities.setdefault(one.code[:9], []).append((one.code, one.name))
    return [
        Street(code=one.code, name=one.name, communities=tuple(communities.get(one.code, [])))
        for one in rows.filter(level="street")
    ]


def write_sign_ins(path: Path) -> int:
    """Write who can sign in to a file that the demo prints, and return how many."""
    found = [
        {
            "role": one.role_name,
            "role_en": next((spec.name_en for spec in ROLES if spec.code == one.role), one.role),
            "name": one.person,
            "username": one.username,
            "password": PASSWORD,
            "door": f"/{one.door}/",
        }
        for one in demo_sign_ins()
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
    return len(found)

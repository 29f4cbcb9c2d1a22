"""Play the days: reports arrive, people act when their time comes, the clock jumps from act to act."""

import heapq
import random
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from time import monotonic

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from chengzhi.cases.models import Case
from chengzhi.cases.services import (
    CaseAct,
    Told,
    report_matter,
    report_self_handled,
    take_step,
    watch_deadlines_of,
)
from chengzhi.cases.simulation.cast import Cast
from chengzhi.cases.simulation.plan import Next, next_act, season
from chengzhi.cases.simulation.scenes import MIX, said, spot
from chengzhi.catalogue.models import Category
from chengzhi.catalogue.selectors import categories_in_force
from chengzhi.evidence.demo import draw_photo, scene_for
from chengzhi.evidence.services import store_media
from chengzhi.grid.models import Place
from chengzhi.kernel import calendars, clock
from chengzhi.kernel.access import Capacity, resident
from chengzhi.kernel.errors import BadInput, StepRefused

HOURS = (1, 1, 1, 1, 1, 3, 8, 22, 45, 52, 48, 40, 22, 30, 46, 48, 42, 34, 24, 16, 10, 6, 3, 2)
CHANNELS = (("collector", 78), ("hotline", 10), ("resident", 8), ("camera", 3), ("leader", 1))
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"
AT_ONCE_SECONDS = 0.25
"""How long acts are gathered into one transaction, in real time: one commit for some ten of them."""


@dataclass(order=True, slots=True)
class Due:
    """An act or arrival that waits for its moment."""

    at: datetime
    order: int
    act: Callable[[], None] = field(compare=False)


class Stage:
    """One run of the simulation from one moment to another.

    Acts are committed some at a time, each whole or not at all. ``at_once`` 0 commits each by itself: for a city in
    which people work meanwhile, who would otherwise wait for rows, or meet them locked in another order.
    """

    def __init__(
        self, *, seed: int, start: datetime, end: datetime, per_day: int, at_once: float = AT_ONCE_SECONDS
    ) -> None:
        self.rng = random.Random(seed)
        self.start, self.end, self.per_day, self.at_once = start, end, per_day, at_once
        self.cast = Cast(self.rng)
        self.queue: list[Due] = []
        self.played: set[int] = set()
        self._order = count()
        self.reported = self.steps = self.refused = 0

    def play(
        self,
        progress: Callable[[int], None] = lambda _done: None,
        *,
        unfinished: Iterable[Case] = (),
        is_asked_to_stop: Callable[[], bool] = lambda: False,
    ) -> datetime | None:
        """Play to the end; ``progress`` hears how many reports have been made.

        ``unfinished`` are cases of an earlier run, taken up at the start. Returns None at the end, or from where another
        run has to go on when this one was asked to stop.
        """
        self.cast.assemble()
        self.places = list(Place.objects.select_related("cell").order_by("pk"))
        by_name = {one.name: one for one in categories_in_force()}
        self.categories = [(by_name[name], weight) for name, weight in MIX if name in by_name]
        if not self.places or not self.categories:
            raise BadInput("还没有地点或分类目录，先运行 chengzhi demo 或导入目录。")
        self._schedule_arrivals()
        self._take_up(unfinished)
        while self._goes_on():
            if is_asked_to_stop():
                return self.queue[0].at
            self._play_some()
            progress(self.reported)
        with clock.at(self.end):
            watch_deadlines_of(self.played)
        return None

    def _goes_on(self) -> bool:
        return bool(self.queue) and self.queue[0].at <= self.end

    @transaction.atomic
    def _play_some(self) -> None:
        """Play the next act, and those after it for as long as acts may share a transaction."""
        until = monotonic() + self.at_once
        while self._goes_on():
            due = heapq.heappop(self.queue)
            with clock.at(due.at):
                due.act()
            if monotonic() >= until:
                return

    def _at(self, moment: datetime, act: Callable[[], None]) -> None:
        heapq.heappush(self.queue, Due(moment, next(self._order), act))

    def _schedule_arrivals(self) -> None:
        day = self.start.date()
        while day <= self.end.date():
            for _number in range(round(self.per_day * season(day) * self.rng.uniform(0.85, 1.15))):
                moment = self._moment(day)
                if self.start <= moment <= self.end:
                    self._at(moment, self._arrival)
            day += timedelta(days=1)

    def _take_up(self, unfinished: Iterable[Case]) -> None:
        with clock.at(self.start):
            for case in unfinished:
                self._follow(case, case.steps.latest("seq").name)

    def _moment(self, day: date) -> datetime:
        hour = self.rng.choices(range(24), HOURS)[0]
        second = self.rng.randrange(3600)
        return timezone.make_aware(datetime.combine(day, time(hour, second // 60, second % 60)))

    def _arrival(self) -> None:
        channel = self.rng.choices([name for name, _w in CHANNELS], [weight for _n, weight in CHANNELS])[0]
        category = self.rng.choices([one for one, _w in self.categories], [weight for _c, weight in self.categories])[0]
        place = self.rng.choice(self.places)
        who = self._reporter(channel, place.cell.code if place.cell else "")
        if who is None:
            return
        is_small = channel == "collector" and self.rng.random() < 0.08
        told = self._told(channel, category, place, has_photo=channel in {"collector", "camera"} or is_small)
        if is_small:
            after = self._photo(who, category.name, told, is_after=True)
            report = report_self_handled(replace_media(told, after), capacity=who)
        else:
            report = report_matter(told, capacity=who)
        self.reported += 1
        self._follow(report.case, "report")

    def _reporter(self, channel: str, cell_code: str) -> Capacity | None:
        if channel == "resident":
            return resident()
        if channel == "collector":
            return self.cast.of_territory("cases.case.patrol", cell_code)
        return self.cast.anyone("cases.case.accept")

    def _told(self, channel: str, category: Category, place: Place, *, has_photo: bool) -> Told:
        rng = self.rng
        is_public = channel in {"hotline", "resident"}
        told = Told(
            channel=channel,
            words=said(category.name, rng),
            category_id=category.pk,
            place=spot(place.name, rng),
            lon=place.lon + rng.gauss(0, 0.0003),
            lat=place.lat + rng.gauss(0, 0.0003),
            reporter_name=f"{rng.choice(SURNAMES)}{rng.choice(('先生', '女士'))}" if is_public else "",
            reporter_phone=f"139{rng.randrange(10**7):07d}0" if is_public else "",
            callback="sms" if is_public else "none",
        )
        if not has_photo:
            return told
        return replace_media(told, None, self._photo(resident(), category.name, told, is_after=False))

    def _photo(self, who: Capacity, words: str, told: Told | Case, *, is_after: bool) -> int:
        lon, lat = float(told.lon or 0), float(told.lat or 0)
        seed = f"street {self.rng.randrange(60)}" if isinstance(told, Told) else told.number
        content = draw_photo(scene_for(words), is_after=is_after, seed=seed, taken_at=clock.now(), lon=lon, lat=lat)
        upload = ContentFile(content, name="现场.jpg")
        return store_media(upload=upload, capacity=who, source="camera", taken_at=clock.now(), lon=lon, lat=lat).pk

    def _follow(self, case: Case, last: str) -> None:
        self.played.add(case.pk)
        plan = next_act(case, last, self.cast, self.rng)
        if plan is None or plan.who is None:
            return
        moment = self._when(plan)
        if moment <= self.end:
            self._at(moment, lambda: self._perform(case, plan))

    def _when(self, plan: Next) -> datetime:
        now = clock.now()
        if plan.is_working:
            return calendars.working_time().add(now, int(plan.wait)).at
        later = now + timedelta(seconds=plan.wait)
        return later if later.hour >= 6 else later.replace(hour=6) + timedelta(minutes=self.rng.randrange(90))

    def _perform(self, case: Case, plan: Next) -> None:
        if plan.who is None:
            return
        values = dict(plan.values)
        try:
            with transaction.atomic() if plan.photo else nullcontext():
                if plan.photo:
                    is_after = plan.step in {"feed_back", "pass_check"}
                    values["media"] = [self._photo(plan.who, case.category.name, case, is_after=is_after)]
                take_step(case, plan.step, CaseAct(capacity=plan.who, values=values))
        except (StepRefused, BadInput):
            self.refused += 1
            return
        self.steps += 1
        self._follow(case, plan.step)


def replace_media(told: Told, after: int | None, before: int | None = None) -> Told:
    """Return the same words with photos added."""
    media = (*told.media, before) if before is not None else told.media
    after_media = (*told.after_media, after) if after is not None else told.after_media
    facts = {name: getattr(told, name) for name in Told.__slots__}
    return Told(**{**facts, "media": media, "after_media": after_media})

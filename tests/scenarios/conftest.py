"""A house full of people, each at their own screen: scenarios click as users do and read what the pages say."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from chengzhi.cases.models import Case, Report
from chengzhi.evidence.selectors import ready_store
from chengzhi.kernel import outbox
from chengzhi.kernel.models import Account
from tests.factories.city import LAT, LON, City, make_city
from tests.factories.evidence import jpeg

ON_THE_SPOT = {"erin", "hank"}
DONE = {200, 204, 302}
WAY = (
    ("alice", "send_verify"), ("erin", "confirm"), ("alice", "accept"), ("bob", "file"), ("carol", "dispatch"),
    ("dave", "take_over"), ("dave", "feed_back"), ("carol", "pass_inspection"), ("alice", "send_check"),
    ("erin", "pass_check"), ("bob", "close"),
)  # fmt: skip


def shot(name: str = "现场.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, jpeg(), "image/jpeg")


@dataclass
class House:
    """Everybody's browser, by first name; cases are looked up afresh at every click."""

    city: City
    browsers: dict[str, Client] = field(default_factory=dict)
    visitor: Client = field(default_factory=Client)

    def at(self, name: str) -> Client:
        """Return the browser of a person, signed in."""
        if name not in self.browsers:
            self.browsers[name] = Client()
            self.browsers[name].force_login(Account.objects.get(pk=self.city.people[name].account_id))
        return self.browsers[name]

    def call(self, **told: Any) -> Case:
        """Let alice register a call and return its case."""
        given = {
            "channel": "hotline", "words": "菜场西门外面垃圾堆了两天，很臭", "place": "学田菜场西门", "lon": LON, "lat": LAT,
            "datum": "cgcs2000", "category": self.city.categories["暴露垃圾"].pk, "by_hand": "1", "callback": "sms",
            "phone": "13812346621", "reporter": "王女士", "idempotency_key": uuid4(), **told,
        }  # fmt: skip
        answer = self.at("alice").post(reverse("console:hotline"), given)
        assert answer.status_code == 302, words_of(answer)
        return Report.objects.latest("pk").case

    def click(self, name: str, case: Case, step: str, **values: Any) -> Any:
        """Send the form of an act as the person would, on the screen that is theirs."""
        case.refresh_from_db()
        door = "field" if name in ON_THE_SPOT else "console"
        given = {"seen": case.step_seq, "idempotency_key": uuid4(), **values}
        answer = self.at(name).post(reverse(f"{door}:act", args=[case.number, step]), given)
        case.refresh_from_db()
        return answer

    def act(self, name: str, case: Case, step: str, **values: Any) -> None:
        """Take an act that is expected to succeed."""
        answer = self.click(name, case, step, **values)
        assert answer.status_code in DONE, f"{name} {step}: {words_of(answer)}"

    def refused(self, name: str, case: Case, step: str, **values: Any) -> str:
        """Try an act that is expected to be refused and return what the page says; the case has not moved."""
        case.refresh_from_db()
        before = case.step_seq
        answer = self.click(name, case, step, **values)
        assert answer.status_code in {409, 422}, (name, step, answer.status_code)
        assert case.step_seq == before
        return words_of(answer)

    def page(self, name: str, case: Case) -> str:
        """Return the words of the page of a case as a person sees it."""
        return words_of(self.at(name).get(reverse("console:case", args=[case.number])))

    def on_list(self, name: str, which: str) -> set[str]:
        """Return the numbers that a person finds on a list."""
        rows = self.at(name).get(reverse("console:work_list", args=[which])).context["rows"]
        return {row.case.number for row in rows}

    def follow(self, report: Report) -> str:
        """Return what the reporter reads behind the link they were given."""
        outbox.deliver()
        return words_of(self.visitor.get(reverse("portal:follow", args=[report.token])))

    def bring(self, case: Case, last: str) -> None:
        """Take a case the ordinary way up to and with an act."""
        names = [step for _who, step in WAY]
        for who, step in WAY[: names.index(last) + 1]:
            self.step(who, case, step)

    def step(self, who: str, case: Case, name: str) -> None:
        """Take one act of the ordinary way with what its form needs."""
        given: dict[str, Any] = {
            "confirm": {"media": [shot()]},
            "file": {"standard": self.city.standards["暴露垃圾"].pk},
            "dispatch": {"unit": self.city.units["cleaning"].pk},
            "feed_back": {"result": "已清运", "media": [shot()]},
            "pass_check": {"media": [shot()]},
            "close": {"closing_rule": "on"},
        }.get(name, {})
        self.act(who, case, name, **given)


def words_of(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.fixture
def city(db: None) -> City:
    ready_store()
    return make_city()


@pytest.fixture
def house(city: City) -> Iterator[House]:
    cache.clear()
    yield House(city)
    cache.clear()

"""People of one street cannot see, guess or export what belongs to another: every address of the house is tried."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from chengzhi.cases.enums import MediaStage
from chengzhi.cases.models import Case, CaseMedia
from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors.worklists import LISTS
from chengzhi.cases.services import CaseAct, blow_whistle, report_matter, take_step
from chengzhi.grid.models import Division
from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.errors import BadInput, StepRefused
from chengzhi.organisation.models import Territory
from chengzhi.organisation.services.tokens import sign_in_token
from tests.factories import evidence as made
from tests.factories.city import LAT, LON, SINCE, City, make_division, make_person, make_role, make_unit
from tests.factories.loop import act, told
from tests.faults.conftest import SignIn
from tests.faults.whistling import blown, call

ELSEWHERE = "320613007"
PLACE, WORDS, NAME, PHONE = "密云路八十八号院", "地下室有人私自开挖承重墙", "欧阳保密", "13987654321"
NEVER = "20990101-0001"
STEPS = ("urge", "conclude", "sign_in")
HTMX = {"HX-Request": "true"}
LEAVING = {"accounts/logout/", "i18n/setlang/"}
OPEN = (
    "",
    "report/",
    "divisions.geojson",
    "follow/",
    "r/",
    "accounts/",
    "i18n/",
    "healthz",
    "readyz",
    "console/styleguide/",
)
"""Addresses that residents use without an account: what they show is public, or behind a secret link."""


@dataclass
class Secrets:
    """What lies in the one street, and nobody of the other may learn."""

    case: Case
    items: tuple[int, ...]
    whistle: str
    summons: str
    token: str

    @property
    def words(self) -> tuple[str, ...]:
        return (PLACE, WORDS, NAME, PHONE, self.token, self.whistle)


@pytest.fixture
def secrets(city: City) -> Secrets:
    """Return a matter of the one street with a photo, a phone number and a whistle."""
    given = {"place": PLACE, "words": WORDS, "reporter_name": NAME, "reporter_phone": PHONE, "is_urgent": True}
    found = report_matter(told(city, **given), capacity=city.alice)
    act(found.case, "accept", city.alice)
    photo, evidence = made.stored(), made.stored(made.png(), "b.png")
    CaseMedia.objects.create(case=found.case, item=photo, stage=MediaStage.BEFORE, step_seq=1)
    whistle = blown(city)
    numbers = whistle.number, whistle.summonses.get().number
    return Secrets(found.case, (photo.pk, evidence.pk), *numbers, found.token)


@pytest.fixture
def strangers(city: City) -> dict[str, Capacity]:
    """Return people of the other street: with every right there, with the rights of a collector, of a unit, of a hand."""
    make_division(ELSEWHERE, "street", "城东街道", Division.objects.get(code="320613"))
    street = make_unit("other-street", "street_office", "城东街道办事处")
    Territory.objects.create(unit=street, division_code=ELSEWHERE, valid_from=SINCE)
    known = [one.value for one in Permission]
    roles = {
        "chief": dict.fromkeys(known, Scope.TERRITORY),
        "collector": {"cases.case.read": Scope.TERRITORY, "cases.case.report": Scope.TERRITORY, "cases.case.patrol": Scope.OWN},
        "unit": dict.fromkeys(known, Scope.UNIT),
        "hand": dict.fromkeys(known, Scope.OWN),
    }  # fmt: skip
    return {
        name: make_person(f"外街{name}", street, make_role(f"far-{name}", grants)) for name, grants in roles.items()
    }


def addresses(found: Any = None, before: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give every address of the house with the names of what it takes."""
    for one in (found or get_resolver()).url_patterns:
        path = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from addresses(one, path)
        elif isinstance(one, URLPattern):
            yield path, tuple(one.pattern.converters)


def filled(path: str, values: dict[str, str]) -> str:
    """Return an address with its blanks filled in."""
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: values[found[1]], path.replace("\\Z", "").replace("^", ""))


def blanks(number: str, item: int) -> dict[str, str]:
    return {
        "number": number, "item": str(item), "item_id": str(item), "size": "small", "token": "nothing-of-the-kind",
        "key": "8a6d2a6e-4f9c-4a53-9a51-0d3b9c1c1a11", "step": STEPS[0], "seq": "1",
    }  # fmt: skip


OF_OBJECTS = [
    (path, names) for path, names in addresses() if {"number", "item", "item_id"} & set(names) and not path.startswith("r/")
]  # fmt: skip
OF_LISTS = [path for path, names in addresses() if not names and not path.startswith(OPEN[1:]) and path]


def words_in(answer: Any) -> str:
    """Return everything readable in an answer, also inside a workbook."""
    content = answer.getvalue() if hasattr(answer, "getvalue") else answer.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    return str(content.decode(errors="replace"))


@dataclass
class Browser:
    """Somebody who tries addresses: pages with a session, the interface for programs with a token."""

    pages: Client
    secret: str

    def ask(self, method: str, address: str, given: Any = None, **headers: str) -> Any:
        if address.startswith("/api/"):
            body = json.dumps(given or {})
            sent = {"Authorization": f"Bearer {self.secret}", **headers}
            if method == "get":
                return self.pages.get(address, given, headers=sent)
            return self.pages.post(address, body, content_type="application/json", headers=sent)
        return getattr(self.pages, method)(address, given or {}, headers=headers)


@pytest.fixture
def browsers(strangers: dict[str, Capacity], signed_in: SignIn) -> dict[str, Browser]:
    return {name: browser(one, signed_in) for name, one in strangers.items()}


def browser(capacity: Capacity, signed_in: SignIn) -> Browser:
    return Browser(signed_in(capacity), sign_in_token(capacity=capacity).secret)


def test_the_walk_knows_the_addresses_it_has_to_try() -> None:
    paths = " ".join(path for path, _names in OF_OBJECTS)
    assert len(OF_OBJECTS) >= 15
    for part in (
        "console/case/",
        "console/whistles/",
        "console/map/case/",
        "field/task/",
        "field/media/",
        "api/v1/cases/",
    ):
        assert part in paths
    assert len(OF_LISTS) >= 25


def test_whoever_may_see_the_matter_does(city: City, secrets: Secrets, signed_in: SignIn) -> None:
    page = signed_in(city.alice).get(reverse("console:case", args=[secrets.case.number]))
    assert PLACE in words_in(page)
    assert secrets.case.short_number in words_in(signed_in(city.bob).get(reverse("console:work")))


@pytest.mark.parametrize("who", ["chief", "collector", "unit", "hand"])
def test_no_address_of_anothers_matter_answers_otherwise_than_for_one_that_is_not(
    who: str, browsers: dict[str, Browser], secrets: Secrets
) -> None:
    walk = [one for number in range(3) for one in numbered(secrets, number)]
    for path, values in walk if who == "chief" else walk[:: 3 if who == "collector" else 5]:
        hold_back(browsers[who], path, values, secrets)


def numbered(secrets: Secrets, which: int) -> list[tuple[str, dict[str, str]]]:
    """Return the addresses of one of the secret things: the case, the whistle, the summons, each with its photo."""
    number = (secrets.case.number, secrets.whistle, secrets.summons)[which]
    step = STEPS[which]
    belongs = [(path, names) for path, names in OF_OBJECTS if which == 0 or ("number" in names and "api/" not in path)]
    return [(path, {**blanks(number, secrets.items[0]), "step": step}) for path, _names in belongs]


def hold_back(tried: Browser, path: str, values: dict[str, str], secrets: Secrets) -> None:
    """Hold that an address tells nothing, by whatever method it is asked."""
    never = filled(path, {**values, "number": NEVER, "item": "999999999", "item_id": "999999999"})
    address = filled(path, values)
    for method, headers in (("get", {}), ("post", {}), ("get", HTMX)):
        answer = tried.ask(method, address, **headers)
        wanted = (404, 405) if not address.startswith("/api/") else (404, 405, tried.ask(method, never).status_code)
        assert answer.status_code in wanted, (method, address, answer.status_code)
        said = words_in(answer)
        assert not [one for one in secrets.words if one in said and one not in address], (method, address)


QUERIES: tuple[dict[str, str], ...] = (
    {"q": "承重墙", "words": "开挖承重墙", "lon": str(LON), "lat": str(LAT)},
    {"bbox": f"{LON - 1},{LAT - 1},{LON + 1},{LAT + 1}", "box": f"{LON - 1},{LAT - 1},{LON + 1},{LAT + 1}", "zoom": "17"},
)  # fmt: skip


def lists() -> list[str]:
    """Return every address that shows many things, and every work list."""
    named = [reverse(f"console:{view}", args=[name]) for name in LISTS for view in ("work_list", "work_news")]
    return ["/" + path.replace("\\Z", "") for path in OF_LISTS if path not in LEAVING] + named


@pytest.mark.parametrize("who", ["chief", "collector"])
def test_no_list_search_map_or_feed_shows_it(who: str, browsers: dict[str, Browser], secrets: Secrets) -> None:
    for address in lists():
        for query in QUERIES:
            hold_unnamed(browsers[who].ask("get", address, query), secrets, address)


def hold_unnamed(answer: Any, secrets: Secrets, address: str) -> None:
    said = words_in(answer)
    held = [*secrets.words, secrets.case.number, secrets.case.short_number]
    assert not [one for one in held if one in said], address


@pytest.mark.parametrize("words", ["八十八号", "承重墙", "密云", "87654321", "欧阳", "1"])
def test_a_search_finds_nothing_of_it(words: str, browsers: dict[str, Browser], secrets: Secrets) -> None:
    given = secrets.case.number[-4:] if words == "1" else words
    answer = browsers["chief"].ask("get", reverse("console:search"), {"q": given})
    said = words_in(answer).replace(given, "")
    assert not [one for one in (PLACE, WORDS, NAME, secrets.case.number) if one in said]


@pytest.mark.parametrize("who", ["chief", "unit"])
def test_no_export_holds_it(
    who: str, city: City, strangers: dict[str, Capacity], browsers: dict[str, Browser], secrets: Secrets
) -> None:
    own_case(city, strangers)
    exports = [reverse("console:work_export", args=[name]) for name in LISTS] + [reverse("console:whistles_export")]
    answers = [(address, browsers[who].ask(method, address)) for address in exports for method in ("get", "post")]
    assert any(answer.status_code == 200 for _address, answer in answers)
    for address, answer in answers:
        hold_unnamed(answer, secrets, address)


@pytest.mark.parametrize("part", ["category", "place", "spot", "advice", "caller"])
def test_nothing_is_suggested_to_the_desk_of_another_street(
    part: str, browsers: dict[str, Browser], secrets: Secrets
) -> None:
    told = {
        "words": WORDS[:8],
        "place": PLACE[:3],
        "phone": PHONE,
        "lon": str(LON),
        "lat": str(LAT),
        "channel": "hotline",
    }
    answer = browsers["chief"].ask("post", reverse("console:hotline_help", args=[part]), told)
    shown = words_in(answer)
    assert answer.status_code == 200
    assert not [one for one in (PLACE, WORDS, NAME, secrets.case.short_number, secrets.case.number) if one in shown]


def test_a_batch_with_one_of_anothers_moves_none(
    browsers: dict[str, Browser], strangers: dict[str, Capacity], city: City, secrets: Secrets
) -> None:
    own = own_case(city, strangers)
    both = {"step": "accept", "case": [own.number, secrets.case.number]}
    for view in ("batch", "batch_take"):
        answer = browsers["chief"].ask("post", reverse(f"console:{view}"), both)
        assert answer.status_code == 404
        assert PLACE not in words_in(answer)
    assert {one.state for one in Case.objects.filter(pk__in=[own.pk])} == {"reported"}


def own_case(city: City, strangers: dict[str, Capacity]) -> Case:
    """Return a case of the other street itself, reported by its chief."""
    return report_matter(
        told(city, lon=None, lat=None, place="自家门口", is_urgent=True), capacity=strangers["chief"]
    ).case


def test_nobody_merges_into_what_they_may_not_see(city: City, strangers: dict[str, Capacity], secrets: Secrets) -> None:
    own = own_case(city, strangers)
    said = []
    for target in (secrets.case.number, NEVER):
        with pytest.raises(StepRefused) as refused:
            take_step(own, "merge", CaseAct(capacity=strangers["chief"], values={"target": target}))
        said.append(refused.value.message)
    assert said[0] == said[1]
    assert secrets.case.reports.count() == 1


def test_nobody_blows_a_whistle_for_a_case_they_may_not_see(
    city: City, strangers: dict[str, Capacity], secrets: Secrets
) -> None:
    said = []
    for number in (secrets.case.number, NEVER):
        with pytest.raises(BadInput) as refused:
            blow_whistle(call(city, case_number=number), capacity=strangers["chief"])
        said.append(refused.value.message.replace(number, ""))
    assert said[0] == said[1]


@pytest.mark.parametrize("number", ["secret", NEVER])
def test_no_program_joins_a_report_to_what_it_may_not_see(
    number: str, browsers: dict[str, Browser], secrets: Secrets
) -> None:
    given = {
        "channel": "department",
        "words": "同一件事",
        "join": secrets.case.number if number == "secret" else number,
    }
    answer = browsers["chief"].ask("post", "/api/v1/reports", given, **{"Idempotency-Key": "join-1"})
    assert answer.status_code == 404
    assert secrets.case.reports.count() == 1


def test_the_next_case_of_a_list_is_never_anothers(
    city: City, strangers: dict[str, Capacity], browsers: dict[str, Browser], secrets: Secrets
) -> None:
    own = own_case(city, strangers)
    for name in LISTS:
        page = browsers["chief"].ask("get", reverse("console:case", args=[own.number]), {"from": name})
        assert page.status_code == 200
        assert secrets.case.number not in words_in(page)


def test_a_photo_of_another_cannot_be_handed_in_as_ones_own(
    city: City, strangers: dict[str, Capacity], browsers: dict[str, Browser], secrets: Secrets
) -> None:
    form = {"channel": "department", "words": "试试", "kept": str(secrets.items[0]), "callback": "none"}
    page = browsers["chief"].ask("post", reverse("console:hotline"), form)
    assert f"/upload/{secrets.items[0]}/" not in words_in(page)
    assert CaseMedia.objects.filter(item_id=secrets.items[0]).count() == 1

"""What the pages of whistles read: tabs and their figures, whom a street may call, histories in words."""

from datetime import timedelta
from typing import Any

import pytest

from chengzhi.cases.models import Whistle
from chengzhi.cases.services import WhistleCall, blow_whistle, take_summons_step, take_whistle_step
from chengzhi.console.whistles import selectors as read
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import NotFound
from tests.factories.city import City, make_unit
from tests.factories.media import photo


def blow(city: City, matter: str = "夜市占道", place: str = "学田菜场", **given: Any) -> Whistle:
    call = WhistleCall(
        matter=matter, place=place, gather_at=clock.now() + timedelta(hours=2), unit_ids=(city.units["cleaning"].pk,)
    )
    return blow_whistle(call, capacity=city.olga, **given)


def numbers(viewer: Capacity, **asked: str) -> list[str]:
    return [one.number for one in read.whistle_rows(viewer, **asked)]


def step(whistle: Whistle, name: str, who: Capacity, **values: Any) -> None:
    take_summons_step(whistle.summonses.get(), name, capacity=who, values=values)


def test_a_whistle_stands_on_the_tab_of_its_state(city: City) -> None:
    going, ended = blow(city), blow(city)
    take_whistle_step(ended, "withdraw", capacity=city.olga, values={"reason": "不用来了"})
    assert numbers(city.olga, tab="open") == [going.number]
    assert numbers(city.olga, tab="ended") == [ended.number]
    assert set(numbers(city.olga, tab="ours")) == set(numbers(city.olga, tab="all")) == {going.number, ended.number}
    assert read.tab_counts(city.olga) == {"open": 1, "ended": 1, "ours": 2, "all": 2}


def test_the_called_department_sees_it_but_it_is_not_theirs(city: City, blown: Whistle) -> None:
    assert numbers(city.peter, tab="all") == [blown.number]
    assert numbers(city.peter, tab="ours") == []
    assert read.tab_counts(city.peter)["ours"] == 0


def test_who_was_not_called_counts_nothing(city: City, blown: Whistle) -> None:
    assert read.tab_counts(city.hank) == {"open": 0, "ended": 0, "ours": 0, "all": 0}


@pytest.mark.parametrize(
    ("text", "count"),
    [("夜市", 1), (" 夜市 ", 1), ("学田菜场", 1), ("学田街道", 1), ("路灯", 0), ("", 1), ("%", 0), ("_", 0), ("'", 0)],
)
def test_whistles_are_found_by_matter_place_and_street(city: City, text: str, count: int) -> None:
    blow(city)
    assert len(numbers(city.olga, text=text)) == count


def test_whistles_are_found_by_their_number(city: City, blown: Whistle) -> None:
    assert numbers(city.olga, text=blown.number[-6:].lower()) == [blown.number]


def test_those_called_and_those_who_came_are_counted_apart(city: City, blown: Whistle) -> None:
    assert [(one.called, one.came) for one in read.whistle_rows(city.olga)] == [(1, 0)]
    step(blown, "answer", city.peter, coming="王强")
    step(blown, "sign_in", city.peter, media=[photo().pk])
    assert [(one.called, one.came) for one in read.whistle_rows(city.olga)] == [(1, 1)]


def test_the_summons_whose_limit_ends_first_stands_in_front(city: City, blown: Whistle) -> None:
    assert read.front(blown) == blown.summonses.get()
    step(blown, "excuse", city.olga, reason="已商定")
    assert read.front(Whistle.objects.get()) is None


def test_the_likeliest_act_is_the_first_that_can_be_taken(city: City, blown: Whistle) -> None:
    summons = blown.summonses.get()
    first = read.likeliest(summons, city.peter)
    assert first is not None
    assert first.name == "answer"
    assert read.likeliest(summons, city.hank) is None


def test_acts_are_parted_into_open_and_blocked(city: City, blown: Whistle) -> None:
    found = read.deeds(blown, city.olga)
    assert "conclude" in {one.step.name for one in found.blocked}
    assert "withdraw" in {one.step.name for one in found.open}
    assert found.is_next_open is False
    assert read.Deeds([], []).is_next_open is False


def test_once_all_have_reported_the_next_act_is_open(city: City, blown: Whistle) -> None:
    step(blown, "excuse", city.olga, reason="已商定")
    assert read.deeds(Whistle.objects.get(), city.olga).is_next_open


def test_a_street_calls_departments_but_not_itself(city: City) -> None:
    names = {one.name: answers for one, answers in read.called_units(city.olga)}
    assert names == {"环卫处": True}


def test_squads_of_a_street_are_left_out_and_those_of_a_department_are_not(city: City) -> None:
    office = make_unit("urban", "urban_office", "城综办", city.units["street"])
    make_unit("own-squad", "squad", "街道综合执法队", office)
    make_unit("other-squad", "squad", "市容中队", city.units["cleaning"])
    names = {one.name for one, _answers in read.called_units(city.olga)}
    assert "市容中队" in names
    assert "街道综合执法队" not in names


def test_who_cannot_answer_is_told_apart(city: City) -> None:
    make_unit("gardens", "department", "园林处")
    found = {one.name: answers for one, answers in read.called_units(city.olga)}
    assert found == {"环卫处": True, "园林处": False}


def test_a_form_sent_twice_finds_the_first_whistle(city: City) -> None:
    first = blow(city, key="abc")
    assert read.blown_with(city.olga, "abc") == first
    assert read.blown_with(city.olga, "other") is None
    assert read.blown_with(city.peter, "abc") is None
    assert read.blown_with(city.olga, "") is None


def test_only_the_photo_of_a_sign_in_is_given(city: City, blown: Whistle) -> None:
    taken, other = photo(), photo()
    step(blown, "answer", city.peter, coming="王强")
    step(blown, "sign_in", city.peter, media=[taken.pk])
    whistle = Whistle.objects.get()
    assert read.sign_in_photo(whistle, whistle.summonses.get().signed_photo_id or 0).pk == taken.pk
    with pytest.raises(NotFound):
        read.sign_in_photo(whistle, other.pk)


def test_the_history_is_told_newest_first_with_whom_it_concerns(city: City, blown: Whistle) -> None:
    step(blown, "dispute", city.peter, reason="属园林处")
    step(blown, "insist", city.olga, reason="路段归你们")
    rows = read.history(Whistle.objects.get())
    assert [row["person"] for row in rows] == ["olga", "peter", "olga"]
    assert "环卫处" in rows[0]["detail"]
    assert "路段归你们" in rows[0]["detail"]
    assert "属园林处" in rows[1]["detail"]
    assert "召集环卫处" in rows[2]["detail"]
    assert "集合" in rows[2]["detail"]


def test_an_answer_after_its_limit_is_late(city: City, blown: Whistle) -> None:
    with clock.at(clock.now() + timedelta(minutes=45)):
        step(blown, "answer", city.peter, coming="王强")
        late = read.history(Whistle.objects.get())[0]
    assert late["is_late"]
    assert (late["used"], late["limit"]) == ("45 分", "30 分")

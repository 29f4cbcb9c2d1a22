"""The simulated city works through the real services, and plays the same twice."""

from datetime import datetime, timedelta

import pytest

from chengzhi.cases.models import Case
from chengzhi.cases.services import Told
from chengzhi.cases.simulation.stage import Stage, replace_media
from chengzhi.cases.starter import demo
from chengzhi.evidence.selectors import ready_store
from chengzhi.kernel import clock
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.procedures import verify_chain
from chengzhi.kernel.workdays import CHINA

NINE = datetime(2026, 11, 16, 9, tzinfo=CHINA)


@pytest.mark.django_db
def test_a_morning_of_the_city_goes_through_the_one_door() -> None:
    ready_store()
    demo._load_registers()
    stage = Stage(seed=7, start=NINE, end=NINE + timedelta(hours=4), per_day=40)
    heard: list[int] = []
    stage.play(heard.append)
    assert stage.reported == Case.objects.count() > 3
    assert stage.steps > stage.reported
    assert heard[-1] == stage.reported
    assert all(verify_chain(case).is_whole for case in Case.objects.all())
    assert all(NINE <= case.opened_at <= NINE + timedelta(hours=4) for case in Case.objects.all())


@pytest.mark.django_db
def test_without_a_city_there_is_no_play() -> None:
    with pytest.raises(BadInput, match="先运行"):
        Stage(seed=1, start=NINE, end=NINE, per_day=1).play()


def test_photos_are_added_to_what_was_told() -> None:
    told = Told(channel="collector", words="垃圾", category_id=1, media=(1,))
    both = replace_media(told, 3, 2)
    assert (both.media, both.after_media, both.words) == ((1, 2), (3,), "垃圾")
    assert replace_media(told, None) == told
    assert clock.now() > NINE

"""The registers every intake asks: categories, active channels, limits of stages."""

import pytest
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from chengzhi.cases.enums import Clock
from chengzhi.cases.models import Case, Channel, StageLimit
from chengzhi.cases.selectors.registers import (
    active_channels,
    known_categories,
    known_channels,
    stage_limits,
    with_registers,
)
from chengzhi.cases.services import rules
from chengzhi.catalogue.models import Category
from chengzhi.kernel.access import SYSTEM
from chengzhi.kernel.clocks import ClockLimit
from tests.factories.city import City
from tests.factories.loop import report

pytestmark = pytest.mark.django_db


def test_categories_are_known_by_their_key(city: City) -> None:
    garbage = city.categories["暴露垃圾"]
    assert known_categories()[garbage.pk].name == "暴露垃圾"
    assert 0 not in known_categories()


def test_a_closed_channel_is_not_among_the_active_ones(city: City) -> None:
    assert "hotline" in active_channels()
    Channel.objects.filter(code="hotline").update(is_active=False)
    assert "hotline" not in active_channels()


def test_limits_are_given_by_clock_in_seconds(city: City) -> None:
    StageLimit.objects.update_or_create(clock=Clock.ACCEPT, defaults={"minutes": 15, "is_working": True})
    assert stage_limits()[Clock.ACCEPT] == ClockLimit(seconds=900, is_working=True, schedule="default")


@pytest.mark.usefixtures("remembered")
def test_a_channel_closed_here_is_closed_at_once(
    city: City, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    active_channels()
    channel = Channel.objects.get(code="hotline")
    with django_capture_on_commit_callbacks(execute=True):
        rules.change_channel(
            capacity=SYSTEM, channel=channel, name=channel.name, is_public=channel.is_public, is_active=False
        )
    assert "hotline" not in active_channels()


@pytest.mark.usefixtures("remembered")
def test_a_limit_set_or_cleared_here_holds_at_once(
    city: City, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        rules.set_stage_limit(capacity=SYSTEM, stage=Clock.ACCEPT, minutes=7, is_working=False)
    assert stage_limits()[Clock.ACCEPT].seconds == 420
    with django_capture_on_commit_callbacks(execute=True):
        rules.clear_stage_limit(capacity=SYSTEM, stage=Clock.ACCEPT)
    assert Clock.ACCEPT not in stage_limits()


def test_a_case_gets_its_category_and_channel_from_memory(
    city: City, remembered: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    case = Case.objects.get(pk=report(city).pk)
    known_categories()
    known_channels()
    with django_assert_num_queries(0):
        with_registers(case)
        assert (case.category.name, case.channel.code) == ("暴露垃圾", "hotline")


def test_a_category_newer_than_the_memory_is_read_when_it_is_asked(city: City, remembered: None) -> None:
    known_categories()
    new = Category.objects.get(pk=city.categories["占道经营"].pk)
    new.pk, new.name, new.code, new.key = None, "新类", "0599", "新类"
    new.save()
    case = report(city)
    Case.objects.filter(pk=case.pk).update(category=new)
    case = Case.objects.get(pk=case.pk)
    with_registers(case)
    assert case.category.name == "新类"

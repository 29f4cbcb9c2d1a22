import pytest

from chengzhi.cases.models import Channel, DispatchRule
from chengzhi.cases.starter.settings import CHANNELS, load_channels, load_rules
from tests.factories.city import SINCE, make_city, make_unit

pytestmark = pytest.mark.django_db


def test_the_channels_of_the_trade_stand_and_own_ones_stay() -> None:
    Channel.objects.create(code="hotline", name="我们的热线", kind="hotline")
    load_channels()
    load_channels()
    assert Channel.objects.count() == len(CHANNELS)
    assert Channel.objects.get(code="hotline").name == "我们的热线"


def test_a_rule_stands_for_every_trade_and_street_with_a_unit() -> None:
    make_unit("hwc", "department", "环卫处")
    make_unit("xt", "street_office", "学田街道办事处")
    made = load_rules({"sanitation": "hwc", "works": "nobody"}, {"320613006": "xt"})
    assert made == DispatchRule.objects.count() == 4
    assert set(DispatchRule.objects.exclude(division_code="").values_list("handler", flat=True)) == {
        "street", "enforcement", "community",
    }  # fmt: skip
    assert DispatchRule.objects.filter(valid_from=SINCE).count() == 4


def test_own_rules_are_left_alone() -> None:
    make_city()
    before = DispatchRule.objects.count()
    make_unit("hwc", "department", "环卫二处")
    load_rules({"sanitation": "hwc"}, {})
    assert DispatchRule.objects.count() == before

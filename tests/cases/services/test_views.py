import pytest

from chengzhi.cases.models import SavedView
from chengzhi.cases.selectors.worklists import WorkQuery
from chengzhi.cases.services.views import MOST_VIEWS, drop_view, save_view
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import BadInput, Forbidden
from tests.factories.city import City, make_city

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return make_city()


def save(viewer: Capacity, name: str, address: str = "street=320613006") -> SavedView:
    return save_view(name=name, query=WorkQuery(name="doing"), address=address, capacity=viewer)


def test_a_view_is_kept_and_the_same_name_is_written_anew(city: City) -> None:
    save(city.alice, " 城东  超时 ")
    view = save(city.alice, "城东 超时", "light=r")
    assert (view.name, view.list_name, view.query) == ("城东 超时", "doing", "light=r")
    assert SavedView.objects.count() == 1


@pytest.mark.parametrize("name", ["", "   ", "字" * 41])
def test_a_view_needs_a_name(city: City, name: str) -> None:
    with pytest.raises(BadInput):
        save(city.alice, name)


def test_there_is_a_bound_to_views(city: City) -> None:
    for n in range(MOST_VIEWS):
        save(city.alice, f"视图 {n}")
    with pytest.raises(BadInput):
        save(city.alice, "多一个")
    assert save(city.alice, "视图 3").pk


def test_without_an_account_nothing_is_kept(city: City) -> None:
    with pytest.raises(Forbidden):
        save(Capacity(), "视图")


def test_one_drops_only_ones_own(city: City) -> None:
    view = save(city.alice, "城东")
    drop_view(pk=view.pk, capacity=city.bob)
    assert SavedView.objects.exists()
    drop_view(pk=view.pk, capacity=city.alice)
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept"), [("甲", "甲"), ("  甲  乙 ", "甲 乙"), ("字" * 40, "字" * 40), ("a\tb", "a b")]
)
def test_a_name_is_kept_with_single_blanks(city: City, typed: str, kept: str) -> None:
    assert save(city.alice, typed).name == kept
    assert str(SavedView.objects.get()) == kept


def test_an_address_too_long_is_cut(city: City) -> None:
    assert len(save(city.alice, "长", "x" * 900).query) == 500


def test_two_people_may_use_the_same_name(city: City) -> None:
    mine, theirs = save(city.alice, "我的"), save(city.bob, "我的")
    assert mine.pk != theirs.pk
    drop_view(pk=theirs.pk, capacity=city.alice)
    assert SavedView.objects.count() == 2
    drop_view(pk=mine.pk, capacity=city.alice)
    assert SavedView.objects.get() == theirs


def test_what_is_gone_is_dropped_again_without_harm(city: City) -> None:
    drop_view(pk=10**9, capacity=city.alice)
    assert not SavedView.objects.exists()

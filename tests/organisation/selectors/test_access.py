"""How far a viewer reaches in the register."""

import pytest

from chengzhi.kernel.access import Scope, resident
from chengzhi.kernel.errors import Forbidden, NotFound
from chengzhi.organisation import selectors
from chengzhi.organisation.models import Person, Unit
from chengzhi.organisation.permissions import Permission
from tests.factories.organisation import make_appointment, make_capacity, make_person, make_post, make_unit
from tests.organisation.conftest import TODAY

READ_UNIT = {Permission.READ_REGISTER: Scope.UNIT}


@pytest.fixture
def colleagues(office: Unit) -> list[Person]:
    """Two people here, one elsewhere, one who left yesterday."""
    here = [make_person(name, pinyin=key) for name, key in (("王敏", "wangmin wm"), ("李军", "lijun lj"))]
    for person in here:
        make_appointment(person, make_post(office))
    elsewhere, left = make_person("赵强", pinyin="zhaoqiang zq"), make_person("孙芳", pinyin="sunfang sf")
    make_appointment(elsewhere, make_post(make_unit("别处")))
    make_appointment(left, make_post(office), until=TODAY)
    return [*here, elsewhere, left]


def test_a_person_elsewhere_does_not_exist_for_the_viewer(office: Unit, colleagues: list[Person]) -> None:
    viewer = make_capacity(READ_UNIT, unit=office)
    assert selectors.access_person(viewer, colleagues[0].pk) == colleagues[0]
    with pytest.raises(NotFound):
        selectors.access_person(viewer, colleagues[2].pk)


def test_access_to_posts_and_appointments_ends_at_the_reach(office: Unit, colleagues: list[Person]) -> None:
    viewer = make_capacity(READ_UNIT, unit=office)
    for held in (colleagues[0].appointments.get(), colleagues[1].appointments.get()):
        assert selectors.access_appointment(viewer, held.pk) == held
        assert selectors.access_post(viewer, held.post_id) == held.post
    foreign = colleagues[2].appointments.get()
    for refused in (
        lambda: selectors.access_appointment(viewer, foreign.pk),
        lambda: selectors.access_post(viewer, foreign.post_id),
    ):
        with pytest.raises(NotFound):
            refused()


def test_a_unit_outside_the_reach_does_not_exist(district: Unit, office: Unit) -> None:
    viewer = make_capacity(READ_UNIT, unit=office)
    for refused in (
        lambda: selectors.access_unit(viewer, district.pk),
        lambda: selectors.unit_history(viewer, district),
        lambda: selectors.unit_successions(viewer, district),
        lambda: selectors.register_acts(viewer, district),
    ):
        with pytest.raises(NotFound):
            refused()


def test_residents_do_not_read_the_register(office: Unit) -> None:
    with pytest.raises(Forbidden):
        selectors.access_unit(resident(), office.pk)

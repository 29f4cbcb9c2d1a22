"""What the forms of the register let one choose from."""

from datetime import date

from chengzhi.console.registers.organisation.fields import Pick
from chengzhi.console.registers.organisation.selectors import people_rows, post_rows, sound_of
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.permissions import OfficialPermission
from chengzhi.kernel.templatetags.cz import named
from chengzhi.organisation.models import Person
from chengzhi.organisation.selectors import UnitRef, reach, roles, units_as_of


def unit_picks(
    viewer: Capacity, right: OfficialPermission, on: date, *, without: frozenset[int] = frozenset()
) -> list[Pick]:
    """Return the units of a day that a right reaches."""
    units = reach(viewer, right)
    found = [one for one in units_as_of(on) if (units is None or one.id in units) and one.id not in without]
    return [Pick(one.id, unit_text(one), initials(one.name)) for one in found]


def unit_text(one: UnitRef) -> str:
    return f"{one.name} · {one.code}"


def initials(name: str) -> str:
    return sound_of(name).split(" ", 1)[0]


def post_picks(viewer: Capacity, right: OfficialPermission, on: date) -> list[Pick]:
    """Return the posts of a day that a right reaches, with how many of their places are taken."""
    units = reach(viewer, right)
    rows = [one for one in post_rows(viewer, on) if units is None or one.unit_id in units]
    return [
        Pick(
            one.pk,
            f"{one.name} · {one.unit.name}（{len(one.holding)}/{one.headcount}）#{one.pk}",
            initials(one.unit.name),
        )
        for one in rows
    ]


def person_picks(viewer: Capacity, on: date) -> list[Pick]:
    """Return the people within reach, each told apart by present post."""
    return [Pick(one.pk, f"{one.name} · {where(one)}#{one.pk}", one.pinyin) for one in people_rows(viewer, on)]


def where(person: Person) -> str:
    held = getattr(person, "current", [])
    return f"{held[0].post.name} · {held[0].post.unit.label} " if held else ""


def role_options(viewer: Capacity) -> list[tuple[int, str]]:
    return [(one.pk, named(one)) for one in roles(viewer)]

"""Divisions on a day, and what became of their codes."""

from datetime import date

from django.db.models import QuerySet

from chengzhi.grid import codes
from chengzhi.grid.models import Division, DivisionChange
from chengzhi.kernel.clock import now
from chengzhi.kernel.errors import NotFound
from chengzhi.organisation.models import in_force

LONGEST_CHAIN = 20


def divisions_in_force(on: date | None = None) -> QuerySet[Division]:
    """Return the divisions that hold on a day (today), ordered by code."""
    return Division.objects.filter(in_force(on or now().date())).order_by("code")


def division(code: str, on: date | None = None) -> Division:
    """Return the division that bears the code on a day (today), or raise NotFound."""
    found = divisions_in_force(on).filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def successor_code(code: str, on: date) -> str | None:
    """Return the code that a division or cell code had become by a day; itself if nothing happened to it.

    A cell follows its community: 320602001001003 became 320613001001003. None where no successor is recorded.
    """
    if codes.is_cell_code(code):
        community = successor_code(code[:12], on)
        return None if community is None else community + code[12:]
    for _link in range(LONGEST_CHAIN):
        change = DivisionChange.objects.filter(old_code=code, on__lte=on).order_by("on", "new_code").first()
        if change is None:
            break
        code = change.new_code
    return code if _was_known(code, on) else None


def predecessor_codes(code: str, on: date) -> tuple[str, ...]:
    """Return the codes that were, on an earlier day, what the code is now: several after a merger, itself if none."""
    waiting, found = [code], []
    while waiting:
        one = waiting.pop()
        older = DivisionChange.objects.filter(new_code=one, on__gt=on).values_list("old_code", flat=True)
        waiting.extend(older)
        if not older or divisions_in_force(on).filter(code=one).exists():
            found.append(one)
    return tuple(sorted(set(found)))


def divisions_as_of(code: str, on: date) -> list[Division]:
    """Return what stood, on a day, where the code stands now or once stood: one division, several, or none."""
    wanted = {code}
    if not divisions_in_force(on).filter(code=code).exists():
        later = successor_code(code, on)
        wanted = {later} if later and later != code else set(predecessor_codes(code, on))
    return list(divisions_in_force(on).filter(code__in=wanted))


def division_as_of(code: str, on: date) -> Division:
    """Return the one division that stood on a day for the code; raises NotFound for none or more than one."""
    found = divisions_as_of(code, on)
    if len(found) != 1:
        raise NotFound
    return found[0]


def _was_known(code: str, on: date) -> bool:
    """Tell whether the code holds on the day, or is one we have no dates for."""
    rows = Division.objects.filter(code=code)
    return rows.filter(in_force(on)).exists() or not rows.filter(valid_to__lte=on).exists()

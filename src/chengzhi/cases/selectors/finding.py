"""Search over cases: by number or its end, telephone, category and its initials, and words; each hit says why."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Reverse
from django.utils.translation import gettext as _

from chengzhi.cases.models import Case, CaseWords, Report
from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors.access import reach_of
from chengzhi.catalogue.models import Category
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.search import query_words, search_query

MOST = 50
SHORTEST_TAIL = 4
LONGEST_PHONE = 15
YEARS_BACK = 2


@dataclass(frozen=True, slots=True)
class Found:
    """A case that was found, and by what."""

    case: Case
    why: str


def case_numbered(viewer: Capacity, text: str) -> str:
    """Return the number of the case that was named in full or without its year, if the viewer sees it, else nothing."""
    typed = text.strip().replace("—", "-").replace("－", "-")
    this_year = clock.now().year
    wanted = [typed, *(f"{year}{typed}" for year in range(this_year, this_year - YEARS_BACK, -1))]
    seen = Case.objects.filter(reach_of(viewer, Permission.READ), number__in=wanted)
    return next(iter(sorted(seen.values_list("number", flat=True), reverse=True)), "")


def find_cases(viewer: Capacity, text: str) -> list[Found]:
    """Return the cases that fit what was typed, within the viewer's reach, each once with the first reason."""
    typed = text.strip()
    found: dict[int, Found] = {}
    for why, condition in _ways(viewer, typed):
        rows = Case.objects.filter(condition, reach_of(viewer, Permission.READ)).select_related("category", "channel")
        # Open ones first, each kind in the order of an index: a common word fits a seventh of a million cases.
        for is_open in (True, False):
            for case in rows.filter(is_open=is_open).order_by("-opened_at", "-id")[: MOST - len(found)]:
                found.setdefault(case.pk, Found(case, why))
        if len(found) >= MOST:
            break
    return list(found.values())


def _ways(viewer: Capacity, typed: str) -> Iterator[tuple[str, Q]]:
    if not typed:
        return
    tail = typed.replace("-", "")
    if typed.isdigit() and len(typed) >= SHORTEST_TAIL:
        yield (
            _("编号尾数是 %(typed)s") % {"typed": typed},
            _holds(typed) & Q(number__endswith=typed),
        )
    if tail.isdigit() and SHORTEST_TAIL <= len(tail) <= LONGEST_PHONE and viewer.may(Permission.READ_CONTACT):
        reports = Report.objects.exclude(reporter_phone="").alias(backwards=Reverse("reporter_phone"))
        reports = reports.filter(backwards__startswith=tail[::-1])
        by_phone = Q(pk__in=reports.values("case")) & reach_of(viewer, Permission.READ_CONTACT)
        yield _("诉求人电话尾数是 %(typed)s") % {"typed": tail}, by_phone
    for category in _categories(typed):
        yield _("小类是%(name)s") % {"name": category.name}, Q(category=category.pk)
    if query_words(typed):
        yield _("内容、位置里有“%(typed)s”") % {"typed": typed}, _holds(typed)


def _holds(typed: str) -> Q:
    return Q(Exists(CaseWords.objects.filter(case=OuterRef("pk"), vector=search_query(typed))))


def _categories(typed: str) -> list[Category]:
    """Return the categories whose name holds what was typed, or whose pinyin initials begin with it."""
    plain = typed.lower()
    by_letters = plain.isascii() and plain.isalpha()
    fits = Q(initials__istartswith=plain) if by_letters else Q(name__contains=typed)
    return list(Category.objects.filter(fits).order_by("name")[:5])

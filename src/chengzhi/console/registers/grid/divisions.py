"""Divisions: the editions of the code list as trees, and how codes passed into one another."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chengzhi.console.errors import explained
from chengzhi.console.registers.grid import reading as read
from chengzhi.console.registers.shell import figures, page_of
from chengzhi.grid.permissions import Permission
from chengzhi.kernel.web import StaffRequest, guarded

CHANGES = "changes"


@guarded(Permission.READ)
@explained
@require_GET
def divisions(request: StaffRequest) -> HttpResponse:
    """Show an edition of the divisions, or the changes between editions."""
    editions, asked = read.division_editions(), request.GET.get("edition", "")
    edition = edition_of(asked, editions)
    is_changes = asked == CHANGES
    text = request.GET.get("q", "").strip()[:40]
    changes = read.division_changes(text) if is_changes else []
    context = {
        "editions": editions,
        "edition": edition,
        "is_changes": is_changes,
        "text": text,
        "page": page_of(request, changes) if is_changes else None,
        "districts": [row for row in read.division_changes() if len(row[0].new_code) == len("320613")],
        "tree": [] if is_changes else read.division_tree(edition),
        "nav_counts": figures(request),
    }
    return render(request, "console/grid/divisions.html", context)


def edition_of(asked: str, editions: list[str]) -> str:
    """Return the edition asked for, the newest where there is none of that name."""
    return asked if asked in editions else next(iter(editions), "")

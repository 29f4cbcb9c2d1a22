"""A case as one line of a list, as HTML.

Written here and not as a template, because a page shows fifty of them and half its time went into them; what is around
the lines is console/work/list.html.
"""

from collections.abc import Iterable
from datetime import datetime
from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from chengzhi.cases.models import Case
from chengzhi.cases.selectors.workrows import WorkRow
from chengzhi.console.work.trail import Trail
from chengzhi.kernel import components, lights
from chengzhi.kernel.templatetags.cz import named
from chengzhi.kernel.templatetags.cz_words import moment_short


def lines(rows: Iterable[WorkRow], trail: Trail, now: datetime) -> SafeString:
    """Return the lines of a table, each with its box to tick, its light, the way to the case and the next act."""
    pick = _("选 %(number)s")
    return SafeString("".join(_line(one, trail, now, pick) for one in rows))


def _line(row: WorkRow, trail: Trail, now: datetime, pick: str) -> str:
    case = row.case
    url, short = escape(trail.case_url(case.number)), escape(case.short_number)
    tick = escape(pick % {"number": case.short_number})
    return (
        f'<tr data-cz-row data-href="{url}">'
        f'<td><input type="checkbox" name="case" value="{escape(case.number)}" data-cz-pick aria-label="{tick}"></td>'
        f'<td data-card="light">{_light(row, now)}</td>'
        f'<td data-card="meta"><a class="cz-id" href="{url}" data-cz-main>{short}</a></td>'
        f'<td data-card="title"><span class="cz-one-line">{_title(row)}</span></td>'
        f'<td data-card="place"><span class="cz-one-line">{_place(case)}</span></td>'
        f"<td>{escape(named(case.channel))}</td>"
        f'<td data-card="act">{_next(row, trail)}</td></tr>\n'
    )


def _light(row: WorkRow, now: datetime) -> str:
    case = row.case
    if not case.is_open:
        return _muted(case.state_label, moment_short(case.closed_at) if case.closed_at else "")
    face = components.ClockFace(
        due_at=case.due_at,
        warn_at=case.warn_at,
        is_paused=case.is_clock_paused,
        pause_word=row.pause_word if case.is_clock_paused else "",
        remaining_seconds=case.remaining_seconds,
        is_supervised=case.is_supervised,
    )
    return lights.light(face, now)


def _title(row: WorkRow) -> str:
    case = row.case
    tags = ""
    if case.joined_reports > 1:
        tags += _tag(_("诉求 %(count)s") % {"count": case.joined_reports})
    if case.rework_count:
        tags += _tag(_("返工 %(count)s") % {"count": case.rework_count})
    name = escape(case.category.name)
    return f'<span class="cz-title">{name}</span> · {escape(row.rest)}{tags}'


def _place(case: Case) -> str:
    return escape(case.area_name or case.place or _("位置未记录"))


def _next(row: WorkRow, trail: Trail) -> str:
    """Return the likeliest act of the viewer, for whom an open case waits, or how a closed one ended."""
    case = row.case
    if row.step:
        url = escape(trail.act_url(case.number, row.step, is_back=True))
        return f'<a class="btn" href="{url}">{escape(str(row.label))}</a>'
    if case.is_open:
        return _muted(row.waiting)
    if case.satisfaction:
        return _muted(case.get_satisfaction_display())
    return _muted(case.get_closure_display() if case.closure else _("不用再办"))


def _muted(words: object, safe: str = "") -> str:
    return f'<span class="cz-muted">{escape(str(words))}{safe and " "}{safe}</span>'


def _tag(words: str) -> str:
    return f' <span class="cz-tag">{escape(words)}</span>'

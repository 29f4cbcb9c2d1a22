"""The light of an open matter as HTML: shape, word, time left and deadline.

Written here and not as a template, because a list shows fifty of them and half its time went into them.
"""

from datetime import datetime
from functools import cache

from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from chengzhi.kernel import components, wording
from chengzhi.kernel.clocks import Light

NOTHING = mark_safe("")  # empty


@cache
def shape(code: str) -> SafeString:
    """Return the sign of a light; its colour never stands alone."""
    return format_html(
        '<svg class="cz-shape cz-shape-{0}" viewBox="0 0 16 16" aria-hidden="true"><use href="{1}#{0}"/></svg>',
        code,
        static("cz/lights.svg"),
    )


def mark(code: str, *, count: int | None = None, word: str = "") -> SafeString:
    """Return sign and word of a light, with how many matters show it where that is told."""
    counted = NOTHING if count is None else format_html('<b class="cz-count">{}</b>', wording.count(count))
    said = word or components.LIGHT_WORDS[code]
    return format_html(
        '<span class="cz-light cz-light-{}">{}<span class="cz-light-word">{}</span>{}</span>',
        code, shape(code), said, counted,
    )  # fmt: skip


def light(face: components.ClockFace, now: datetime, show: str = "full") -> SafeString:
    """Return the light of a matter: ``show`` is full, short (without the deadline) or dot (sign and hidden word)."""
    code = face.light(now)
    runs = face.due_at is not None and not face.is_paused
    inner = [_lit(face, code, now, show)] if code else []
    if code and show == "full" and runs and face.due_at:
        inner.append(_due(face.due_at, now))
    if face.is_supervised:
        inner.append(mark("p"))
    return format_html(
        '<span class="cz-clock cz-clock-{}"{}>{}</span>',
        show,
        _ticking(face) if runs else NOTHING,
        format_html_join(" ", "{}", ((one,) for one in inner)),
    )


def _lit(face: components.ClockFace, code: Light, now: datetime, show: str) -> SafeString:
    hidden = " visually-hidden" if show == "dot" else ""
    left = NOTHING if show == "dot" else format_html(' <span class="cz-light-left">{}</span>', face.left(now))
    return format_html(
        '<span class="cz-light cz-light-{}">{}<span class="cz-light-word{}">{}</span></span>{}',
        code.value, shape(code.value), hidden, conditional_escape(components.LIGHT_WORDS[code]), left,
    )  # fmt: skip


def _due(due_at: datetime, now: datetime) -> SafeString:
    iso = timezone.localtime(due_at).isoformat(timespec="minutes")
    words = wording.deadline(due_at, now)
    return format_html('<span class="cz-light-due"><time datetime="{}">{}</time></span>', iso, words)


def _ticking(face: components.ClockFace) -> SafeString:
    """Return what the script needs to count down in the browser."""
    due = format_html(' data-cz-clock data-due="{}"', _iso(face.due_at))
    return due if face.warn_at is None else due + format_html(' data-warn="{}"', _iso(face.warn_at))


def _iso(at: datetime | None) -> str:
    return timezone.localtime(at).isoformat() if at else ""

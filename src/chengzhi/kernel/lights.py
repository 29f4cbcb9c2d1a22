"""The light of an open matter as HTML: shape, word, time left and deadline.

Written here and not as a template, because a list shows fifty of them and half its time went into them.
"""

from datetime import datetime
from functools import cache, lru_cache
from html import escape as escaped

from django.templatetags.static import static
from django.utils import timezone
from django.utils.safestring import SafeString

from chengzhi.kernel import components, wording
from chengzhi.kernel.clocks import Light


def escape(words: object) -> str:
    """Return words that can stand in HTML, whatever they were; plain, because Django's own escape asks more of them."""
    return escaped(str(words))


@cache
def shape(code: str) -> SafeString:
    """Return the sign of a light; its colour never stands alone."""
    safe, drawing = escape(code), f"{static('cz/lights.svg')}#{escape(code)}"
    return SafeString(
        f'<svg class="cz-shape cz-shape-{safe}" viewBox="0 0 16 16" aria-hidden="true"><use href="{drawing}"/></svg>'
    )


def mark(code: str, *, count: int | None = None, word: str = "") -> SafeString:
    """Return sign and word of a light, with how many matters show it where that is told."""
    counted = "" if count is None else f'<b class="cz-count">{escape(wording.count(count))}</b>'
    said = escape(word or components.LIGHT_WORDS[code])
    return SafeString(
        f'<span class="cz-light cz-light-{escape(code)}">{shape(code)}<span class="cz-light-word">{said}</span>{counted}</span>'
    )


def light(face: components.ClockFace, now: datetime, show: str = "full") -> SafeString:
    """Return the light of a matter: ``show`` is full, short (without the deadline) or dot (sign and hidden word)."""
    code = face.light(now)
    runs = face.due_at is not None and not face.is_paused
    inner = [_lit(face, code, now, show)] if code else []
    if code and show == "full" and runs and face.due_at:
        inner.append(_due(face.due_at, now))
    if face.is_supervised:
        inner.append(mark("p"))
    ticking = _ticking(face) if runs else ""
    return SafeString(f'<span class="cz-clock cz-clock-{escape(show)}"{ticking}>{" ".join(inner)}</span>')


def _lit(face: components.ClockFace, code: Light, now: datetime, show: str) -> str:
    hidden = " visually-hidden" if show == "dot" else ""
    left = "" if show == "dot" else f' <span class="cz-light-left">{escape(face.left(now))}</span>'
    word = escape(components.LIGHT_WORDS[code])
    sign = shape(code.value)
    return f'<span class="cz-light cz-light-{code.value}">{sign}<span class="cz-light-word{hidden}">{word}</span></span>{left}'


def _due(due_at: datetime, now: datetime) -> str:
    words = escape(wording.deadline(due_at, now))
    return f'<span class="cz-light-due"><time datetime="{_iso(due_at, "minutes")}">{words}</time></span>'


def _ticking(face: components.ClockFace) -> str:
    """Return what the script needs to count down in the browser."""
    due = _iso(face.due_at) if face.due_at else ""
    warned = f' data-warn="{_iso(face.warn_at)}"' if face.warn_at else ""
    return f' data-cz-clock data-due="{due}"{warned}'


@lru_cache(maxsize=16_384)
def _iso(at: datetime, precision: str = "auto") -> str:
    return timezone.localtime(at).isoformat(timespec=precision)

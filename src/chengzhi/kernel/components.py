"""What the components of the design system need to know, worked out once for the templates in templates/cz/."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.urls import NoReverseMatch, get_script_prefix, resolve, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chengzhi.kernel import wording
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.clocks import Light, light
from chengzhi.kernel.errors import BadInput, ChengzhiError, StepRefused, SubjectMoved

SUPERVISED = "p"
LIGHT_WORDS = {
    Light.GREEN: gettext_lazy("正常"),
    Light.YELLOW: gettext_lazy("临期"),
    Light.RED: gettext_lazy("超时"),
    Light.BLUE: gettext_lazy("暂停"),
    SUPERVISED: gettext_lazy("督办"),
}
PREFERENCES = {
    "cz_theme": ("auto", "light", "dark"),
    "cz_large": ("0", "1"),
    "cz_sun": ("0", "1"),
    "cz_left": ("0", "1"),
    "cz_keys": ("1", "0"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockFace:
    """The clock of a matter as it stands now; ``warn_at`` is where yellow begins."""

    due_at: datetime | None = None
    warn_at: datetime | None = None
    is_paused: bool = False
    pause_word: str = ""
    remaining_seconds: int | None = None
    is_supervised: bool = False

    def light(self, now: datetime) -> Light | None:
        return light(due_at=self.due_at, warn_at=self.warn_at, is_paused=self.is_paused, at=now)

    def left(self, now: datetime) -> str:
        """Return the time left in words, or what is left of a paused clock."""
        if self.is_paused:
            return wording.paused(self.pause_word, self.remaining_seconds).lstrip("，")
        return wording.time_left(self.due_at, now) if self.due_at else ""


def face_of(clock: Any, given: Mapping[str, Any]) -> ClockFace:
    """Read a clock face from an object or mapping; explicit parameters come first."""

    def fact(name: str, short: str = "") -> Any:
        value = given.get(short or name)
        return value if value is not None else part(clock, name)

    return ClockFace(
        due_at=fact("due_at"),
        warn_at=fact("warn_at"),
        is_paused=bool(fact("is_clock_paused", "paused")),
        pause_word=str(fact("pause_word") or ""),
        remaining_seconds=fact("remaining_seconds"),
        is_supervised=bool(fact("is_supervised", "supervised")),
    )


def part(source: Any, name: str, default: Any = None) -> Any:
    """Return a member of a mapping or an attribute of an object, or the default."""
    if isinstance(source, Mapping):
        return source.get(name, default)
    return getattr(source, name, default)


def reversed_once(name: str, *args: object) -> str:
    """Return the address of a named view, composed once: a page holds a hundred, and its views stand still."""
    return _reversed(get_script_prefix(), name, args)


@lru_cache(maxsize=4096)
def _reversed(_prefix: str, name: str, args: tuple[object, ...]) -> str:
    return reverse(name, args=args)


def address(name: str, *args: object) -> str:
    """Return the address of a named view, or nothing where this installation has no such view."""
    try:
        return reversed_once(name, *args)
    except NoReverseMatch:
        return ""


def address_for(capacity: Capacity | None, name: str) -> str:
    """Return the address of a named view, or nothing where the capacity may not open it; guests may try."""
    url = address(name)
    if not url or capacity is None:
        return url
    rights = _rights(url)
    return url if not rights or any(capacity.may(one) for one in rights) else ""


@lru_cache(maxsize=512)
def _rights(url: str) -> tuple[str, ...]:
    """Return the rights of which one opens the view at an address; none where it is open to all."""
    guard = getattr(resolve(url).func, "cz_guard", "")
    return () if guard.startswith("public") else tuple(one for one in guard.split(",") if "." in one)


def preferences(cookies: Mapping[str, str]) -> dict[str, str]:
    """Return the visitor's display preferences; what is not one of the known values is the first of them."""
    return {
        name: value if (value := cookies.get(name, "")) in allowed else allowed[0]
        for name, allowed in PREFERENCES.items()
    }


def html_attributes(door: str, cookies: Mapping[str, str]) -> dict[str, str]:
    """Return the attributes of <html> besides its language: door, theme, large type, sunlight, left hand."""
    chosen = preferences(cookies)
    attributes = {"data-cz-door": door, "data-cz-theme": chosen["cz_theme"]}
    attributes["data-bs-theme"] = "dark" if chosen["cz_theme"] == "dark" else "light"
    if chosen["cz_large"] == "1":
        attributes["data-cz-large"] = "1"
    if door == "field" and chosen["cz_sun"] == "1":
        attributes |= {"data-cz-sun": "1", "data-bs-theme": "light"}
    if door == "field" and chosen["cz_left"] == "1":
        attributes["data-cz-left"] = "1"
    if chosen["cz_keys"] == "0":
        attributes["data-cz-keys"] = "off"
    return attributes


def form_errors(form: Any) -> list[dict[str, str]]:
    """Return every error of a bound form with the field it belongs to, in the order of the form."""
    found = [{"label": "", "id": "", "message": str(error)} for error in form.non_field_errors()]
    for field in form:
        target = field.id_for_label or f"{field.auto_id}_0"
        found += [{"label": str(field.label), "id": target, "message": str(error)} for error in field.errors]
    return found


def given_errors(errors: Mapping[str, Sequence[str]], form: Any = None) -> list[dict[str, str]]:
    """Return the errors of a BadInput; with the form, each points to its field."""
    fields = {field.name: field for field in form} if form is not None else {}
    found = []
    for name, messages in errors.items():
        field = fields.get(name)
        label, target = (str(field.label), field.id_for_label) if field else ("", f"id_{name}" if name else "")
        found += [{"label": label, "id": target, "message": str(message)} for message in messages]
    return found


def explain(error: Exception, form: Any = None) -> dict[str, Any]:
    """Turn an error of a service into what templates/cz/form_error.html shows."""
    if isinstance(error, BadInput):
        return {"kind": "input", "errors": given_errors(error.errors, form)}
    if isinstance(error, StepRefused):
        return {"kind": "refused", "refusals": error.refusals}
    if isinstance(error, SubjectMoved):
        return {"kind": "moved", "message": error.message, "newer": error.newer}
    message = error.message if isinstance(error, ChengzhiError) else _("没有办成。写的内容还在，请再试一次。")
    return {"kind": "other", "message": message}

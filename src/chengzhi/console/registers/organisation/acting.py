"""Acts on the register as forms: what holds now beside what it becomes, effects counted, every reason shown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from chengzhi.console.errors import go
from chengzhi.console.registers.organisation.fields import day_field, document_field
from chengzhi.console.registers.shell import figures, parsed_day
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import BadInput, NotFound
from chengzhi.kernel.permissions import OfficialPermission, Words
from chengzhi.kernel.web import StaffRequest
from chengzhi.organisation.models import Unit
from chengzhi.organisation.selectors import Effect, preview_change, today


class ActForm(forms.Form):
    """What an act asks for; ``prepare`` adds fields that depend on its subject, ``now`` what holds today by field."""

    is_dated: ClassVar[bool] = False

    def __init__(self, *, viewer: Capacity, subject: Any, asked: Mapping[str, str], **given: Any) -> None:
        super().__init__(use_required_attribute=False, **given)
        self.viewer, self.subject, self.asked = viewer, subject, asked
        self.now: dict[str, str] = {}
        self.reasons: list[dict[str, str]] = []
        self.prepare()
        for one in self.fields.values():
            is_chosen = isinstance(one, forms.ChoiceField)
            words = _("没有选“%(label)s”，请选一项。") if is_chosen else _("没有填“%(label)s”，请填写。")
            one.error_messages["required"] = words % {"label": one.label}

    def prepare(self) -> None:
        """Add what depends on the subject and on what was asked for in the address."""

    def touched(self) -> list[Unit]:
        """Return the units whose people, posts and territories the act concerns."""
        return []

    @property
    def values(self) -> dict[str, Any]:
        return self.cleaned_data

    def day(self) -> date:
        """Return the day of effect as it stands in the form, today while there is none."""
        return parsed_day(str(self["on"].value() or "")) or today()

    def refuse(self, error: BadInput) -> None:
        """Put what a service found wrong beside the fields; what belongs to none are reasons against the act."""
        for name, words in error.errors.items():
            for word in words:
                if name in self.fields:
                    self.add_error(name, word)
                else:
                    self.reasons.append({"reason": word})

    @property
    def compared(self) -> list[dict[str, Any]]:
        """Return the fields that replace something, each with what holds now."""
        return [{"field": self[name], "now": now} for name, now in self.now.items()]

    @property
    def others(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name not in self.now]


class DatedForm(ActForm):
    """An act that takes effect on a day, by a document; both stand last."""

    is_dated = True

    def __init__(self, **given: Any) -> None:
        given["initial"] = {"on": today(), **given.get("initial", {})}
        super().__init__(**given)

    def prepare(self) -> None:
        self.ask()
        self.fields["on"], self.fields["document"] = day_field(), document_field()

    def ask(self) -> None:
        """Add the fields that stand before day and document."""


@dataclass(frozen=True)
class Done:
    """What was achieved, in a sentence, and where to go on (back to the subject by default)."""

    words: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """An act of the register: who may, what it asks, how it is taken."""

    label: Words
    right: OfficialPermission
    form: type[ActForm]
    take: Callable[[Any], Done]
    explains: Words = ""
    is_correction: bool = False
    is_destructive: bool = False


Acts = Mapping[str, Act]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Where an act is taken: whose page it belongs to, and how the addresses of its acts are built."""

    title: str
    back_url: str
    url_name: str
    key: int | str
    acts: Acts
    twins: Mapping[str, str] = field(default_factory=dict)

    def url(self, name: str) -> str:
        return reverse(f"console:{self.url_name}", args=[self.key, name])


def chosen_act(acts: Acts, name: str, viewer: Capacity) -> Act:
    """Return an act by name, or raise NotFound where there is none or the viewer has no right to it."""
    act = acts.get(name)
    if act is None or not viewer.may(act.right):
        raise NotFound
    return act


def open_acts(acts: Acts, viewer: Capacity, url: Callable[[str], str], names: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return links to those of the named acts that the viewer may take."""
    return [
        {"name": name, "label": acts[name].label, "url": url(name), "danger": acts[name].is_destructive}
        for name in names
        if viewer.may(acts[name].right)
    ]


def run(request: StaffRequest, name: str, frame: Frame, subject: Any) -> HttpResponse:
    """Show the form of an act, count its effects while it is filled in, or take it."""
    act = chosen_act(frame.acts, name, request.capacity)
    if request.method == "POST":
        form = form_of(request, act, subject, data=request.POST)
        done = attempt(act, form)
        if done is not None:
            messages.success(request, done.words)
            return go(request, done.url or frame.back_url)
        return shown(request, name, form, frame, status=422)
    if "effects" in request.GET:
        form = form_of(request, act, subject, data=request.GET)
        return render(request, "console/registers/act_effects.html", context_of(request, name, form, frame))
    return shown(request, name, form_of(request, act, subject), frame)


def form_of(request: StaffRequest, act: Act, subject: Any, data: Any = None) -> Any:
    """Return the form of an act; without data it holds what the address asks for."""
    asked = {key: str(value) for key, value in request.GET.items()}
    given: dict[str, Any] = {"data": data} if data is not None else {"initial": asked}
    return act.form(viewer=request.capacity, subject=subject, asked=asked, **given)


def attempt(act: Act, form: Any) -> Done | None:
    """Take an act; None when the form or the service refused it, with all reasons on the form."""
    if not form.is_valid():
        return None
    try:
        return act.take(form)
    except BadInput as error:
        form.refuse(error)
        return None


def shown(request: StaffRequest, name: str, form: Any, frame: Frame, status: int = 200) -> HttpResponse:
    """Show the page of an act."""
    context = {**context_of(request, name, form, frame), "nav_counts": figures(request)}
    return render(request, "console/registers/act.html", context, status=status)


def context_of(request: StaffRequest, name: str, form: Any, frame: Frame) -> dict[str, Any]:
    """Return what the page of an act and its effects show."""
    other = frame.twins.get(name, "")
    twin = frame.acts.get(other)
    return {
        "act": frame.acts[name],
        "form": form,
        "frame": frame,
        "url": request.path,
        "effects": effects_of(request.capacity, form),
        "on": form.day() if form.is_dated else None,
        "twin_url": frame.url(other) if twin and request.capacity.may(twin.right) else "",
    }


def effects_of(viewer: Capacity, form: Any) -> list[tuple[Effect, str]]:
    """Return what the act would touch, counted on its day, each with the list behind the number."""
    units = form.touched()
    if not units:
        return []
    found = preview_change(units=units, on=form.day(), capacity=viewer)
    return [(one, _behind(one, units, form.day()) if one.count else "") for one in found]


LISTS = {"people": "people", "posts": "posts", "territories": "territories", "subordinates": "units"}


def _behind(effect: Effect, units: list[Unit], on: date) -> str:
    name = LISTS.get(effect.code)
    if name is None or len(units) != 1:
        return ""
    return f"{reverse(f'console:{name}')}?unit={units[0].pk}&on={on.isoformat()}"

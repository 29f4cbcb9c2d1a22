"""The hotline clerk's form, what it says back while one types, and what comes after it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from chengzhi.cases.enums import CallbackWay
from chengzhi.cases.models import Report
from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors import access_case
from chengzhi.cases.selectors.counts import nav_counts
from chengzhi.cases.selectors.reporters import desk_channels, earlier_reports, next_move, taken_report
from chengzhi.cases.services import Told, report_matter
from chengzhi.console.errors import explained, named
from chengzhi.console.intake.advice import advice_on, spot_of, texts
from chengzhi.console.intake.categories import CategoryHelp, category_help
from chengzhi.console.intake.dangers import DANGERS, dangers_in
from chengzhi.console.intake.forms import HotlineForm
from chengzhi.console.intake.places import place_help
from chengzhi.console.map.ground import home_view, review_number
from chengzhi.console.work.acts import idempotency_key
from chengzhi.console.work.pictures import kept_pictures, own_items
from chengzhi.evidence.enums import Source
from chengzhi.evidence.models import Item
from chengzhi.evidence.services import store_many
from chengzhi.kernel.digits import whole_number, whole_numbers
from chengzhi.kernel.errors import BadInput, ChengzhiError, NotFound
from chengzhi.kernel.web import StaffRequest, guarded

TAKEN = "taken_reports"
MOST_TAKEN = 20
Context = dict[str, Any]


@dataclass(slots=True)
class Call:
    """One attempt to register what somebody tells."""

    request: StaffRequest
    form: HotlineForm
    help: CategoryHelp
    kept: list[Item] = field(default_factory=list)

    @classmethod
    def read(cls, request: StaffRequest) -> "Call":
        channels = desk_channels(request.capacity)
        if request.method != "POST":
            first = {"channel": channels[0].code if channels else ""}
            return cls(request, HotlineForm(channels=channels, initial=first), category_help({}))
        form = HotlineForm(request.POST, request.FILES, channels=channels)
        chosen = category_help(texts(request.POST))
        ids = whole_numbers(request.POST.getlist("kept"))
        return cls(request, form, chosen, own_items(request.capacity, ids[:MOST_TAKEN]))

    def store(self) -> None:
        """Store the files before anything else can fail, so that none has to be chosen twice."""
        uploads = self.request.FILES.getlist("attachments")
        if uploads:
            self.kept += store_many(uploads=uploads, capacity=self.request.capacity, source=Source.UPLOAD)

    def refuse(self, error: BadInput) -> None:
        """Put what a service found wrong beside its field."""
        places = {"media": "attachments", "lon": "place", "lat": "place", "reporter_phone": "phone"}
        for name, words in error.errors.items():
            place = places.get(name, name)
            for word in words:
                self.form.add_error(place if place in self.form.fields else None, word)


@guarded(Permission.REPORT)
@explained
@require_http_methods(["GET", "HEAD", "POST"])
def hotline(request: StaffRequest) -> HttpResponse:
    """Show the form, or register what it says and open a fresh one."""
    call = Call.read(request)
    if request.method == "POST":
        report = _registered(call)
        if report is not None:
            return _done(request, report)
    return render(request, "console/intake/hotline.html", _context(call), status=422 if call.form.is_bound else 200)


def _registered(call: Call) -> Report | None:
    try:
        call.store()
    except BadInput as error:
        call.refuse(error)
    except ChengzhiError as error:
        call.form.add_error("attachments", error.message)
    is_valid = call.form.is_valid()
    _warn(call)
    if not is_valid or call.form.errors:
        return None
    try:
        return report_matter(_told(call), capacity=call.request.capacity)
    except BadInput as error:
        call.refuse(error)
    return None


def _warn(call: Call) -> None:
    """Hold up a call about danger to life until it was handed on."""
    found = dangers_in(call.request.POST.get("words", ""))
    if not found or call.form.data.get("is_handed_on"):
        return
    names = "、".join(f"{one.number} {one.name}" for one in found)
    words = _("来电说到危险。请先转 %(services)s，或请来电人马上拨打，再勾选“已转接”后上报。")
    call.form.add_error("is_handed_on", words % {"services": names})


def _told(call: Call) -> Told:
    """Return what was told; what joins an open case takes over its category."""
    given, viewer = call.form.cleaned_data, call.request.capacity
    category = call.help.chosen
    if given["join"]:
        category = access_case(viewer, given["join"]).category
    return Told(
        channel=given["channel"],
        words=_whole_words(call),
        category_id=category.pk if category else None,
        place=given["place"],
        lon=given["lon"] or None,
        lat=given["lat"] or None,
        datum=given["datum"] or "cgcs2000",
        reporter_name=given["reporter"],
        reporter_phone=given["phone"],
        callback=given["callback"] if given["phone"] else CallbackWay.NONE,
        media=tuple(one.pk for one in call.kept),
        is_urgent=given["is_urgent"],
        join=given["join"],
        external_ref=given["external_ref"],
        key=idempotency_key(call.request),
    )


def _whole_words(call: Call) -> str:
    """Return the caller's words with the answers to follow-up questions and the note that the call was handed on."""
    words = [call.form.cleaned_data["words"].strip()]
    words += [one.words for one in call.help.asked if one.answer]
    found = dangers_in(words[0])
    if found and call.form.cleaned_data["is_handed_on"]:
        words.append(_("已转 %(services)s。") % {"services": "、".join(one.number for one in found)})
    return "\n".join(words)


def _done(request: StaffRequest, report: Report) -> HttpResponse:
    taken = [report.pk, *request.session.get(TAKEN, [])]
    request.session[TAKEN] = taken[:MOST_TAKEN]
    return HttpResponse(status=302, headers={"Location": f"{named('hotline')}?done={report.pk}"})


def _context(call: Call) -> Context:
    request = call.request
    given = request.POST if call.form.is_bound else QueryDict()
    return {
        "form": call.form,
        "help": call.help,
        "advice": advice_on(request.capacity, given, call.help),
        "caller": earlier_reports(request.capacity, given.get("phone", "")),
        "spot": spot_of(given),
        "kept": kept_pictures(call.kept),
        "done": _taken(request) if not call.form.is_bound else None,
        "is_handed_on": "is_handed_on" in given,
        "dangers": DANGERS,
        "home": home_view(request.capacity),
        "review_number": review_number(),
        "nav_counts": nav_counts(request.capacity),
    }


def _taken(request: StaffRequest) -> Context | None:
    """Return what was registered just now, if this session did register it."""
    number = whole_number(request.GET.get("done", ""))
    if number is None or number not in request.session.get(TAKEN, []):
        return None
    report = taken_report(request.capacity, number)
    return {"report": report, "row": next_move(request.capacity, report.case)} if report else None


def _category_part(request: StaffRequest) -> Context:
    return {"help": category_help(texts(request.POST))}


def _place_part(request: StaffRequest) -> Context:
    return {"place": place_help(request.POST.get("place", ""), request.POST.get("datum", "")), "given": request.POST}


def _spot_part(request: StaffRequest) -> Context:
    return {"spot": spot_of(request.POST)}


def _advice_part(request: StaffRequest) -> Context:
    return {"advice": advice_on(request.capacity, request.POST), "is_handed_on": "is_handed_on" in request.POST}


def _caller_part(request: StaffRequest) -> Context:
    return {"caller": earlier_reports(request.capacity, request.POST.get("phone", ""))}


PARTS: dict[str, Callable[[StaffRequest], Context]] = {
    "category": _category_part,
    "place": _place_part,
    "spot": _spot_part,
    "advice": _advice_part,
    "caller": _caller_part,
}


@guarded(Permission.REPORT)
@explained
@require_POST
def hotline_help(request: StaffRequest, part: str) -> HttpResponse:
    """Return one part of the page for the form as it stands; sent by POST, so that no name or number enters a log."""
    if part not in PARTS:
        raise NotFound
    return render(request, f"console/intake/{part}.html", PARTS[part](request))

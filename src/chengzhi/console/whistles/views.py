"""Lists of whistles, the page of one, blowing, the photo of a sign-in."""

from collections.abc import Mapping
from typing import Any, cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from chengzhi.cases.models import Case, Summons, Whistle
from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors import access_case
from chengzhi.cases.selectors.whistles import access_whistle, waiting_summonses
from chengzhi.cases.services import WhistleCall, blow_whistle
from chengzhi.console.errors import explained, go
from chengzhi.console.registers.shell import figures, page_of
from chengzhi.console.whistles import selectors as read
from chengzhi.console.whistles.forms import BlowForm
from chengzhi.console.work.acts import idempotency_key
from chengzhi.evidence.enums import Variant
from chengzhi.evidence.serving import media_response
from chengzhi.grid.selectors import find_places
from chengzhi.kernel.errors import BadInput, NotFound, StepRefused
from chengzhi.kernel.web import StaffRequest, guarded

RIGHTS = (Permission.READ, Permission.WHISTLE, Permission.ANSWER)
TABS = ("open", "ours", "ended", "all")
MOST_PLACES = 6


def labels() -> dict[str, str]:
    """Return the tabs with their words."""
    return {"open": _("未办结"), "ours": _("本单位吹的"), "ended": _("已结束"), "all": _("全部")}


def asked_of(given: Mapping[str, str]) -> tuple[str, str]:
    """Return the tab and the words that an address asks for."""
    tab = given.get("tab", "open")
    return (tab if tab in TABS else "open"), given.get("q", "").strip()[:60]


@guarded(*RIGHTS)
@explained
@require_GET
def whistles(request: StaffRequest) -> HttpResponse:
    """Show what waits for the own unit first, then the whistles the viewer may see."""
    viewer, (tab, text) = request.capacity, asked_of(request.GET)
    counts = read.tab_counts(viewer)
    here = reverse("console:whistles")
    context = {
        "waiting": [(one, read.likeliest(one, viewer)) for one in waiting_summonses(viewer)],
        "tabs": [
            {"label": label, "url": f"{here}?tab={key}", "count": counts[key], "active": key == tab}
            for key, label in labels().items()
            if key != "ours" or viewer.may(Permission.WHISTLE)
        ],
        "tab": tab,
        "text": text,
        "page": page_of(request, read.whistle_rows(viewer, tab=tab, text=text)),
        "may_blow": viewer.may(Permission.WHISTLE),
        "nav_counts": figures(request),
    }
    context["rows"] = [(one, read.front(one)) for one in cast("Any", context["page"])]
    return render(request, "console/whistles/list.html", context)


@guarded(*RIGHTS)
@explained
@require_GET
def whistle(request: StaffRequest, number: str) -> HttpResponse:
    """Show one whistle: what for, who was called, who came, what can be done now."""
    return render(request, "console/whistles/page.html", whistle_context(request, number))


def whistle_context(request: StaffRequest, number: str) -> dict[str, Any]:
    """Return what the page of a whistle shows; raises NotFound outside the viewer's reach."""
    viewer = request.capacity
    found = access_whistle(viewer, number)
    own = read.deeds(found, viewer)
    rows = [_summons(one, request, found) for one in found.summonses.all()]
    mine = [act for row in rows if row["is_mine"] for act in row["acts"]]
    ours = [_act(choice.step, "whistle_act", found.number) for choice in own.open]
    primary = mine[0] if mine else ours[0] if ours and own.is_next_open else None
    return {
        "whistle": found,
        "case_url": _case_url(request, found.case),
        "rows": rows,
        "primary": primary,
        "others": [one for one in [*mine, *ours] if one is not primary],
        "blocked": [_blocked(choice) for choice in own.blocked],
        "came": sum(row["summons"].signed_at is not None for row in rows),
        "history": read.history(found),
        "nav_counts": figures(request),
    }


def _summons(one: Summons, request: StaffRequest, found: Whistle) -> dict[str, Any]:
    viewer = request.capacity
    one.whistle = found
    is_mine = one.unit_id in viewer.unit_ids
    known = read.deeds(one, viewer)
    against = [choice for choice in known.blocked if is_mine or choice.step.permission is not Permission.ANSWER]
    photo = reverse("console:whistle_photo", args=[found.number, one.signed_photo_id]) if one.signed_photo_id else ""
    return {
        "summons": one,
        "is_mine": is_mine,
        "acts": [_act(choice.step, "summons_act", one.number) for choice in known.open],
        "blocked": [f"{choice.step.label}：{reason.reason}" for choice in against for reason in choice.refusals],
        "photo": photo,
    }


def _act(step: Any, url_name: str, number: str) -> dict[str, Any]:
    url = reverse(f"console:{url_name}", args=[number, step.name])
    return {"label": step.label, "url": url, "danger": step.is_destructive, "name": step.name}


def _blocked(choice: Any) -> dict[str, Any]:
    return {"title": _("现在不能办：%(act)s") % {"act": choice.step.label}, "items": choice.refusals}


def _case_url(request: StaffRequest, case: Case | None) -> str:
    """Return the address of the case where the viewer may see it."""
    if case is None or not request.capacity.may(Permission.READ):
        return ""
    try:
        access_case(request.capacity, case.number)
    except NotFound:
        return ""
    return reverse("console:case", args=[case.number])


@guarded(Permission.WHISTLE)
@explained
@require_http_methods(["GET", "POST"])
def whistle_new(request: StaffRequest) -> HttpResponse:
    """Show the form of a whistle, or blow it."""
    called = read.called_units(request.capacity)
    if request.method != "POST":
        return _blow_page(request, BlowForm(called=called, initial=_first_values(request)))
    form = BlowForm(called=called, data=request.POST)
    try:
        blown = _blow(request, form)
    except StepRefused as error:
        return _blow_page(request, form, error.refusals)
    if blown is None:
        return _blow_page(request, form)
    words = {"number": blown.number, "count": blown.summonses.count()}
    messages.success(request, _("已吹哨 %(number)s，召集 %(count)s 个部门，30 分钟内应答。") % words)
    return go(request, reverse("console:whistle", args=[blown.number]))


def _first_values(request: StaffRequest) -> dict[str, Any]:
    """Return what the case, if one is named, already tells."""
    number = request.GET.get("case", "")
    if not number:
        return {}
    case = access_case(request.capacity, number)
    matter = f"{case.category.name}：{case.description}"[:300]
    return {"matter": matter, "place": case.place, "lon": case.lon, "lat": case.lat, "case_number": case.number}


def _blow(request: StaffRequest, form: BlowForm) -> Whistle | None:
    """Return the whistle blown, the one blown before with the same key, or None with the reasons on the form."""
    key = idempotency_key(request)
    if before := read.blown_with(request.capacity, key):
        return before
    if not form.is_valid() or not _is_known_case(request, form):
        return None
    given, (lon, lat) = form.cleaned_data, form.position
    call = WhistleCall(
        matter=given["matter"], place=given["place"], gather_at=given["gather_at"],
        unit_ids=tuple(int(one) for one in given["units"]), lon=lon or None, lat=lat or None,
        report_hours=given["report_hours"], case_number=given["case_number"],
    )  # fmt: skip
    try:
        return blow_whistle(call, capacity=request.capacity, key=key)
    except BadInput as error:
        form.refuse(error)
        return None


def _is_known_case(request: StaffRequest, form: BlowForm) -> bool:
    number = form.cleaned_data["case_number"]
    if not number:
        return True
    try:
        access_case(request.capacity, number)
    except NotFound as error:
        form.add_error("case_number", error.message)
        return False
    return True


def _blow_page(request: StaffRequest, form: BlowForm, refusals: Any = ()) -> HttpResponse:
    context = {
        "form": form, "refusals": refusals, "nav_counts": figures(request), "places": _places(form["place"].value()),
        "chosen": form["spot"].value() or "", "here": form.here,
    }  # fmt: skip
    return render(request, "console/whistles/new.html", context, status=422 if form.is_bound else 200)


@guarded(Permission.WHISTLE)
@explained
@require_GET
def whistle_places(request: StaffRequest) -> HttpResponse:
    """Show the landmarks that the typed place may mean."""
    lon, lat = request.GET.get("lon", ""), request.GET.get("lat", "")
    context = {"places": _places(request.GET.get("place", "")), "here": f"{lon},{lat}" if lon and lat else ""}
    return render(request, "console/whistles/places.html", context)


def _places(text: Any) -> list[dict[str, Any]]:
    found = find_places(str(text or ""), limit=MOST_PLACES) if text else []
    return [
        {
            "name": one.name,
            "where": f"{one.street_name} {one.community_name}".strip(),
            "spot": f"{one.lon:.6f},{one.lat:.6f}",
        }
        for one in found
    ]


@guarded(*RIGHTS)
@explained
@require_GET
def whistle_photo(request: StaffRequest, number: str, item_id: int) -> HttpResponse:
    """Send the photo of a sign-in to whoever may see the whistle."""
    found = read.sign_in_photo(access_whistle(request.capacity, number), item_id)
    size = request.GET.get("size", "")
    variant = Variant(size) if size in Variant.values else Variant.ORIGINAL
    return cast("HttpResponse", media_response(request, found, variant))

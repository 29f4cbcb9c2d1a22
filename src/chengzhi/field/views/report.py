"""Reporting from patrol, with photos and the place of the device."""

from dataclasses import dataclass, field
from typing import cast

from django.contrib import messages
from django.core.files import File
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chengzhi.cases.models import Report
from chengzhi.cases.permissions import Permission
from chengzhi.catalogue.selectors import categories_in_force, category_tree
from chengzhi.field.forms import PatrolForm
from chengzhi.field.selectors.nearby import usual_categories
from chengzhi.field.selectors.pictures import known_icons
from chengzhi.field.services.reporting import Finding, report_finding
from chengzhi.field.services.uploads import Kept, keep_media
from chengzhi.field.views.pages import act_key, answering, page
from chengzhi.grid.selectors import locate
from chengzhi.kernel.digits import whole_numbers
from chengzhi.kernel.errors import BadInput, StepRefused
from chengzhi.kernel.web import StaffRequest, guarded


@dataclass(slots=True)
class Shots:
    """Photos of one report, before and after."""

    before: Kept = field(default_factory=Kept)
    after: Kept = field(default_factory=Kept)


@guarded(Permission.REPORT)
@require_http_methods(["GET", "HEAD", "POST"])
@answering
def report(request: StaffRequest) -> HttpResponse:
    known = list(categories_in_force())
    is_sent = request.method == "POST"
    form = PatrolForm(request.POST, request.FILES, categories=known) if is_sent else PatrolForm(categories=known)
    shots, fault = Shots(), None
    if is_sent:
        shots = _keep(request, form)
        try:
            made = _report(request, form, shots)
        except StepRefused as refused:
            fault = refused
        else:
            if made:
                words = _("已上报 %(number)s · %(state)s") % {
                    "number": made.case.short_number, "state": made.case.state_label,
                }  # fmt: skip
                messages.success(request, words)
                return redirect("field:report_sent")
    context = {
        "form": form, "fault": fault, "shots": shots, "groups": category_tree(), "icons": known_icons(),
        "usual": usual_categories(request.capacity), "chosen": request.POST.get("category", ""),
    }  # fmt: skip
    return page(request, "report", context, status=422 if is_sent else 200)


@guarded(Permission.REPORT)
@answering
def report_sent(request: StaffRequest) -> HttpResponse:
    """Say that it was sent; a page of its own, so that going back or reloading sends nothing again."""
    return page(request, "sent", {})


def _keep(request: StaffRequest, form: PatrolForm) -> Shots:
    form.is_valid()
    lon, lat = form.cleaned_data.get("lon"), form.cleaned_data.get("lat")
    shots = Shots()
    for name, kept_name in (("photos", "before"), ("after", "after")):
        files = cast("list[File[bytes]]", request.FILES.getlist(name))
        before = whole_numbers(request.POST.getlist(f"kept_{kept_name}"))
        kept = keep_media(files, capacity=request.capacity, before=before, lon=lon, lat=lat)
        for why in kept.refused:
            form.add_error(name, why)
        setattr(shots, kept_name, kept)
    return shots


def _report(request: StaffRequest, form: PatrolForm, shots: Shots) -> Report | None:
    """Take the report in, or write what is wrong into the form and return None."""
    data = form.cleaned_data
    if not shots.before.items:
        form.add_error("photos", _("还没有照片。请到跟前拍一张。"))
    if data.get("is_self_handled") and not shots.after.items:
        form.add_error("after", _("自处理要有处置后照片。请处理完再拍一张。"))
    if data.get("lon") is not None and data.get("lat") is not None and locate(data["lon"], data["lat"]) is None:
        form.add_error("place", _("定位的地方不在本区。请走到开阔处重新定位，或清掉定位写地名。"))
    if form.errors:
        return None
    category = categories_in_force().get(pk=data["category"])
    finding = Finding(
        category=category, words=data["words"], place=data["place"], lon=data["lon"], lat=data["lat"],
        before=shots.before.ids, after=shots.after.ids, is_self_handled=data["is_self_handled"],
        key=act_key(request),
    )  # fmt: skip
    try:
        return report_finding(finding, capacity=request.capacity)
    except BadInput as fault:
        for name, words in fault.errors.items():
            for word in words:
                form.add_error(name if name in form.fields else None, word)
        return None

"""Following one's own report: by the secret link, or by number and phone; rating it, or asking for more."""

from typing import cast

from django.contrib import messages
from django.core.files import File
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chengzhi.cases.models import CaseMedia, Report
from chengzhi.cases.selectors import access_report
from chengzhi.cases.services import CaseAct, take_step
from chengzhi.kernel.access import resident
from chengzhi.kernel.errors import BadInput, NotFound, StepRefused
from chengzhi.kernel.web import public
from chengzhi.portal.forms import LookupForm, RateForm, ReopenForm
from chengzhi.portal.selectors.following import progress_of, report_by_number
from chengzhi.portal.services.limits import spend, spend_on
from chengzhi.portal.services.uploads import opened, sealed, store_photos
from chengzhi.portal.text import plain
from chengzhi.portal.views.answers import answering

BY_LINK = "the secret link stands for the reporter"
GET_POST = require_http_methods(["GET", "HEAD", "POST"])


@public("number and the last digits of the phone lead to one's own report")
@GET_POST
@answering
def lookup(request: HttpRequest) -> HttpResponse:
    form = LookupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["number"]
        spend(request, "lookup")
        spend_on("number", number)
        try:
            report = report_by_number(number, form.cleaned_data["phone_tail"])
        except NotFound:
            form.add_error(None, _("没有找到。编号或手机号后 4 位对不上；上报时没留手机号的，请用提交后的那个链接看。"))
        else:
            return redirect("portal:follow", token=report.token)
    return render(request, "portal/lookup.html", {"form": form}, status=422 if form.is_bound else 200)


@public(BY_LINK)
@require_safe
@answering
def follow(request: HttpRequest, token: str) -> HttpResponse:
    return _page(request, access_report(token), RateForm())


def _page(
    request: HttpRequest, report: Report, rating: RateForm, fault: StepRefused | None = None, status: int = 200
) -> HttpResponse:
    progress = progress_of(report)
    context = {
        "progress": progress, "report": report, "case": progress.case, "rating": rating, "fault": fault,
        "before": [_photo(report, one) for one in progress.before],
        "after": [_photo(report, one) for one in progress.after],
        "address": request.build_absolute_uri(reverse("portal:follow", args=[report.token])),
    }  # fmt: skip
    response = render(request, "portal/follow.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response


def _photo(report: Report, one: CaseMedia) -> dict[str, object]:
    """Return what the photo components show; never who took it."""
    sizes = {size: reverse("portal:photo", args=[report.token, one.item_id, size]) for size in ("small", "large")}
    taken = one.item.taken_at or one.item.uploaded_at
    return {"url": sizes["large"], "thumb_url": sizes["small"], "alt": one.get_stage_display(), "at": taken}


@public(BY_LINK)
@require_POST
@answering
def rate(request: HttpRequest, token: str) -> HttpResponse:
    report = access_report(token)
    spend(request, "answer")
    form = RateForm(request.POST)
    if not form.is_valid():
        return _page(request, report, form, status=422)
    if report.is_joined:
        raise NotFound
    try:
        take_step(report.case, "rate", _act(request, form.cleaned_data))
    except StepRefused as fault:
        return _page(request, report, form, fault, status=422)
    messages.success(request, _("已记下您的评价，谢谢。"))
    return redirect("portal:follow", token=token)


@public(BY_LINK)
@GET_POST
@answering
def reopen(request: HttpRequest, token: str) -> HttpResponse:
    report = access_report(token)
    fault: StepRefused | BadInput | None = None
    form = ReopenForm()
    if request.method == "POST":
        spend(request, "answer")
        form, media = _with_photos(request)
        if form.is_valid():
            values = {"reason": form.cleaned_data["reason"], "media": media}
            try:
                take_step(report.case, "reopen", _act(request, values))
            except (StepRefused, BadInput) as refused:
                fault = refused
            else:
                messages.success(request, _("已重新交给处理单位。处理完会再请您看。"))
                return redirect("portal:follow", token=token)
    context = {"report": report, "progress": progress_of(report), "form": form, "fault": fault}
    return render(request, "portal/reopen.html", context, status=422 if form.is_bound else 200)


def _with_photos(request: HttpRequest) -> tuple[ReopenForm, list[int]]:
    """Keep the photos of this request beside those kept before; the form carries them on if it comes back."""
    kept = opened(request.POST.get("kept", ""))
    uploads = store_photos(cast("list[File[bytes]]", request.FILES.getlist("photos")), already=len(kept))
    kept += [one.pk for one in uploads.kept]
    data = request.POST.copy()
    data["kept"] = sealed(kept)
    form = ReopenForm(data, request.FILES)
    for why in uploads.refused:
        form.add_error("photos", why)
    return form, kept


def _act(request: HttpRequest, values: dict[str, object]) -> CaseAct:
    key = plain(request.POST.get("idempotency_key", ""), 64)
    return CaseAct(capacity=resident(), values=values, key=key)

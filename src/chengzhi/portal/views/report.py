"""A report in four pages: what, which kind, where, and a look at the whole before it is sent."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.files import File
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chengzhi.catalogue.selectors import category_tree, search_categories
from chengzhi.kernel.digits import whole_number
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.web import public
from chengzhi.portal.drafts import Draft, draft_of, finish, keep
from chengzhi.portal.forms import MOST_WORDS, CheckForm, WhatForm
from chengzhi.portal.selectors import choices
from chengzhi.portal.services.limits import spend
from chengzhi.portal.services.places import Pointed, take_place
from chengzhi.portal.services.sending import send_report
from chengzhi.portal.services.uploads import Uploads, store_photos
from chengzhi.portal.text import plain
from chengzhi.portal.views.answers import answering

GET_POST = require_http_methods(["GET", "HEAD", "POST"])
OPEN = "residents report without an account"


@public(OPEN)
@GET_POST
@answering
def begin(request: HttpRequest) -> HttpResponse:
    return _what(request, Draft())


@public(OPEN)
@GET_POST
@answering
def what(request: HttpRequest, key: UUID) -> HttpResponse:
    draft = draft_of(request, key)
    return to_report(draft) if draft.token else _what(request, draft)


def _what(request: HttpRequest, draft: Draft) -> HttpResponse:
    initial = {"words": draft.words, "has_photos": bool(draft.photos)}
    if request.method != "POST":
        return _what_page(request, draft, WhatForm(initial=initial))
    files = cast("list[File[bytes]]", request.FILES.getlist("photos"))
    spend(request, "upload" if files else "report")
    _remove(draft, request.POST.getlist("remove"))
    form = WhatForm(request.POST, request.FILES, initial=initial)
    uploads = store_photos(files, already=len(draft.photos))
    draft.photos += [one.pk for one in uploads.kept]
    _place_by_photo(draft, uploads)
    draft.words = (
        form.cleaned_data.get("words", "") if form.is_valid() else plain(request.POST.get("words", ""), MOST_WORDS)
    )
    for why in uploads.refused:
        form.add_error("photos", why)
    if draft.photos or draft.words:
        keep(request, draft)
    if form.is_valid() and "more" not in request.POST:
        return redirect("portal:kind", key=draft.key)
    return _what_page(request, draft, form, status=200 if form.is_valid() else 422)


def _place_by_photo(draft: Draft, uploads: Uploads) -> None:
    """Take the position from the first photo that holds one inside the district, unless there is one already."""
    for one in uploads.kept:
        if not draft.has_position and one.lon is not None and one.lat is not None and choices.area_at(one.lon, one.lat):
            draft.put(one.lon, one.lat, "photo")


def _remove(draft: Draft, given: list[str]) -> None:
    draft.photos = [one for one in draft.photos if str(one) not in given]


def _what_page(request: HttpRequest, draft: Draft, form: WhatForm, status: int = 200) -> HttpResponse:
    is_kept = bool(draft.photos or draft.words)
    by_words = request.GET.get("by") == "words"
    context = {"draft": draft, "form": form, "is_kept": is_kept, "by_words": by_words}
    return render(request, "portal/what.html", context, status=status)


@public(OPEN)
@GET_POST
@answering
def kind(request: HttpRequest, key: UUID) -> HttpResponse:
    draft = draft_of(request, key)
    if draft.token:
        return to_report(draft)
    error = ""
    if request.method == "POST":
        category = choices.category_named(whole_number(request.POST.get("category", "")))
        if category:
            draft.category = category.pk
            keep(request, draft)
            return redirect("portal:check" if draft.has_position or draft.place else "portal:where", key=key)
        error = _("还没有选是哪一类。请点一个最像的，选错了工作人员会改。")
    words = plain(request.GET.get("q", ""), 100)
    context = {
        "draft": draft, "guesses": choices.guesses(draft.words), "found": search_categories(words, limit=8), "groups": category_tree(),
        "error": error, "q": words,
    }  # fmt: skip
    return render(request, "portal/kind.html", context, status=422 if error else 200)


@public(OPEN)
@GET_POST
@answering
def where(request: HttpRequest, key: UUID) -> HttpResponse:
    draft = draft_of(request, key)
    if draft.token:
        return to_report(draft)
    error: BadInput | None = None
    if request.method == "POST":
        try:
            is_settled = take_place(draft, Pointed.of(request.POST))
        except BadInput as fault:
            error = fault
        else:
            keep(request, draft)
            return redirect("portal:check" if is_settled else "portal:where", key=key)
    context = {
        "draft": draft, "error": error, "area": choices.area_of(draft), "typed": request.POST.get("place", draft.place),
        "hits": [] if draft.has_position else choices.places_named(draft.place), "is_first": not error and not draft.place,
    }  # fmt: skip
    return render(request, "portal/where.html", context, status=422 if error else 200)


@public(OPEN)
@GET_POST
@answering
def check(request: HttpRequest, key: UUID) -> HttpResponse:
    draft = draft_of(request, key)
    if draft.token:
        return to_report(draft)
    missing = _missing_page(draft)
    if missing:
        return redirect(missing, key=key)
    if request.method != "POST":
        return _check_page(request, draft, CheckForm(initial={"words": draft.words, "phone": draft.phone}))
    form = CheckForm(request.POST)
    if not form.is_valid():
        return _check_page(request, draft, form)
    draft.words, draft.phone = form.cleaned_data["words"], form.cleaned_data["phone"]
    keep(request, draft)
    return _send(request, draft, form)


def _send(request: HttpRequest, draft: Draft, form: CheckForm) -> HttpResponse:
    spend(request, "report")
    try:
        category = choices.category_named(draft.category)
        report = send_report(draft, category=category, join=plain(request.POST.get("join", ""), 32))
    except BadInput as fault:
        for field, reasons in fault.errors.items():
            form.add_error(field if field in form.fields else None, reasons)
        return _check_page(request, draft, form)
    finish(request, draft, report.token)
    messages.success(request, _("已提交。请收藏或截图本页，以后凭它看进度。"))
    return redirect("portal:follow", token=report.token)


def _missing_page(draft: Draft) -> str:
    """Return the first page that still has to be filled in, or ""."""
    if not (draft.words or draft.photos):
        return "portal:what"
    if draft.category is None:
        return "portal:kind"
    return "" if draft.has_position or draft.place else "portal:where"


def _check_page(request: HttpRequest, draft: Draft, form: CheckForm) -> HttpResponse:
    context: dict[str, Any] = {
        "draft": draft, "form": form, "category": choices.category_named(draft.category),
        "area": choices.area_of(draft), "similar": choices.already_reported(draft),
    }  # fmt: skip
    return render(request, "portal/check.html", context, status=422 if form.is_bound else 200)


def to_report(draft: Draft) -> HttpResponse:
    """Lead back to the report that a draft has become: sending it again sends nothing."""
    return redirect("portal:follow", token=draft.token)

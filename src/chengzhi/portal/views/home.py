"""The first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chengzhi.kernel.web import public
from chengzhi.portal.forms import PHOTO_TYPES, LookupForm


@public("the first page of 市民通")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/home.html", {"lookup": LookupForm(), "photo_types": PHOTO_TYPES})

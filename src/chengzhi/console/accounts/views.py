"""In which capacity one acts, and one's own settings."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chengzhi.console.accounts.landing import home_of, landing
from chengzhi.console.errors import failure, named
from chengzhi.kernel.digits import whole_number
from chengzhi.kernel.errors import ChengzhiError, NotFound
from chengzhi.kernel.models import Account
from chengzhi.kernel.web import StaffRequest, guarded, public, to_sign_in
from chengzhi.organisation.selectors import capacities_of
from chengzhi.organisation.services import choose_capacity, choose_language


def _next(request: HttpRequest) -> str:
    """Return where to go on, if it lies in this house."""
    given = request.POST.get("next") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(given, {request.get_host()}, require_https=request.is_secure())
    return given if is_ours else ""


@public("sends on to sign-in, the choice of capacity or one's own work")
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Begin where this person's work is."""
    return HttpResponseRedirect(landing(request)) if request.user.is_authenticated else to_sign_in(request)


@public("whoever is signed in chooses here; nobody has a capacity yet")
@require_GET
def capacity(request: HttpRequest) -> HttpResponse:
    """Ask in which capacity one acts, where there are several."""
    if not request.user.is_authenticated:
        return to_sign_in(request)
    held = capacities_of(request.user)
    chosen = getattr(getattr(request, "capacity", None), "appointment_id", None)
    context = {"held": held, "chosen": chosen, "next": _next(request)}
    return render(request, "console/accounts/capacity.html", context)


@public("whoever is signed in chooses among their own capacities only")
@require_POST
def capacity_switch(request: HttpRequest) -> HttpResponse:
    """Act in the chosen capacity from now on; what was written in a form stays on the device."""
    if not request.user.is_authenticated:
        return to_sign_in(request)
    chosen = request.POST.get("appointment", "")
    try:
        held = choose_capacity(request, whole_number(chosen) or 0)
    except NotFound as error:
        return failure(request, error)
    words = {"post": held.post_name, "unit": held.unit_name}
    messages.success(request, _("现在以%(post)s（%(unit)s）的身份办理。") % words)
    return HttpResponseRedirect(_next(request) or home_of(held))


@guarded()
@require_http_methods(["GET", "POST"])
def profile(request: StaffRequest) -> HttpResponse:
    """Show and keep one's own settings: language; theme and keys are kept by the browser."""
    account = cast("Account", request.user)
    if request.method == "POST":
        return _keep_language(request, account)
    context = {"account": account, "held": capacities_of(account)}
    return render(request, "console/accounts/profile.html", context)


def _keep_language(request: StaffRequest, account: Account) -> HttpResponse:
    language = request.POST.get("language", "")
    try:
        choose_language(account=account, language=language)
    except ChengzhiError as error:
        return failure(request, error)
    translation.activate(language)
    messages.success(request, _("已保存，以后登录都用这种语言。"))
    answer = HttpResponseRedirect(named("profile"))
    answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax")
    return answer

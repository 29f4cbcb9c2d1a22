"""Nothing but changing the first password is possible before it is changed."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from chengzhi.kernel.components import address

FREE = ("/accounts/", "/static/", "/i18n/", "/healthz", "/readyz")


class FirstPasswordMiddleware:
    """Sends whoever still has a password that somebody else chose to the page where it is changed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not getattr(request.user, "must_change_password", False) or request.path.startswith(FREE):
            return self.get_response(request)
        target = address("account_change_password")
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204, headers={"HX-Redirect": target})
        return HttpResponseRedirect(target)

"""How staff sign in: no open sign-up, the account decides the language, a first password is changed before anything."""

from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from chengzhi.console.accounts.landing import landing
from chengzhi.kernel.models import Account, FailureReason
from chengzhi.kernel.sign_ins import note_failure
from chengzhi.organisation.services import note_password_changed, present_capacity


class StaffAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """Refuses self-service accounts: people get theirs from the system administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  allauth's signature
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse a name that has failed too often, and write that down."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            self._note(request, credentials.get("username", ""), FailureReason.LOCKED)
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Write down that name and password did not fit."""
        self._note(request, credentials.get("username", ""), FailureReason.WRONG)

    def respond_user_inactive(self, request: HttpRequest, user: Account) -> HttpResponse:
        """Write down that somebody tried a closed account, and show them the page that says so."""
        self._note(request, user.username, FailureReason.INACTIVE)
        return cast("HttpResponse", super().respond_user_inactive(request, user))

    def _note(self, request: HttpRequest, username: str, reason: FailureReason) -> None:
        note_failure(username=username, address=self.get_client_ip(request), reason=reason)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Send each to their own work; the address asked for before signing in comes first."""
        cast("Any", request).capacity = present_capacity(request)
        return landing(request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return landing(request)

    def post_login(self, request: HttpRequest, user: Account, **given: Any) -> HttpResponse:
        """Show pages in the account's language from the first one on."""
        answer: HttpResponse = super().post_login(request, user, **given)
        translation.activate(user.language)
        answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax")
        return answer

    def set_password(self, user: Account, password: str) -> None:
        """Keep the new password; it is the holder's own, so it need not be changed again."""
        super().set_password(user, password)
        note_password_changed(account=user)

"""Who is asking: the session and the account of a request, each read by a statement planned once for a connection.

Every page and every call asks for both before anything else; what they mean is Django's and allauth's.
"""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from chengzhi.kernel.models import Account
from chengzhi.kernel.prepared import fetch_rows
from chengzhi.kernel.reading import Row, whole

IN_FORCE = "session_key = %s AND expire_date > %s"


class SessionStore(DatabaseStore):
    """Django's sessions in the database; a key that was never given out is nobody's."""

    def _get_session_from_db(self) -> Session | None:
        key = self.session_key or ""
        found = _first(Session, IN_FORCE, key, timezone.now()) if key.isalnum() else None
        if found is None:
            self._session_key = None
        return found


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth is untyped
    """allauth's sign-in by name and password."""

    def get_user(self, user_id: Any) -> Account | None:
        found = _first(Account, "id = %s", user_id)
        return found if found is not None and self.user_can_authenticate(found) else None


def _first(model: type[Row], condition: str, *values: object) -> Row | None:
    read = whole(model)
    return next(iter(read.made_of(fetch_rows(read.where(condition), values))), None)

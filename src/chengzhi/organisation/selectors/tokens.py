"""Which program may act for whom: the token of a request, and the lists of tokens."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from chengzhi.kernel.access import Capacity
from chengzhi.kernel.prepared import fetch_row
from chengzhi.organisation.models import ApiAnswer, ApiToken
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors.access import reach

PRESENT = """
SELECT token.id, token.appointment_id, token.account_id, token.scopes, token.territory, token.expires_at,
    token.last_used_on, account.must_change_password, account.language, version.number, version.refreshed_on
FROM organisation_apitoken token
JOIN kernel_account account ON account.id = token.account_id AND account.is_active
LEFT JOIN organisation_registerversion version ON version.id = 1
WHERE token.digest = %s AND token.revoked_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class PresentToken:
    """A token that is not revoked, of an account that is open; its time may be over all the same.

    ``number`` and ``refreshed_on`` are the state of the register at the same moment.
    """

    id: int
    appointment_id: int
    account_id: int
    scopes: tuple[str, ...]
    territory: str
    expires_at: datetime
    last_used_on: date | None
    must_change_password: bool
    language: str
    number: int
    refreshed_on: date | None


def digest_of(secret: str) -> str:
    """Return what is kept of a secret; it has 256 random bits, so that a plain hash cannot be turned round."""
    return hashlib.sha256(secret.encode()).hexdigest()


def present_token(secret: str) -> PresentToken | None:
    """Return the token of a secret in one indexed statement, or None where it is unknown or revoked."""
    row = fetch_row(PRESENT, [digest_of(secret)])
    if row is None:
        return None
    return PresentToken(*(*row[:3], tuple(row[3]), *row[4:9], row[9] or 0, row[10]))


def own_tokens(viewer: Capacity) -> QuerySet[ApiToken]:
    """Return the viewer's own issued tokens, newest first; those of single sign-ins are left out."""
    rows = ApiToken.objects.filter(account=viewer.account_id, kind="standing")
    return rows.select_related("appointment__post__unit")


def all_tokens(viewer: Capacity) -> QuerySet[ApiToken]:
    """Return everybody's issued tokens, newest first, for whoever manages accounts; others are refused."""
    reach(viewer, Permission.MANAGE_ACCOUNTS)
    rows = ApiToken.objects.filter(kind="standing")
    return rows.select_related("appointment__post__unit", "appointment__person", "account")


def answer_given(account_id: int, key: str) -> ApiAnswer | None:
    """Return what was answered to a request with this key, if it was made before."""
    return ApiAnswer.objects.filter(account=account_id, key=key).first()

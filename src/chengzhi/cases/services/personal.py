"""Personal data of reporters: shown only for a stated purpose, and every look is written down."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from chengzhi.cases.models import Case
from chengzhi.cases.permissions import Permission
from chengzhi.cases.procedure.guards import within
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import BadInput, Forbidden
from chengzhi.kernel.models import PersonalDataAccess

SHORTEST_PURPOSE = 2
LONGEST_PURPOSE = 200


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach one reporter of a case, in full."""

    name: str
    phone: str
    callback: str


def reveal_contact(*, case: Case, purpose: str, capacity: Capacity) -> list[Contact]:
    """The reporters' contacts are shown and the look is logged with its purpose; a refused look is logged too.

    Raises BadInput without a purpose, Forbidden without the right over this case.
    """
    words = " ".join(purpose.split())
    if len(words) < SHORTEST_PURPOSE or len(words) > LONGEST_PURPOSE:
        raise BadInput({"purpose": _("没有显示电话。查看会留痕，请写明用途，2 到 200 个字，例如：回访核实地点。")})
    allowed = capacity.account_id is not None and may_read_contact(case, capacity)
    if capacity.account_id is not None:
        _record(case, words, capacity, capacity.account_id, allowed=allowed)
    if not allowed:
        raise Forbidden(_("没有显示电话。您现在的身份没有“看诉求人联系方式”的权限，可以请受理员联系。"))
    reports = case.reports.all()
    return [Contact(one.reporter_name, one.reporter_phone, one.get_callback_display()) for one in reports]


def may_read_contact(case: Case, capacity: Capacity) -> bool:
    """Tell whether the capacity may see the contacts of this case."""
    scope = capacity.scope(Permission.READ_CONTACT)
    return scope is not None and within(case, capacity, scope)


def _record(case: Case, purpose: str, capacity: Capacity, account_id: int, *, allowed: bool) -> None:
    PersonalDataAccess.objects.create(
        account_id=account_id,
        appointment_ref=capacity.appointment_id,
        actor_name=capacity.person_name,
        purpose=purpose,
        subject_kind="case",
        subject_ref=case.number,
        field="reporter_contact",
        allowed=allowed,
        at=clock.now(),
    )

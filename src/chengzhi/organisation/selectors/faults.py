"""What is wrong in the register today, with what to do about it; ``doctor`` and the settings page show it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from chengzhi.kernel.permissions import Permission as KernelPermission
from chengzhi.organisation.models import Appointment, Unit, UnitVersion, in_force
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors.routing import holders_everywhere
from chengzhi.organisation.selectors.trees import register_state, snapshot, today


@dataclass(frozen=True, slots=True)
class Fault:
    """Something missing or stale, and the way out."""

    code: str
    message: str
    advice: str


def register_faults(on: date | None = None) -> list[Fault]:
    """Return the faults of a day: missing administrators, orphaned units, people in ended units, stale values."""
    day = on or today()
    return [*_administrators(day), *_orphans(day), *_stranded(day), *_stale(day)]


def _administrators(on: date) -> list[Fault]:
    needed = (KernelPermission.MANAGE_SYSTEM, Permission.MANAGE_ACCOUNTS, KernelPermission.READ_AUDIT)
    return [
        Fault(
            "no_administrator",
            _("没有人能以账号登录行使“%(right)s”。") % {"right": right.label},
            _("给系统管理员、安全管理员、审计管理员各任命一人并开通账号。"),
        )
        for right in needed
        if not any(one.account_id for one in holders_everywhere(right, on))
    ]


def _orphans(on: date) -> list[Fault]:
    units = snapshot(on).units
    lost = [one.name for one in units.values() if one.parent_id is not None and one.parent_id not in units]
    words = _("上级机构已撤销：%(names)s。") % {"names": "、".join(lost[:10])}
    return [Fault("orphaned_unit", words, _("给这些机构另定上级，或一并撤销。"))] if lost else []


def _stranded(on: date) -> list[Fault]:
    ended = Unit.objects.filter(pk=OuterRef("post__unit"), valid_to__lte=on)
    count = Appointment.objects.filter(in_force(on)).filter(Exists(ended)).count()
    words = _("%(count)s 人仍在已撤销的机构任职。") % {"count": count}
    return [Fault("stranded_people", words, _("把岗位划转到承接机构，或免去任职。"))] if count else []


def _stale(on: date) -> list[Fault]:
    refreshed = register_state()[1]
    due = UnitVersion.objects.filter(valid_from__lte=on, superseded_at=None)
    late = due.filter(valid_from__gt=refreshed).exists() if refreshed else due.exists()
    words = _("机构现行值上次更新是 %(day)s，有变更到期未生效。") % {"day": refreshed or _("未记录")}
    return [Fault("stale_values", words, _("启动后台任务进程；下一次有人登录时也会更新。"))] if late else []

"""The vocabulary of rights: each room registers an enumeration, and unknown strings are refused."""

from enum import StrEnum
from typing import Any, Self

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class OfficialPermission(StrEnum):
    """A right named ``app.object.act`` with its label, a plain sentence and its ground."""

    label: Words
    plain: Words
    ground: str

    def __new__(cls, value: str, label: Words, plain: Words, ground: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.plain, member.ground = label, plain, ground
        return member


_registry: dict[str, OfficialPermission] = {}


class UnknownPermissionError(LookupError):
    """A permission string that no room has declared."""


def register(enumeration: type[OfficialPermission]) -> None:
    """Make the members of ``enumeration`` known; called from ``AppConfig.ready()``."""
    _registry.update({member.value: member for member in enumeration})


def permission(value: str) -> OfficialPermission:
    """Return the declared permission, or raise UnknownPermissionError."""
    try:
        return _registry[value]
    except KeyError:
        raise UnknownPermissionError(value) from None


def all_permissions() -> list[OfficialPermission]:
    """Return every declared permission, ordered by value."""
    return [_registry[value] for value in sorted(_registry)]


class Permission(OfficialPermission):
    """Rights over the kernel's own registers, split over three administrators (GB/T 22239-2019, 8.1.4)."""

    MANAGE_SYSTEM = "kernel.system.manage", _("系统管理"), _("维护参数、日历、计时方案和字典")
    MANAGE_ACCESS = "kernel.access.manage", _("安全管理"), _("维护账号、角色和授权")
    READ_AUDIT = "kernel.audit.read", _("审计"), _("查看操作日志和个人信息访问日志")


def described(value: Any) -> str:
    """Return the label of a permission for a person to read."""
    return str(permission(str(value)).label)

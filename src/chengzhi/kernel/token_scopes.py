"""What an API token may be good for: each scope opens some permissions, never more than its holder has on screen."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from chengzhi.kernel.access import Scope


class TokenScope(TextChoices):
    """The resources of the API, apart for reading and writing."""

    CASES_READ = "cases:read", _("看案卷、流转记录、地图和附件")
    CASES_WRITE = "cases:write", _("办理案卷的步骤")
    CONTACTS_READ = "contacts:read", _("写明用途后看诉求人联系方式")
    REPORTS_WRITE = "reports:write", _("上报诉求和发现的问题")
    MEDIA_WRITE = "media:write", _("上传照片、录音、录像")
    ORGANISATION_READ = "organisation:read", _("查阅机构人员")
    GRID_READ = "grid:read", _("查看区划、网格和部件")
    CATALOGUE_READ = "catalogue:read", _("查看类别和立案标准")


OPENS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        TokenScope.CASES_READ: frozenset({"cases.case.read"}),
        TokenScope.CASES_WRITE: frozenset(
            {
                "cases.case.accept",
                "cases.case.patrol",
                "cases.case.file",
                "cases.case.dispatch",
                "cases.case.handle",
                "cases.case.supervise",
                "cases.case.confer",
                "cases.case.call_back",
            }
        ),
        TokenScope.CONTACTS_READ: frozenset({"cases.contact.read"}),
        TokenScope.REPORTS_WRITE: frozenset({"cases.case.report"}),
        TokenScope.MEDIA_WRITE: frozenset(),
        TokenScope.ORGANISATION_READ: frozenset({"organisation.register.read"}),
        TokenScope.GRID_READ: frozenset({"grid.register.read"}),
        TokenScope.CATALOGUE_READ: frozenset({"catalogue.standard.read"}),
    }
)


def narrowed(grants: Mapping[str, Scope], scopes: Iterable[str]) -> Mapping[str, Scope]:
    """Return the grants that the scopes let through, each as far as it reached before."""
    opened = frozenset[str]().union(*(OPENS.get(scope, frozenset()) for scope in scopes))
    return MappingProxyType({right: reach for right, reach in grants.items() if right in opened})


def scopes_within(grants: Mapping[str, Scope]) -> list[TokenScope]:
    """Return the scopes of use to somebody with these grants, in the order in which they are offered."""
    return [TokenScope(scope) for scope, rights in OPENS.items() if not rights or rights & grants.keys()]

"""The closed lists of staffing."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CertificateKind(models.TextChoices):
    """What a certificate says that its holder may do."""

    OFFICER = "officer", _("行政执法证")
    REVIEWER = "reviewer", _("法律职业资格（法制审核）")
    HEARING = "hearing", _("听证主持人证")


class CertificateState(models.TextChoices):
    """How a certificate stands now; what it was on another day follows from its days and suspensions."""

    VALID = "valid", pgettext_lazy("certificate", "有效")
    SUSPENDED = "suspended", pgettext_lazy("certificate", "暂扣")
    REVOKED = "revoked", pgettext_lazy("certificate", "注销")


class CertificateActKind(models.TextChoices):
    """The official acts on a certificate."""

    ISSUE = "issue", pgettext_lazy("certificate", "登记")
    IMPORT = "import", pgettext_lazy("certificate", "批量登记")
    RENEW = "renew", pgettext_lazy("certificate", "换发")
    SUSPEND = "suspend", pgettext_lazy("certificate", "暂扣")
    RESTORE = "restore", pgettext_lazy("certificate", "发还")
    REVOKE = "revoke", pgettext_lazy("certificate", "注销")

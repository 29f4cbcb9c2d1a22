from chengzhi.staffing.services.acts import issue, renew, restore, revoke, suspend
from chengzhi.staffing.services.checks import Details
from chengzhi.staffing.services.records import Ground
from chengzhi.staffing.services.sheets import check_certificates, import_certificates

__all__ = [
    "Details",
    "Ground",
    "check_certificates",
    "import_certificates",
    "issue",
    "renew",
    "restore",
    "revoke",
    "suspend",
]

from chengzhi.staffing.selectors.certified import (
    NEVER_OFFICERS,
    certificates_of,
    certified_on,
    certified_people,
    holding_on,
)
from chengzhi.staffing.selectors.register import (
    SHOWN,
    WARNED_DAYS,
    access_certificate,
    certificate_count,
    certificates,
    certificates_of_person,
    expiring,
    expiring_count,
)

__all__ = [
    "NEVER_OFFICERS",
    "SHOWN",
    "WARNED_DAYS",
    "access_certificate",
    "certificate_count",
    "certificates",
    "certificates_of",
    "certificates_of_person",
    "certified_on",
    "certified_people",
    "expiring",
    "expiring_count",
    "holding_on",
]

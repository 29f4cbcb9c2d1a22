from chengzhi.staffing.models.acts import CertificateAct
from chengzhi.staffing.models.certificates import Certificate, Suspension

__all__ = ["Certificate", "CertificateAct", "Suspension"]

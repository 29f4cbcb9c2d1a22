"""Looking into PDF documents: whole, and without programs or attachments inside."""

import re
from pathlib import Path

from django.utils.translation import gettext as _

from chengzhi.evidence.metadata import Claims
from chengzhi.evidence.photos import Facts
from chengzhi.evidence.sniffing import UnfitFile

_ACTIVE = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFile|RichMedia)\b")


def inspect_pdf(path: Path) -> Facts:
    """Return the facts of a document that may be kept; raise UnfitFile otherwise."""
    content = path.read_bytes()
    if b"%%EOF" not in content[-2048:]:
        raise UnfitFile(_("PDF 没有传完或已损坏。"), _("请重新导出 PDF 后上传。"))
    if _ACTIVE.search(content):
        raise UnfitFile(_("PDF 里带有程序或附件。"), _("请把内容打印成 PDF 后再上传。"))
    return Facts(claims=Claims())

"""What every map must say of itself."""

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.utils.translation import gettext as _

from chengzhi.grid.models import CellVersion
from chengzhi.grid.selectors.index import revision_mark

SYNTHETIC = "演示数据"


@dataclass(frozen=True, slots=True)
class MapNotice:
    """The words at the foot of a map: the number of its approval (审图号), and a warning where shapes are invented."""

    review_number: str
    warning: str


def map_notice() -> MapNotice:
    """Return the words that belong under a map of the cells of today, in the language of the screen."""
    number = getattr(settings, "MAP_REVIEW_NUMBER", "") or _("审图号：未填写")
    warning = _("街道、社区和网格边界为演示用的虚构图形，不是真实边界。") if _is_synthetic(revision_mark()) else ""
    return MapNotice(number, warning)


@lru_cache(maxsize=1)
def _is_synthetic(_mark: str) -> bool:
    """Tell whether any boundary in use came with the demo city; looked up once for each revision."""
    return CellVersion.objects.filter(valid_to__isnull=True, document=SYNTHETIC).exists()

from chengzhi.evidence.models.blobs import Blob, Thumbnail
from chengzhi.evidence.models.items import Item

__all__ = ["Blob", "Item", "Thumbnail"]

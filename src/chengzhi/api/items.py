"""Files that were uploaded before they are attached to something."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from chengzhi.evidence.selectors import items
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import BadInput


def own_media(capacity: Capacity, ids: Sequence[int], *, field: str = "media") -> tuple[int, ...]:
    """Return the ids if this person handed all of them in; nobody attaches another's. Raises BadInput."""
    if not ids:
        return ()
    own = {one.pk for one in items(ids) if one.uploaded_by_id == capacity.account_id}
    foreign = [one for one in ids if one not in own]
    if foreign:
        words = _("没有编号为 %(ids)s 的附件，或不是您上传的。请先用 POST /media 上传。")
        raise BadInput({field: words % {"ids": "、".join(str(one) for one in foreign)}})
    return tuple(dict.fromkeys(ids))

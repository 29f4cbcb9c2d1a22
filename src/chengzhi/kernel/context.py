"""What every page knows: its door and its language."""

from django.http import HttpRequest
from django.utils.translation import get_language


def door(request: HttpRequest) -> dict[str, str]:
    """Name the door by the address, for ``data-cz-door``, and the language for ``lang``."""
    first = request.path.split("/")[1] if request.path else ""
    name = first if first in {"console", "field"} else "portal"
    if first == "accounts":
        name = "console"
    return {"cz_door": name, "cz_lang": "en" if (get_language() or "").startswith("en") else "zh-CN"}

"""Which pictures the sprite holds, so that a category whose picture is missing shows a plain one."""

import re
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

SPRITE = "vendor/tabler-icons/sprite.svg"


@cache
def known_icons() -> frozenset[str]:
    """Return the names of the icons that may be drawn."""
    found = finders.find(SPRITE)
    text = Path(str(found)).read_text(encoding="utf-8") if found else ""
    return frozenset(re.findall(r'id="([\w-]+)"', text))

"""The link from each step row to the one before it: SHA-256 over a canonical text of what was done."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

HASHED = (
    "procedure", "version", "number", "seq", "name", "from_state", "to_state", "account", "appointment",
    "actor_name", "post_name", "unit_name", "taken_at", "ground", "data", "documents", "prev_hash",
)  # fmt: skip

_canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def step_hash(facts: Mapping[str, Any]) -> str:
    """Return the hash of one step: 64 hexadecimal digits over the facts named in ``HASHED``."""
    ordered = {name: facts[name] for name in HASHED}
    text = _canonical(ordered)
    return hashlib.sha256(text.encode()).hexdigest()

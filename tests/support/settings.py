"""Load settings as an installation would, each in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from chengzhi.config.env import SettingError

PRINT = """
import json
from django.conf import settings
assert settings.configured or settings.TIME_ZONE
print(json.dumps({name: getattr(settings, name, None) for name in %r}, default=str))
"""


def loaded(kind: str, var: Path, *names: str, **variables: str) -> dict[str, Any]:
    """Return the named settings of a kind; raises SettingError with the last line of a start that failed."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path), "CHENGZHI_VAR": str(var)}
    environment |= {"DJANGO_SETTINGS_MODULE": f"chengzhi.config.settings.{kind}", **variables}
    done = subprocess.run(  # noqa: S603  our own interpreter
        [sys.executable, "-c", PRINT % (names,)], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SettingError(done.stderr.strip().splitlines()[-1])
    found: dict[str, Any] = json.loads(done.stdout)
    return found

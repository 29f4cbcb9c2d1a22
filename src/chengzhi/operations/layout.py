"""The folders and files under ``var/``."""

from dataclasses import dataclass
from pathlib import Path

from chengzhi.config.places import var_folder


@dataclass(frozen=True)
class Layout:
    """Names under one ``var`` folder."""

    var: Path

    @property
    def data(self) -> Path:
        return self.var / "pg"

    @property
    def logs(self) -> Path:
        return self.var / "log"

    @property
    def stamp(self) -> Path:
        return self.var / "run" / "prepared.json"

    @property
    def demo_lock(self) -> Path:
        return self.var / "run" / "demo.lock"

    @property
    def sign_ins(self) -> Path:
        return self.var / "demo-signins.json"

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"


def here() -> Layout:
    """Return the layout of this installation."""
    return Layout(var_folder())

"""Where the house keeps what changes: one folder, beside the source in a clone, else under the current folder."""

from pathlib import Path

from chengzhi.config import env

PACKAGE = Path(__file__).resolve().parents[1]


def var_folder() -> Path:
    """Return CHENGZHI_VAR, or ``var`` in the clone that holds this package, or ``var`` under the current folder."""
    given = env.text("CHENGZHI_VAR")
    if given:
        return Path(given).resolve()
    clone = PACKAGE.parents[1]
    return (clone if (clone / "pyproject.toml").exists() else Path.cwd()) / "var"

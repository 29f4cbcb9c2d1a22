"""Tasks of the console, gathered where the worker looks for them."""

from chengzhi.console.exports.tasks import remove_old_exports, write_export
from chengzhi.console.imports.tasks import remove_old_imports, run_import

__all__ = ["remove_old_exports", "remove_old_imports", "run_import", "write_export"]

"""Tasks of the console, gathered where the worker looks for them."""

from chengzhi.console.imports.tasks import remove_old_imports, run_import

__all__ = ["remove_old_imports", "run_import"]

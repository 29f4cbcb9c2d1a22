"""What the worker does for imports."""

import logging

from procrastinate.contrib.django import app

from chengzhi.console.imports.running import carry_out_later
from chengzhi.console.imports.store import remove_old

logger = logging.getLogger(__name__)


@app.task(name="console.run_import")
def run_import(token: str, phase: str) -> None:
    """Try a file out, or write it."""
    carry_out_later(token, phase)


@app.periodic(cron="17 * * * *")
@app.task(name="console.remove_old_imports", queueing_lock="console.imports")
def remove_old_imports(timestamp: int) -> None:
    """Files of more than a day ago are gone."""
    logger.info("old import files removed: %s", remove_old())

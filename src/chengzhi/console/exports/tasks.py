"""What the worker does for exports."""

import logging

from procrastinate.contrib.django import app

from chengzhi.console.exports.running import write_later
from chengzhi.console.exports.store import remove_old

logger = logging.getLogger(__name__)


@app.task(name="console.write_export")
def write_export(account: int, token: str) -> None:
    """Write the workbook of an export."""
    write_later(account, token)


@app.periodic(cron="37 * * * *")
@app.task(name="console.remove_old_exports", queueing_lock="console.exports")
def remove_old_exports(timestamp: int) -> None:
    """Exports older than a week are gone."""
    logger.info("old exports removed: %s", remove_old())

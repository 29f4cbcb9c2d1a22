"""What the worker does for this room."""

import logging

from procrastinate.contrib.django import app

from chengzhi.grid.services import bring_versions_into_force
from chengzhi.kernel.clock import now

logger = logging.getLogger(__name__)


# Every hour and not once at midnight: a worker that was away catches up, and the cron knows no time zone.
@app.periodic(cron="4 * * * *")
@app.task(queueing_lock="grid-day")
def bring_cells_up_to_date(timestamp: int) -> None:
    """Every cell says what its version of today says."""
    changed = bring_versions_into_force(on=now().date())
    logger.info("cells brought up to date, planned for %s: %s changed", timestamp, changed)

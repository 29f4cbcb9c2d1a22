"""What the worker does for this room."""

import logging

from procrastinate.contrib.django import app

from chengzhi.organisation.services import bring_up_to_date, forget_ended_tokens

logger = logging.getLogger(__name__)


# Every hour and not once at midnight: a worker that was away catches up, and the cron knows no time zone.
@app.periodic(cron="2 * * * *")
@app.task(queueing_lock="organisation-day")
def bring_register_up_to_date(timestamp: int) -> None:
    """Today's values of units are current, and changes due today have been told."""
    changed = bring_up_to_date()
    logger.info("register brought up to date, planned for %s: %s units changed", timestamp, changed)


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="organisation-tokens")
def forget_tokens(timestamp: int) -> None:
    """Answers to programs older than a week, and sign-ins that ended a month ago, are gone."""
    logger.info("planned for %s: %s rows of ended tokens forgotten", timestamp, forget_ended_tokens())

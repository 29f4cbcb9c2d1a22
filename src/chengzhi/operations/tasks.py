"""Housekeeping of the queue itself."""

from procrastinate import JobContext
from procrastinate.contrib.django import app

KEPT_HOURS = 90 * 24


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="operations.stalled", pass_context=True)
async def take_up_stalled(context: JobContext, timestamp: int) -> None:
    """Jobs that a killed worker had begun are begun again."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        await manager.retry_job(job)


@app.periodic(cron="17 19 * * *")
@app.task(queueing_lock="operations.old", pass_context=True)
async def remove_old(context: JobContext, timestamp: int) -> None:
    """Jobs that ended three months ago are forgotten, failed ones too."""
    await context.app.job_manager.delete_old_jobs(nb_hours=KEPT_HOURS, include_failed=True, include_cancelled=True)

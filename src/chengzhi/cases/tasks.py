"""What the worker does for the loop, again and again; each run is safe to repeat."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from chengzhi.cases.services.deadlines import watch_deadlines
from chengzhi.cases.starter.demo import play_longer_history
from chengzhi.kernel import outbox

__all__ = ["deliver_events", "play_longer_history", "watch"]


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="cases.watch", retry=RetryStrategy(max_attempts=3), pass_context=False)
def watch(timestamp: int) -> None:
    """Warn of limits that are near and escalate those that have passed."""
    watch_deadlines()


@app.periodic(cron="* * * * * */2")
@app.task(queueing_lock="kernel.outbox")
def deliver_events(timestamp: int) -> None:
    """Tell waiting events to their subscribers."""
    outbox.deliver()

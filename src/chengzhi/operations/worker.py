"""The background worker that outlives its database: when that goes away, the worker waits and takes up where it was.

Procrastinate's own worker ends, as if all were well, at the first lost connection.
"""

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress

import psycopg
from django.conf import settings
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException

from chengzhi.operations.preparation import LOCK_KEY

logger = logging.getLogger(__name__)
GRACE_SECONDS = 1
PAUSE_SECONDS = 2.0


def work(concurrency: int) -> None:
    """Do jobs until SIGINT or SIGTERM asks to stop, then see those already begun to their end.

    Jobs that still run after GRACE_SECONDS are asked to break off: long ones look for that and leave the rest in the queue.
    """
    asyncio.run(_until_asked(lambda: _work_once(concurrency)))


async def _until_asked(once: Callable[[], Awaitable[None]]) -> None:
    """Begin again and again until asked to stop; a turn that ends by itself has lost its database."""
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, asked.set)
    stopping = asyncio.create_task(asked.wait())
    while not asked.is_set():
        turn = asyncio.ensure_future(once())
        await asyncio.wait({turn, stopping}, return_when=asyncio.FIRST_COMPLETED)
        turn.cancel()
        with suppress(asyncio.CancelledError, ConnectorException, psycopg.OperationalError):
            await turn
        if not asked.is_set():
            logger.warning("the worker has lost its database and begins again in %s s", PAUSE_SECONDS)
            await asyncio.wait({stopping}, timeout=PAUSE_SECONDS)


async def _work_once(concurrency: int) -> None:
    """Do jobs until the database goes away, but none while it is still being prepared."""
    async with await psycopg.AsyncConnection.connect(settings.DATABASE_URL, autocommit=True) as patient:
        await patient.execute("SELECT pg_advisory_lock_shared(%s)", [LOCK_KEY])
    connector = app.connector
    if isinstance(connector, DjangoConnector):
        connector = connector.get_worker_connector()
    with app.replace_connector(connector):
        async with app.open_async():
            await app.run_worker_async(
                concurrency=concurrency, install_signal_handlers=False, shutdown_graceful_timeout=GRACE_SECONDS
            )

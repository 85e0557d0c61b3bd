"""What keeps the classes is made ready, looked at every minute, and emptied of those that ended."""

import asyncio
import logging

import anyio.to_thread

from ui.classes.problems import ClassesMissing
from ui.classes.shared_store import the_store
from ui.server import logs

EVERY = 60.0  # seconds
log = logging.getLogger("ui.server.upkeep")


def sweep_classes() -> str:
    """Removes the classes that have ended; "", or why the classes cannot be had."""
    try:
        the_store().sweep()
    except ClassesMissing as problem:
        return problem.why or str(problem)
    return ""


async def keep_classes() -> None:
    """Until it is cancelled; says once what is wrong, and once that it is right again."""
    before = ""
    while True:
        why = await anyio.to_thread.run_sync(sweep_classes)
        if why and not before:
            log.error("Classes cannot be had, all else works: %s", logs.Ours(why))
        elif before and not why:
            log.warning("Classes can be had again.")
        before = why
        await asyncio.sleep(EVERY)

"""A second process that shares the memory of all that this one has imported: Linux only."""

import gc
import multiprocessing
import signal
import sys
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from typing import Any

PATIENCE = 2.0  # seconds that it may take to end
POSSIBLE = sys.platform == "linux"  # macOS's own libraries do not survive a fork


def fork(name: str, work: Callable[..., None], *arguments: Any) -> BaseProcess:
    """Starts it: to be called before this process has threads. It does `work`, deaf to Ctrl-C.

    Raises RuntimeError where it is not POSSIBLE.
    """
    if not POSSIBLE:
        raise RuntimeError("a process is forked on Linux alone")
    gc.collect()
    gc.freeze()  # or the next collection would touch, and so copy, all that is shared
    process = multiprocessing.get_context("fork").Process(
        target=_begin, args=(work, *arguments), name=name, daemon=True
    )
    process.start()
    return process


def end(process: BaseProcess) -> None:
    """Waits until it has ended by itself, as it should by now, and ends it if it does not."""
    process.join(PATIENCE)
    if process.is_alive():
        process.kill()


def _begin(work: Callable[..., None], *arguments: Any) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # meant for the first process, which then ends
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    work(*arguments)

"""Code in a process of its own, one that it may ruin, or that has imported nothing yet; and in a
thread of its own, since Playwright's event loop may already run in this one."""

import asyncio
import subprocess
import sys
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def alone(code: str) -> subprocess.CompletedProcess[str]:
    """The process, once it has ended well; fails with what it said if it has not."""
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=250
    )
    assert run.returncode == 0, run.stderr
    return run


def awaited(work: Coroutine[Any, Any, Any]) -> Any:
    """What it comes to, in an event loop of its own."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()

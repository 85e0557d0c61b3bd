"""Code in a process of its own, one that it may ruin, or that has imported nothing yet; and in a
thread of its own, since Playwright's event loop may already run in this one."""

import asyncio
import atexit
import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 250  # seconds
# Imports torch, computes nothing, and forks for each line of its input; the child alone goes on.
MOTHER = """
def asked():
    import json, os, sys
    import torch
    for line in sys.stdin:
        if child := os.fork():
            print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
            continue
        code, environment, *files = json.loads(line)
        os.environ.clear()
        os.environ.update(environment)
        for number, file in enumerate((os.devnull, *files)):
            os.dup2(os.open(file, os.O_RDWR | os.O_CREAT), number)
        return code
    return ""
exec(asked())
"""


def alone(code: str) -> subprocess.CompletedProcess[str]:
    """The process, once it has ended well; fails with what it said if it has not."""
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE
    )
    assert run.returncode == 0, run.stderr
    return run


def alone_with_torch(code: str) -> subprocess.CompletedProcess[str]:
    """As `alone`, in a process where torch has been imported already: it is forked from one that
    has done nothing else, once for all tests of this worker. Where nothing is forked, `alone`.
    """
    if sys.platform != "linux":
        return alone(code)
    mother = _mother()
    assert mother.stdin and mother.stdout
    with TemporaryDirectory() as folder:
        files = [Path(folder, name) for name in ("out", "err")]
        print(json.dumps([code, dict(os.environ), *map(str, files)]), file=mother.stdin, flush=True)
        if not select.select([mother.stdout], [], [], PATIENCE)[0]:
            _mother.cache_clear()
            os.killpg(mother.pid, signal.SIGKILL)
            raise subprocess.TimeoutExpired("code in a forked process", PATIENCE)
        status = int(mother.stdout.readline())
        out, err = (file.read_text("utf-8") for file in files)
    assert status == 0, err
    return subprocess.CompletedProcess([], status, out, err)


@cache
def _mother() -> "subprocess.Popen[str]":
    """A process that has imported torch, in a group of its own."""
    mother = subprocess.Popen(
        [sys.executable, "-c", MOTHER],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    atexit.register(mother.wait)
    atexit.register(mother.kill)  # the last that is registered comes first
    return mother


def awaited(work: Coroutine[Any, Any, Any]) -> Any:
    """What it comes to, in an event loop of its own."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()

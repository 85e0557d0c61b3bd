"""A scheduler of Dask's and its workers on this machine, each a process that can be killed."""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from typing import Self

from scripts.running_app import ROOT, free_port

# Imports what all of them need, once, and forks one for each line of its input.
MOTHER = """
def asked():
    import json, os, signal, sys
    from distributed.cli import dask_scheduler, dask_worker
    import cnn.training.cluster
    mains = {"scheduler": dask_scheduler.main, "worker": dask_worker.main}
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        if child := os.fork():
            print(child, flush=True)
            continue
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for number in (0, 1):
            os.dup2(os.open(os.devnull, os.O_RDWR), number)
        kind, *arguments = json.loads(line)
        return lambda: mains[kind](arguments)
    return lambda: os.killpg(0, signal.SIGKILL)  # whoever asked has ended: so do all of these
if __name__ == "__main__":
    asked()()
"""
HERE = ["--host", "127.0.0.1", "--no-dashboard"]


class DaskCluster:
    """Use it in a `with` block; workers are known by their ports."""

    def __init__(self) -> None:
        self.port = free_port()
        self.address = f"tcp://127.0.0.1:{self.port}"
        self.scheduler = 0  # its process
        self.workers: dict[int, int] = {}  # processes by port

    def __enter__(self) -> Self:
        self._mother = subprocess.Popen(
            [sys.executable, "-c", MOTHER],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        self.start_scheduler()
        for _ in range(2):
            self.start_worker()
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._mother.pid, signal.SIGKILL)
        self._mother.wait()

    def start_scheduler(self) -> None:
        self.scheduler = self._begin("scheduler", "--port", str(self.port), *HERE)

    def start_worker(self) -> None:
        port = free_port()
        options = ["--worker-port", str(port), "--no-nanny", "--nthreads", "1", *HERE]
        self.workers[port] = self._begin("worker", self.address, *options)

    def kill(self, worker: str) -> None:
        """Ends a worker, by its address, in the midst of whatever it does."""
        os.kill(self.workers.pop(int(worker.rpartition(":")[2])), signal.SIGKILL)

    def _begin(self, *command: str) -> int:
        assert self._mother.stdin and self._mother.stdout
        print(json.dumps(command), file=self._mother.stdin, flush=True)
        return int(self._mother.stdout.readline())

"""The server that is attacked: within which limits it runs, and how it stands.

Its limits are those of deploy/compose.yaml and of a plain login: so much memory, so large a
temporary folder, so many open files. Files and folder are limited by the system (the folder where
this user may mount one); memory is measured, of all its processes together as the kernel counts it
for a container, and a server that takes more is killed, as the kernel would.
"""

import ipaddress
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from scripts.bench.memory import family, shared_out
from scripts.bench.visitor import request
from scripts.running_app import RunningApp

MEMORY, FOLDER, FILES = 2048, 256, 1024  # MB, MB of temporary files, open files
EVERY = 0.2  # seconds between two looks
SOON = 5.0  # seconds after an attack in which all has to be well


def loopback(url: str) -> str:
    """The address, if it is of this machine, by its number. Raises ValueError if it is not."""
    parts = urlsplit(url)
    host = "127.0.0.1" if parts.hostname == "localhost" else parts.hostname or ""
    try:
        is_here = ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_here = False
    if parts.scheme != "http" or not is_here or parts.path.strip("/"):
        raise ValueError(f"{url} is not the address of a server on this machine")
    host = f"[{host}]" if ":" in host else host
    return f"http://{host}:{parts.port or 80}"


@dataclass
class Stood:
    """How a server stood while it was attacked; None: not known of one that is not ours."""

    memory: float | None = None  # MB at most
    folder: float | None = None  # MB of temporary files at most
    tasks: int | None = None  # processes and threads at most
    log: int | None = None  # bytes
    longest: int | None = None  # bytes of the longest line
    ended: str = ""  # how it ended; "" if it lives
    ready: str = ""  # what /readyz says soon after; "" if all is well


@dataclass
class Target:
    """A server of our own, or one that runs already on this machine."""

    given: str = ""
    limit: float = MEMORY
    app: RunningApp | None = None
    url: str = ""
    _stood: Stood = field(default_factory=Stood)
    _logged: int = 0

    def __enter__(self) -> Self:
        self._over = threading.Event()
        if self.given:
            self.url = loopback(self.given)
            return self
        self._place = tempfile.mkdtemp(prefix="attack-")
        self.app = RunningApp(environment={"TMPDIR": self._place}, through=within(self._place))
        self.app.start()
        self.url = f"http://127.0.0.1:{self.app.port}"
        self._watch = threading.Thread(target=self._look, daemon=True)
        self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        if self.app:
            self._watch.join()
            self.app.stop()
            shutil.rmtree(self._place, ignore_errors=True)

    @property
    def pid(self) -> int | None:
        """Of the server, if it is ours and lives."""
        process = self.app.process if self.app else None
        return process.pid if process and process.poll() is None else None

    def helpers(self) -> list[int]:
        """The processes that the server has started, and those that they have."""
        return sorted(family(self.pid) - {self.pid}) if self.pid else []

    def begin(self) -> None:
        """An attack begins: what follows is counted for it."""
        if self.app:
            self._stood = Stood(memory=0.0, folder=0.0, tasks=0)
            self._logged = len(self.app.printed())

    def settle(self) -> None:
        """An attack is over: so long after it, is all well?"""
        time.sleep(SOON)
        self._stood.ready = self.unwell()

    def end(self) -> Stood:
        """How the server stood since `begin`; one that has ended or is not well is started anew."""
        stood = self._stood
        if self.app and self.app.process:
            printed = self.app.printed(self._logged)
            stood.log = len(printed)
            stood.longest = max(map(len, printed.split(b"\n")))
            status = self.app.process.poll()
            if status is not None:
                stood.ended = stood.ended or f"ended by {_how(status)}"
            if stood.ended or stood.ready:
                self._stood = Stood()
                self.app.process.kill()
                self.app.restart()
        return stood

    def unwell(self) -> str:
        """What /readyz says if it does not say that all is well."""
        if self.app and not self.pid:
            return "no answer"
        try:
            status, body, _ = request(self.url, "GET", "/readyz", timeout=SOON)
        except OSError as error:
            return type(error).__name__
        return "" if status == 200 else f"{status} {body.decode(errors='replace').strip()}"[:120]

    def _look(self) -> None:
        while not self._over.wait(EVERY):
            pid, app, stood = self.pid, self.app, self._stood
            if app is None or pid is None or stood.memory is None:
                continue
            with suppress(OSError):  # it has just ended
                all_of_it = family(pid)
                folder = temporary(pid, self._place)
                memory = shared_out(app) + folder
                tasks = sum(len(os.listdir(f"/proc/{each}/task")) for each in all_of_it)
                stood.memory = max(stood.memory, memory)
                stood.folder = max(stood.folder or 0.0, folder)
                stood.tasks = max(stood.tasks or 0, tasks)
                if memory > self.limit:
                    stood.ended = f"killed at {memory:,.0f} MB"
                    os.kill(pid, signal.SIGKILL)


def within(folder: str) -> list[str]:
    """The command that starts another with few files and, where it may, a folder of FOLDER MB."""
    files = f'ulimit -n {FILES}; exec "$@"'
    mount = f"mount -t tmpfs -o size={FOLDER}m tmpfs {folder} && {files}"
    may = ["unshare", "--mount", "sh", "-c"]
    probe = [*may, f"mount -t tmpfs -o size=1m tmpfs {folder}"]
    if shutil.which("unshare") and not subprocess.run(probe, capture_output=True).returncode:
        return [*may, mount, "sh"]
    return ["sh", "-c", files, "sh"]


def temporary(pid: int, folder: str) -> float:
    """What lies in the server's temporary folder, in MB, files without a name too."""
    there = Path(f"/proc/{pid}/root{folder}")
    if there.is_mount():
        disk = os.statvfs(there)
        return (disk.f_blocks - disk.f_bfree) * disk.f_frsize / 2**20
    held = dict[tuple[int, int], int]()
    for file in (each for one in family(pid) for each in Path(f"/proc/{one}/fd").iterdir()):
        with suppress(OSError):
            if os.readlink(file).startswith(folder):
                found = file.stat()
                held[found.st_dev, found.st_ino] = found.st_blocks * 512
    return sum(held.values()) / 2**20


def _how(status: int) -> str:
    return signal.Signals(-status).name if status < 0 else f"status {status}"

"""Several processes of the app behind HAProxy, on one machine: for the tests, the load, a class.

`python -m scripts.replicas --workers 2` is `make run WORKERS=2`. Which process a visitor sits on,
when one counts as lost and where its visitors go is deploy/haproxy.cfg's; here its ports are filled
in. `python -m scripts.replicas --install` installs Debian's HAProxy where that can be done.
"""

import argparse
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from types import FrameType
from typing import Self

from scripts import browser
from scripts.running_app import ROOT, RunningApp, free_port
from ui.server.invitation import invitation
from ui.server.ports import refuse_if_taken

CONFIGURATION = ROOT / "deploy" / "haproxy.cfg"
PLACES = "/usr/sbin:/usr/local/sbin:/opt/homebrew/bin"  # beside those of $PATH
MISSING = (
    "Several workers need HAProxy, which keeps each visitor on one of them. Install it (Debian, "
    "Ubuntu: apt-get install haproxy), or run one: make run"
)
LISTENS = "bind :80 "
SERVERS = re.compile(r"^    server app1 .*\n(?:    # server .*\n)*", re.M)
MOST = 16  # workers
STARTING = 30.0  # seconds for HAProxy to listen
LOOK = 1.0  # seconds between two looks whether all are there


def find_haproxy() -> str | None:
    """The path of HAProxy, or None."""
    return shutil.which("haproxy", path=f"{os.environ.get('PATH', '')}:{PLACES}")


def install_haproxy() -> None:
    """Installs Debian's, where that can be done, as root or by sudo."""
    if not find_haproxy():
        browser.apt_install("haproxy")


def filled_in(host: str, port: int, ports: Sequence[int]) -> str:
    """The configuration of deploy/, listening at `host`:`port`, before apps at `ports` here.

    Raises ValueError if that file has no place for them any more.
    """
    text = CONFIGURATION.read_text("utf-8")
    servers = "".join(f"    server app{i} 127.0.0.1:{to}\n" for i, to in enumerate(ports, 1))
    if LISTENS not in text or not SERVERS.search(text):
        raise ValueError(f"{CONFIGURATION} does not say where it listens, or for whom")
    return SERVERS.sub(servers, text.replace(LISTENS, f"bind {host}:{port} "))


class Haproxy:
    """HAProxy as deploy/ has it, before apps of this machine; use it in a `with` block."""

    def __init__(self, ports: Sequence[int], host: str = "127.0.0.1", port: int = 0) -> None:
        self.port = port or free_port()
        self.url = f"http://localhost:{self.port}"
        self.heard_at = (host if host not in ("", "0.0.0.0", "::") else "localhost", self.port)
        self.configuration = filled_in(host, self.port, ports)

    def __enter__(self) -> Self:
        """Raises RuntimeError if it is not there, or does not start."""
        program = find_haproxy()
        if not program:
            raise RuntimeError(MISSING)
        self.folder = tempfile.TemporaryDirectory(prefix="cnns-haproxy-")
        file = Path(self.folder.name) / "haproxy.cfg"
        file.write_text(self.configuration, "utf-8")
        checked = subprocess.run([program, "-c", "-q", "-f", file], capture_output=True, text=True)
        if checked.returncode:
            raise RuntimeError(checked.stderr)
        self.process = subprocess.Popen(
            [program, "-db", "-q", "-f", file], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        if not self._listens():
            self.__exit__()
            raise RuntimeError("HAProxy does not listen")
        return self

    def _listens(self) -> bool:
        """Whether it does, once it does or has ended."""
        deadline = time.monotonic() + STARTING
        while self.process.poll() is None and time.monotonic() < deadline:
            try:
                socket.create_connection(self.heard_at).close()
                return True
            except OSError:
                time.sleep(0.05)
        return False

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait()
        self.folder.cleanup()


class Replicas:
    """So many processes of the app and HAProxy before them; use it in a `with` block.

    `url` is where visitors go; `apps` are the processes, which a test may end and start again.
    """

    def __init__(self, count: int, *flags: str, environment: dict[str, str] | None = None) -> None:
        self.apps = [RunningApp(*flags, environment=environment) for _ in range(count)]
        self.proxy = Haproxy([app.port for app in self.apps])
        self.url = self.proxy.url

    def __enter__(self) -> Self:
        with ExitStack() as stack, ThreadPoolExecutor(len(self.apps)) as pool:
            for app in self.apps:
                stack.callback(app.stop)
            list(pool.map(RunningApp.start, self.apps))
            stack.enter_context(self.proxy)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()


class Workers:
    """What `make run WORKERS=2` starts: each is started again when it ends."""

    def __init__(self, count: int, host: str, port: int) -> None:
        self.host, self.port = host, port
        self.ports = [free_port() for _ in range(count)]
        self.environment = os.environ | {"CNN_PROXY_HOST": host}
        self.running = [self._start(each) for each in self.ports]

    def serve(self) -> None:
        """Until it is interrupted."""
        self._wait()
        with Haproxy(self.ports, self.host, self.port) as proxy:
            print(invitation(self.host, self.port), flush=True)
            while proxy.process.poll() is None:
                time.sleep(LOOK)
                self.look()
        raise RuntimeError(f"HAProxy has ended, with status {proxy.process.returncode}.")

    def look(self) -> None:
        """Starts again those that have ended."""
        for at, process in enumerate(self.running):
            if process.poll() is not None:
                print(f"Worker {at + 1} has ended. It is started again.", flush=True)
                self.running[at] = self._start(self.ports[at])

    def stop(self) -> None:
        """All of them; those that do not end by themselves are killed."""
        for process in self.running:
            process.terminate()
        for process in self.running:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _start(self, port: int) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "ui.server", "--host", "127.0.0.1", "--port", str(port)]
        return subprocess.Popen(
            command,
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # each would say where it listens, which is nobody's
        )

    def _wait(self) -> None:
        """Until all are ready. Raises RuntimeError if one has ended."""
        for process, port in zip(self.running, self.ports, strict=True):
            while not _is_ready(port):
                if process.poll() is not None:
                    raise RuntimeError(f"A worker has ended, with status {process.returncode}.")
                time.sleep(0.1)


def _is_ready(port: int) -> bool:
    """Whether it answers: one whose files are damaged does so too, and says what is missing."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve by several workers until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(prog="python -m scripts.replicas", description=__doc__)
    parser.add_argument("--install", action="store_true", help="HAProxy, and start nothing")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8501)
    options = parser.parse_args(arguments)
    if options.install:
        return install_haproxy()
    if not 1 <= options.workers <= MOST:
        parser.error(f"1 to {MOST} workers")
    if not find_haproxy():
        sys.exit(MISSING)
    refuse_if_taken(options.host, options.port)
    signal.signal(signal.SIGTERM, _interrupt)
    print(f"Warming up {options.workers} workers ...", flush=True)
    workers = Workers(options.workers, options.host, options.port)
    try:
        workers.serve()
    except RuntimeError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        print("Stopped.", flush=True)
    finally:
        workers.stop()


if __name__ == "__main__":
    main()

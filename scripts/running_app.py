"""A real server of the app in a process of its own, for browser tests and the benchmark."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    """A port nobody listens to at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


class RunningApp:
    """`python -m ui.server` (or `streamlit run`) on a free port; use it in a `with` block."""

    def __init__(
        self,
        *flags: str,
        plain: bool = False,
        module: str = "ui.server",
        root: Path = ROOT,
        environment: dict[str, str] | None = None,
        through: Sequence[str] = (),
    ) -> None:
        """through: a command that starts it, such as `nice`; by exec, so that it is one process."""
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.root = root
        self.environment = os.environ | (environment or {})
        port = str(self.port)
        self.command = [sys.executable, "-m", module, "--port", port, *flags]
        if plain:
            self.command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py"]
            self.command += ["--server.port", port, "--server.headless", "true", *flags]
        self.command = [*through, *self.command]
        self.process: subprocess.Popen[bytes] | None = None
        self.ended: int | None = None  # how the last one did: its exit status, or minus its signal

    def start(self, timeout: float = 240) -> None:
        """Start it and return when it answers. Raises RuntimeError, with its output, if not."""
        self._output = tempfile.TemporaryFile()  # a pipe that nobody reads would stop it
        self.process = subprocess.Popen(
            self.command,
            cwd=self.root,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            stderr=subprocess.STDOUT,
        )
        deadline = time.monotonic() + timeout
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the app did not start:\n{self.stop()}")
            time.sleep(0.02)

    def answers(self) -> bool:
        """Whether the health check says ok."""
        try:
            with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def printed(self, begin: int = 0) -> bytes:
        """What it has printed so far, from a byte on."""
        output, size = self._output.fileno(), os.fstat(self._output.fileno()).st_size
        return os.pread(output, max(0, size - begin), begin)  # its place in the file stays

    def stop(self, by: int = signal.SIGTERM) -> str:
        """Stop it as `kill` does, or by another signal (Ctrl-C's); returns what it printed."""
        if self.process is None:
            return ""
        self.process.send_signal(by)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.ended, self.process = self.process.returncode, None
        with self._output:
            self._output.seek(0)
            return self._output.read().decode(errors="replace")

    def restart(self) -> None:
        """Stop it and start it again at the same address."""
        self.stop()
        self.start()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

"""Install a lock for the Python that runs this: `python scripts/install.py FILE [pip's options]`.

Every file is held against the hashes in the lock. On Linux one pair may be replaced: PyPI's torch
brings CUDA, 5 GB that the app has no use for, so torch and torchvision come from PyTorch's own
index of CPU builds if that answers within three seconds. The lock cannot know the hashes of these
two; pip holds them against those that the index names, and only that index has versions that end
in +cpu. Needs nothing but Python and its pip.
"""

import os
import platform
import re
import subprocess
import sys
import sysconfig
import tempfile
import threading
import time
import urllib.request
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

INDEX = os.environ.get("TORCH_CPU_INDEX", "https://download.pytorch.org/whl/cpu").rstrip("/")
PATIENCE = 3.0  # seconds until the index must have begun to answer
READING = 20.0  # seconds until its list must be here
PAIR = ("torch", "torchvision")
ONLY_CUDA = re.compile(r"(?:torch|torchvision|triton)==|(?:nvidia|cuda)-")
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input"]
INSTALL = ["install", "--no-deps", "--no-compile", "--progress-bar", "off"]


class Failed(Exception):
    """pip ended with an error; holds the end of what it said."""


def blocks(lock: str) -> Iterator[str]:
    """The requirements of a lock, each with its hashes."""
    for block in re.split(r"\n(?=[A-Za-z0-9])", lock):
        if not block.startswith("#"):
            yield block


def pinned(lock: str, name: str) -> str:
    """The version that a lock gives a package. Raises ValueError if it has none."""
    for block in blocks(lock):
        if found := re.match(rf"{name}==([^\s;\\]+)", block):
            return found[1]
    raise ValueError(f"{name} is not in the lock")


def without_cuda(lock: str) -> str:
    """The lock without torch, torchvision and what only PyPI's torch needs."""
    return "\n".join(block for block in blocks(lock) if not ONLY_CUDA.match(block)) + "\n"


def answer(url: str, patience: float = PATIENCE, reading: float = READING) -> str | None:
    """The page at `url`, or None if it does not begin to answer in time: asked once.

    In a thread, since a name server that keeps silent heeds no time limit.
    """
    begun, page = threading.Event(), list[str]()

    def ask() -> None:
        try:
            with urllib.request.urlopen(url, timeout=patience) as response:
                begun.set()
                page.append(response.read().decode("utf-8", "replace"))
        except (OSError, ValueError):
            pass
        begun.set()

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    if begun.wait(patience):
        asking.join(reading)
    return page[0] if page else None


def why_not_cpu(torch: str) -> str | None:
    """Why PyPI's torch is taken, as a sentence; None if the CPU build is to be had."""
    if not INDEX:
        return "TORCH_CPU_INDEX is empty."
    page = answer(f"{INDEX}/torch/")
    if page is None:
        return f"{INDEX} did not answer within {PATIENCE:.0f} seconds."
    if not re.search(rf"torch-{re.escape(torch)}(?:\+|%2B)cpu-", page):
        return f"{INDEX} has no torch {torch}."
    return None


def installed(name: str) -> str | None:
    """The version of a package in this environment."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def all_there(versions: Mapping[str, str]) -> bool:
    """Whether this environment has these packages in these versions."""
    return all(installed(name) == wanted for name, wanted in versions.items())


def last_line(failed: Failed) -> str:
    """The last thing that pip said, if it said anything before it ended."""
    return (str(failed).splitlines() or ["pip ended without a word."])[-1].strip()


def install(lock: str, options: Sequence[str]) -> None:
    """Install everything in the lock; says which torch it takes. Raises Failed."""
    command = [*INSTALL, *options]
    cpu = {name: f"{pinned(lock, name)}+cpu" for name in PAIR}
    torch = pinned(lock, "torch")
    if sys.platform == "linux" and installed("torch") != torch and not all_there(cpu):
        reason = why_not_cpu(torch)
        if reason is None:
            print(f"PyTorch: the CPU build, from {INDEX}", flush=True)
            try:
                wanted = [f"{name}=={version}" for name, version in cpu.items()]
                pip([*command, "--index-url", INDEX, *wanted], len(wanted))
            except Failed as failed:
                reason = f"{INDEX} answered, but: {last_line(failed)}"
        if reason is not None:
            print(f"PyTorch: PyPI's build, with CUDA, 5 GB more. {reason}", flush=True)
    if all_there(cpu):
        lock = without_cuda(lock)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "requirements.txt"
        file.write_text(lock, "utf-8")
        every = sum(1 for _ in blocks(lock))
        pip([*command, "--require-hashes", "--requirement", str(file)], every)
    checked = subprocess.run([*PIP, "check"], capture_output=True, text=True, check=False)
    if checked.returncode:
        raise Failed(checked.stdout)


def pip(arguments: Sequence[str], total: int) -> None:
    """Run pip with a line that says how far it is. Raises Failed."""
    with tempfile.TemporaryDirectory() as room:
        process = subprocess.Popen(
            [*PIP, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            env={**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), room)},
        )
        said: deque[str] = deque(maxlen=30)
        progress = Progress(total, Path(room))
        reading = threading.Thread(target=_read, args=(process, said, progress), daemon=True)
        reading.start()
        try:
            while reading.is_alive():
                progress.show()
                reading.join(0.5)
        except KeyboardInterrupt:
            process.terminate()
            raise
        finally:
            process.wait()
            progress.end()
    if process.returncode:
        raise Failed("".join(said))


def _read(process: "subprocess.Popen[str]", said: deque[str], progress: "Progress") -> None:
    assert process.stdout
    for line in process.stdout:
        if "WARNING" not in line:
            said.append(line)
        progress.hear(line)


class Progress:
    """One line of how far pip is: redrawn on a terminal, now and then a new one elsewhere."""

    def __init__(self, total: int, room: Path) -> None:
        self.total = total
        self.room = room  # where pip keeps what it receives
        self.began = time.monotonic()
        self.found, self.package, self.placing = 0, "", False
        self.before = self._places()
        self.shown = 0.0 if sys.stdout.isatty() else self.began

    def hear(self, line: str) -> None:
        """Take note of a line that pip said."""
        if found := re.match(r"(?:Collecting|Requirement already satisfied:) ([\w.-]+)", line):
            self.found, self.package = self.found + 1, found[1]
        elif line.startswith("Installing collected packages"):
            self.placing = True

    def line(self) -> str:
        """How far pip is, in words."""
        seconds = f"{time.monotonic() - self.began:.0f} s"
        if self.placing:
            return f"  putting them in place: {self._places() - self.before}, {seconds}"
        count = f"  fetching {min(self.found, self.total)} of {self.total}"
        return f"{count}: {self.package}, {_size(self.room) / 1e6:,.0f} MB received, {seconds}"

    def show(self) -> None:
        """Print the line if it is time to."""
        terminal, now = sys.stdout.isatty(), time.monotonic()
        if terminal:
            print(f"\r\x1b[K{self.line()[:79]}", end="", flush=True)
        elif now - self.shown >= 10:
            self.shown = now
            print(self.line(), flush=True)

    def end(self) -> None:
        """Leave no half line behind."""
        if sys.stdout.isatty():
            print("\r\x1b[K", end="", flush=True)

    def _places(self) -> int:
        return sum(1 for _ in Path(sysconfig.get_path("purelib")).glob("*.dist-info"))


def _size(folder: Path) -> int:
    """Bytes in a folder that changes meanwhile."""
    total = 0
    for place, _, files in os.walk(folder):
        for name in files:
            try:
                total += os.lstat(os.path.join(place, name)).st_size
            except OSError:
                pass
    return total


def main(arguments: Sequence[str]) -> None:
    """Install the lock named on the command line."""
    if sys.platform == "darwin" and platform.machine() == "x86_64":
        sys.exit("PyTorch has no build for Macs with Intel processors any more: the app needs one.")
    began = time.monotonic()
    try:
        file, *options = arguments
        install(Path(file).read_text("utf-8"), options)
    except Failed as failed:
        sys.exit(f"{failed}\nNot everything is installed. What pip received, it keeps: try again.")
    except KeyboardInterrupt:
        sys.exit("\nStopped. What pip received, it keeps.")
    size = _size(Path(sys.prefix)) / 1e9
    print(f"Installed in {time.monotonic() - began:.0f} s: {size:.1f} GB in {sys.prefix}")


if __name__ == "__main__":
    main(sys.argv[1:])

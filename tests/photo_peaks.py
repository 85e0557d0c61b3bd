"""How much memory decoding takes, measured: python tests/photo_peaks.py FOLDER [--believing]

Each file of a folder is decoded in a process of its own that is limited as a visitor's photo is,
first as an ordinary one, then as a large one. A line of JSON tells what came of it, what was
estimated and the peak, both in bytes. With --believing whatever a file says of itself is believed
to be small, so that the limits alone hold it.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from cnn.data.photos import bounded_decode, decode_process
from cnn.data.photos.bounded_decode import decode
from cnn.data.photos.memory_estimate import LARGE, ORDINARY
from cnn.errors import Problem

ROOT = Path(__file__).resolve().parent.parent


class Peak(NamedTuple):
    """What came of a file."""

    outcome: str  # a problem's key, or the size
    needed: int  # bytes, as estimated
    peak: int  # bytes more than the process had
    memory: int  # bytes that it was given


def peaks(files: dict[str, bytes], *options: str) -> dict[str, Peak]:
    """Of each file, by its name."""
    with tempfile.TemporaryDirectory() as folder:
        for number, data in enumerate(files.values()):
            Path(folder, str(number)).write_bytes(data)
        command = [sys.executable, __file__, folder, *options]
        run = subprocess.run(
            command,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            timeout=280,
        )
    told = dict(json.loads(line) for line in run.stdout.splitlines())
    assert run.returncode == 0 and len(told) == len(files), run.stderr
    return {name: Peak(*told[str(number)]) for number, name in enumerate(files)}


def _resident(what: str) -> int:
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition(what)[2].split()[0]) * 1024


def _measure(data: bytes, memory: int, out: int) -> None:
    estimates, estimate = [0], bounded_decode.bytes_needed

    def needed(*given: Any) -> int:
        estimates.append(estimate(*given))
        return 0 if "--believing" in sys.argv else estimates[-1]

    bounded_decode.bytes_needed = needed
    before = _resident("VmRSS:")
    decode_process._limit(memory + decode_process.SPARE)
    try:
        outcome = "{}x{}".format(*decode(data, memory).size)
    except Problem as problem:
        outcome = problem.key
    except MemoryError:
        outcome = "photo-memory"
    peak = _resident("VmHWM:") - before
    os.write(out, json.dumps([outcome, estimates[-1], peak, memory]).encode())


def main() -> None:
    decode_process._prepare_to_decode()
    for file in sorted(Path(sys.argv[1]).iterdir()):
        data = file.read_bytes()
        for memory in (ORDINARY, LARGE):
            ours, theirs = os.pipe()
            if not os.fork():
                try:
                    _measure(data, memory, theirs)
                finally:
                    os._exit(0)
            os.close(theirs)
            told = os.read(ours, 4096).decode() or json.dumps(["ended", 0, 0, memory])
            os.close(ours)
            os.wait()
            if json.loads(told)[0] != "photo-memory":
                break
        print(json.dumps([file.name, json.loads(told)]), flush=True)


if __name__ == "__main__":
    main()

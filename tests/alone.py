"""Code in a process of its own: one that it may ruin, or that has imported nothing yet."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def alone(code: str) -> subprocess.CompletedProcess[str]:
    """The process, once it has ended well; fails with what it said if it has not."""
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=250
    )
    assert run.returncode == 0, run.stderr
    return run

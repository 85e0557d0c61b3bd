"""Processes that work for the server: killed, and stopped without dying. Ours alone."""

import asyncio
import os
import signal
from contextlib import suppress
from pathlib import Path

from scripts.attack.swarm import Attack

SEEN = 5.0  # seconds in which it has to be noticed


async def killed(attack: Attack) -> None:
    """Each ends from one moment to the next."""
    await _by(attack, signal.SIGKILL)


async def stopped(attack: Attack) -> None:
    """Each stands still and stays."""
    await _by(attack, signal.SIGSTOP)


async def _by(attack: Attack, how: signal.Signals) -> None:
    before = attack.target.helpers()
    for pid in before:
        with suppress(ProcessLookupError):  # one that has just opened a photo
            os.kill(pid, how)
    attack.count(f"helpers {how.name}", len(before))
    await asyncio.sleep(SEEN)
    attack.count(f"of them there after {SEEN:.0f} s", sum(map(works, attack.target.helpers())))
    said = await asyncio.to_thread(attack.target.unwell)
    attack.count("times /readyz says so" if said else "times /readyz says that all is well")
    await asyncio.sleep(attack.left)
    for pid in before:  # those that nobody has replaced
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)


def works(pid: int) -> bool:
    """Whether a process is neither stopped nor dead."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "TZX"

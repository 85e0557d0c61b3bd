"""Scripts take turns: at most AT_ONCE of them run, however many visitors there are.

Streamlit runs the script of each visitor in a thread of its own. Forty threads that compute take
the interpreter's lock from one another every few milliseconds: all of them finish last, and the
thread that serves every socket waits in the same line. In turns, the first finish first, and the
pads' answers (`ui.live`) pass between them. Who waits for something else gives its turn away:
`aside`. The version of Streamlit is pinned, and a test compares what we wrap with what we know.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, local

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

AT_ONCE = 2  # one computes while the other writes, sends or draws in torch
PATIENCE = 1.0  # seconds that a script waits for its turn when it comes back
SWITCH = 0.001  # seconds after which a thread that computes lets another one (Python's own: 0.005)

run_script = ScriptRunner._run_script
_turns = BoundedSemaphore(AT_ONCE)
_mine = local()


def take() -> None:
    """From now on, scripts take turns, in this whole process."""
    sys.setswitchinterval(SWITCH)
    ScriptRunner._run_script = _in_turn  # type: ignore[method-assign,assignment]


def _in_turn(runner: ScriptRunner, rerun_data: RerunData) -> None:
    _turns.acquire()
    _mine.turn = True
    try:
        run_script(runner, rerun_data)
    finally:
        if _mine.turn:
            _mine.turn = False
            _turns.release()


@contextmanager
def aside() -> Iterator[None]:
    """While its block waits for something, the next script may run.

    Afterwards the script waits for a turn again, PATIENCE at most: whoever has the turns might wait
    for a lock that this script holds.
    """
    if not getattr(_mine, "turn", False):
        yield
        return
    _mine.turn = False
    _turns.release()
    try:
        yield
    finally:
        _mine.turn = _turns.acquire(timeout=PATIENCE)

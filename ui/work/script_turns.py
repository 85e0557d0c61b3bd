"""Scripts take turns: at most so many of them run, however many visitors there are.

Forty threads that compute take the interpreter's lock from one another every few milliseconds: all
of them finish last, and the thread that serves every socket waits in the same line. In turns, the
first finish first. Turns go round address by address, then session by session
(`ui.sharing.shares`): who reloads a page for ever keeps itself waiting. Who waits for something
else gives its turn away: `aside`.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import local

from ui.patches import script_runs
from ui.sharing import addresses
from ui.sharing.shares import Shares

OF_ONE_ADDRESS = 1  # with two the same visitors get fewer answers, all of them later
AT_ONCE = 2  # one more, which is never that address's
PATIENCE = 1.0  # seconds that a script waits for its turn when it comes back
SWITCH = 0.0001  # seconds a thread computes while others wait (Python's own: 0.005)

_turns = Shares(AT_ONCE, OF_ONE_ADDRESS)
_mine = local()  # whose turn this thread's is, and whether it has it


def take_turns() -> None:
    """From now on, scripts take turns, in this whole process."""
    sys.setswitchinterval(SWITCH)
    script_runs.through(in_turn)


def in_turn(session: str, run: Callable[[], None]) -> None:
    """Runs a script of this session once it is its turn."""
    _mine.address, _mine.session = addresses.of_session(session), session
    _mine.turn = _turns.wait(_mine.address, session)
    try:
        run()
    finally:
        if _mine.turn:
            _mine.turn = False
            _turns.give(_mine.address)


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
    _turns.give(_mine.address)
    try:
        yield
    finally:
        _mine.turn = _turns.wait(_mine.address, _mine.session, patience=PATIENCE)

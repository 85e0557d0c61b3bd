"""What the server says where it was started: in a terminal, a file, a service's log, or nowhere.

No encoding and no closed or broken stream may end a server that a class is waiting for.
"""

import io
import os
import sys


def prepare() -> None:
    """A letter that the console does not have is written as its number, instead of an error.

    A stream that is closed leads nowhere from now on: uvicorn, too, asks what kind of one it is.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None or stream.closed:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def can_show(text: str) -> bool:
    """Whether standard output has every letter of `text`."""
    try:
        text.encode(sys.stdout.encoding)
    except (LookupError, UnicodeEncodeError):
        return False
    return True


def say(text: str) -> None:
    """Prints a line at once, if anybody can read it."""
    try:
        print(text, flush=True)
    except OSError:  # who read it has gone: what is still unwritten would fail again at the end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

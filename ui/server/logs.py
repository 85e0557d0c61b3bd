"""What may stand in the log: our own words and numbers, where and of what kind an error was.

Whatever a visitor has sent may turn up in what a library wants to log: in a message's arguments, in
an error's text, in a line of a traceback. So of every record, whoever makes it, only this is kept:
its message if it stands in the code as it is, numbers put into it, and of an error its kind, our
files and lines that it came through, and where it was raised. All of it is one line. What is put in
otherwise is "…", unless the code says that it is ours: `Ours`. How long lines are and how many may
come is for `ui.server.console`, through which all of them go.
"""

import logging
import sys
import threading
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from ui.telemetry import events

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = "…"
FRAMES = 6  # of ours that are told of an error, the innermost
LAYOUT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
log = logging.getLogger("ui.server.logs")


class Ours(str):
    """Text of our own, such as a sentence with the names of our files, that may be logged."""


class Record(logging.LogRecord):
    """A record without anything that might be a visitor's."""

    def __init__(self, name: str, level: int, pathname: str, lineno: int, *more: Any) -> None:
        msg, args, exc_info, func, _stack = (*more, None)[:5]
        super().__init__(name, level, pathname, lineno, msg, args, None, func, None)
        if name == events.log.name:  # numbers, and words from a list
            return
        if is_in_code(msg, pathname, func):
            self.msg = filled(msg, self.args)
        else:
            self.msg = f"{LEFT_OUT} ({place(pathname, lineno)})"
        self.args = ()
        if error := _error(exc_info):
            self.msg = f"{self.msg} [{told(error)}]"
        self.msg = " ".join(self.msg.split())


def prepare() -> None:
    """From now on, whatever is logged, warned or left uncaught is told in this way."""
    logging.setLogRecordFactory(Record)
    logging.raiseExceptions = False  # it would print what was to be logged
    logging.basicConfig(format=LAYOUT)
    st.set_option("logger.enableRich", False)  # it prints errors itself, and what they say
    warnings.showwarning = _warned  # type: ignore[assignment]
    sys.excepthook = _uncaught
    sys.unraisablehook = _unraisable
    threading.excepthook = _uncaught_in_thread
    for each in (logging.root, *map(logging.getLogger, logging.root.manager.loggerDict)):
        for handler in each.handlers:
            if isinstance(handler, logging.StreamHandler):
                handler.setStream(sys.stderr)
                handler.setFormatter(logging.Formatter(LAYOUT))


def is_in_code(msg: object, pathname: str, function: str | None) -> bool:
    """Whether a message is a constant of the function that logs it."""
    frame = sys._getframe(1)
    while frame is not None:
        code = frame.f_code
        if code.co_name == function and code.co_filename == pathname:
            return any(msg is each for each in code.co_consts)
        frame = frame.f_back  # type: ignore[assignment]
    return False


def filled(msg: str, args: Any) -> str:
    """The message with the numbers of its arguments; nothing else of them."""
    if not args:
        return msg
    if isinstance(args, Mapping):
        safe: Any = {name: _safe(each) for name, each in args.items()}
    else:
        safe = tuple(_safe(each) for each in args)
    try:
        return str(msg % safe)
    except (TypeError, ValueError, KeyError):
        return msg


def _safe(value: object) -> object:
    if isinstance(value, float) or value is None or (isinstance(value, int) and abs(value) < 1e15):
        return value
    return value if isinstance(value, Ours) else LEFT_OUT


def told(error: BaseException) -> str:
    """An error's kind and where it came through, without its text."""
    frames = []
    trace = error.__traceback__
    while trace:
        frames.append((trace.tb_frame.f_code, trace.tb_lineno))
        trace = trace.tb_next
    ours = [each for each in frames if Path(each[0].co_filename).is_relative_to(ROOT)]
    ours = [each for each in ours if "site-packages" not in each[0].co_filename]
    shown = ours[-FRAMES:]
    if frames and frames[-1] not in shown:
        shown.append(frames[-1])
    places = [f"{place(code.co_filename, line)} {code.co_name}" for code, line in shown[::-1]]
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    because = f", after {type(cause).__name__}" if cause else ""
    return f"{type(error).__name__}{because} at {' < '.join(places) or 'no place'}"


def place(pathname: str, line: int) -> str:
    """A file and line: from our folder on, or of a library from its name on."""
    path = Path(pathname)
    if "site-packages" in path.parts:
        short = Path(*path.parts[path.parts.index("site-packages") + 1 :])
    elif path.is_relative_to(ROOT):
        short = path.relative_to(ROOT)
    else:
        short = Path(*path.parts[-2:])
    return f"{short.as_posix()}:{line}"


def _error(exc_info: Any) -> BaseException | None:
    error = exc_info[1] if isinstance(exc_info, tuple) else exc_info
    return error if isinstance(error, BaseException) else None


def _warned(message: Warning | str, category: type[Warning], file: str, line: int, *_: Any) -> None:
    log.warning("%s at %s", Ours(category.__name__), Ours(place(file, line)))


def _uncaught(kind: type[BaseException], error: BaseException, _trace: Any) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    log.critical("nobody caught this", exc_info=error)


def _uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_type is not SystemExit:
        log.error("nobody caught this in a thread", exc_info=args.exc_value)


def _unraisable(args: Any) -> None:
    log.error("nobody could catch this", exc_info=args.exc_value)

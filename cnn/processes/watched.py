"""The one way to speak with a process of one's own: begin it, ask it, leave it, replace it, end it.

Both ends hold a socket. A message has a number, its length and whether it tells a failure in front;
the answer comes under the same number, so that an answer whose asker has left is told from the
next. An empty message asks for a sign of life, which is empty too. A process whose connection is
closed ends, and so it does with whoever began it.

Lost is who has ended, and who is silent: neither answers nor does anything for SILENT seconds, as
a process that was stopped or hangs. Who works long, or waits on a busy machine, uses the processor
now and then. `multiprocessing`'s connections wait for a silent process for ever; hence these.
"""

import logging
import select
import socket
import struct
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from threading import Lock
from time import monotonic
from typing import NoReturn

from cnn.processes import fork
from cnn.processes.fork import Child

SILENT = 3.5  # seconds without a sign of life
PATIENCE = 30.0  # seconds for an answer, after which even who works on and on is given up
DOUBT = 1.0  # seconds without a sign of life after which one is no longer called well
GLANCE = 0.2  # seconds between two looks for signs
AGAIN = 1.0  # seconds between two replacements
HEAD = struct.Struct("<QQ?")  # a message's number, its length in bytes, whether it tells a failure
ALIVE = b""  # what asks for a sign of life

Begin = Callable[[socket.socket], Child]
Idle = Callable[[int], object]  # what is done until the socket can be read, or written


class Gone(ConnectionError):
    """There is no such process just now; if there was, it is ended for good."""


class Silent(Gone):
    """There was one, but it was stopped, hung, or took too long."""


class Busy(Gone):
    """There is one, but it begins, or another asks it for long."""


class Failed(RuntimeError):
    """What was asked has failed there, and how: a traceback. The process goes on."""


class Process:
    """A process that is asked one thing after another, until it is lost, as seen from here.

    One thread at a time may ask.
    """

    def __init__(self, begin: Begin, patience: float = PATIENCE, most: int = sys.maxsize) -> None:
        """`begin` makes a process that serves a socket; `patience`: seconds; `most`: an answer's
        bytes. Raises Gone if `begin` raises OSError."""
        self.child: Child | None = None
        self._begin, self._patience, self._most = begin, patience, most
        self._line: socket.socket | None = None
        self._number, self._doubtful = 0, False
        self._start()

    @property
    def well(self) -> bool:
        """Whether it is there and, if it is asked, shows signs of life."""
        return self._line is not None and not self._doubtful

    def ask(self, message: bytes, handle: int | None = None) -> bytes:
        """Its answer. Raises Gone, Failed."""
        self.send(message, handle)
        return self.receive()

    def send(self, message: bytes, handle: int | None = None) -> None:
        """Asks, and returns while it answers. `handle`: a file that it gets too. Raises Gone."""
        self._number += 1
        line = self._connected()
        try:
            tell(line, self._number, message, idle=self._wait)
            if handle is not None:
                socket.send_fds(line, [b" "], [handle])
        except Exception as error:
            self._break(error)

    def receive(self) -> bytes:
        """The answer to what was asked last. Raises Gone, Failed."""
        line, number = self._connected(), 0
        try:
            while number != self._number:  # it is to a question whose asker went away
                number, message, failed = take(line, self._wait, self._most)
        except Exception as error:
            self._break(error)
        if failed:
            raise Failed(message.decode(errors="replace"))
        return message

    def close(self) -> None:
        """Ends the process."""
        if self._line:
            self._line.close()
            self._line = None
        if self.child:
            self.child.kill()

    def _start(self) -> None:
        try:
            ours, theirs = socket.socketpair()
            ours.setblocking(False)
            with theirs:
                self.child = self._begin(theirs)
        except Gone:
            raise
        except OSError as error:
            raise Gone from error
        self._line, self._doubtful = ours, False

    def _connected(self) -> socket.socket:
        if not self._line:
            raise Gone
        return self._line

    def _break(self, error: Exception) -> NoReturn:
        """A connection that breaks in its middle, for whatever reason, is of no more use."""
        self._lose(isinstance(error, Silent))
        if isinstance(error, OSError | EOFError) and not isinstance(error, Gone):
            raise Gone from error
        raise error

    def _wait(self, event: int) -> None:
        """Until it has answered, or read on. Raises Silent if it does not."""
        assert self.child and self._line
        poll = select.poll()
        poll.register(self._line, event)
        began = quiet = monotonic()
        signs: tuple[str, ...] = ()
        while not poll.poll(1000 * GLANCE):
            now, last = monotonic(), signs
            if (signs := self.child.signs()) != last:
                quiet = now
            self._doubtful = now - quiet > DOUBT
            if now - quiet > SILENT or now - began > self._patience:
                raise Silent
        self._doubtful = False

    def _lose(self, silent: bool) -> None:
        Process.close(self)


class Watched(Process):
    """One that is looked at now and then, and replaced when it is lost.

    Any thread may ask; whoever does holds the `turn`.
    """

    def __init__(self, name: str, begin: Begin) -> None:
        """Raises Gone if there cannot be a first one."""
        self.name, self.turn = name, Lock()
        self.replaced = 0  # times
        self._log = logging.getLogger(f"{__name__}.{name}")
        self._begun, self._closed, self._told = 0.0, False, False
        super().__init__(begin)

    def look(self, ask: Callable[[], object] | None = None) -> bool:
        """Looks whether it is well, and replaces it if it is lost; whether it was well.

        If it is being asked, whoever asks will notice. `ask`: asks it more than for a sign of life,
        and has the turn then. A look at one that is silent takes SILENT seconds.
        """
        if not self.turn.acquire(blocking=False):
            return False
        try:
            if self.ready():
                if ask:
                    ask()
                else:
                    self.ask(ALIVE)
                return True
        except Gone:
            self.ready()
        finally:
            self.turn.release()
        return False

    def ready(self) -> bool:
        """Whether there is one; if it was lost, another is begun, once in AGAIN seconds."""
        if self._line or self._closed:
            return self._line is not None
        if monotonic() - self._begun < AGAIN:
            return False
        if self.child:
            self.child.join()  # it was killed
        try:
            self._start()
        except Gone:
            return False
        self.replaced += 1
        self._log.warning("It has been replaced.")
        return True

    def close(self) -> None:
        """Ends it for good, after what it is being asked, or soon: whoever asks hears Gone."""
        free = self.turn.acquire(timeout=fork.PATIENCE)
        self._closed = True
        if free:
            super().close()
            self.turn.release()
        elif self.child:
            self.child.kill()
        if self.child:
            self.child.join()

    def _start(self) -> None:
        self._begun = monotonic()
        try:
            super()._start()
        except Gone:
            if not self._told:
                self._log.warning("It cannot be begun just now.")
            self._told = True
            raise
        self._told = False

    def _lose(self, silent: bool) -> None:
        if silent:
            self._log.error("It is silent, and is ended.")
        elif not self._closed:
            self._log.error("It has ended.")
        super()._lose(silent)


def serve(line: socket.socket, reply: Callable[[bytes], bytes]) -> None:
    """What a helper does: answers, until the other end is closed or has ended."""
    with suppress(OSError, EOFError):
        while True:
            number, message, failed = take(line)
            try:
                answer = ALIVE if message == ALIVE else reply(message)
            except Exception:
                answer, failed = traceback.format_exc().encode(), True
            tell(line, number, answer, failed)


def tell(
    line: socket.socket, number: int, message: bytes, failed: bool = False, idle: Idle = bool
) -> None:
    """Sends it. Raises OSError, and what `idle` raises, which is asked where the line is full."""
    head, sent = HEAD.pack(number, len(message), failed), 0
    while sent < len(head) + len(message):
        rest = memoryview(head)[sent:], memoryview(message)[max(0, sent - len(head)) :]
        try:
            sent += line.sendmsg(rest)
        except BlockingIOError:
            idle(select.POLLOUT)


def take(
    line: socket.socket, idle: Idle = bool, most: int = sys.maxsize
) -> tuple[int, bytes, bool]:
    """The next message: its number, itself, whether it tells a failure.

    Raises OSError, EOFError, and what `idle` raises, which is asked where the line is empty.
    """
    number, length, failed = HEAD.unpack(_read(line, HEAD.size, idle))
    if length > most:
        raise EOFError
    return number, bytes(_read(line, length, idle)), failed


def _read(line: socket.socket, length: int, idle: Idle) -> bytearray:
    found, got = bytearray(length), 0
    while got < length:
        try:
            more = line.recv_into(memoryview(found)[got:])
        except BlockingIOError:
            idle(select.POLLIN)
            continue
        if not more:
            raise EOFError
        got += more
    return found

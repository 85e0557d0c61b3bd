"""A process that is asked one thing after another, and watched: where it is lost, another comes.

Lost is who has ended, and who is silent: neither answers nor does anything for SILENT seconds, as
a process that was stopped or hangs. Who works long, or waits on a busy machine, uses the processor
now and then. All helpers of the server speak in this way: a number and a length before each
message, its answer under the same number; an empty message asks for a sign of life.
"""

import logging
import select
import socket
import struct
from collections.abc import Callable, Sequence
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
HEAD = struct.Struct("<QQ")  # the number of a message, and its length in bytes
ALIVE = b""  # what asks for a sign of life
PIECE = 1 << 18  # bytes read at once

Begin = Callable[[socket.socket], Child]


class Gone(ConnectionError):
    """There is no such process just now; if there was, it is ended for good."""


class Watched:
    """The process, as seen from here. Whoever asks holds the `turn`."""

    def __init__(self, name: str, begin: Begin) -> None:
        """`begin` makes a process that serves a socket, and may raise OSError.

        Raises Gone if there cannot be a first one.
        """
        self.name, self._begin = name, begin
        self._log = logging.getLogger(f"{__name__}.{name}")
        self.turn = Lock()
        self.replaced = 0  # times
        self.child: Child | None = None
        self._line: socket.socket | None = None
        self._number, self._begun = 0, 0.0
        self._doubtful = self._closed = self._told = False
        if not self._start():
            raise Gone(name)

    @property
    def well(self) -> bool:
        """Whether it is there and, if it is asked, shows signs of life."""
        return self._line is not None and not self._doubtful

    def ask(self, message: bytes, handles: Sequence[int] = ()) -> bytes:
        """Its answer. Raises Gone."""
        self.send(message, handles)
        return self.receive()

    def send(self, message: bytes, handles: Sequence[int] = ()) -> None:
        """Asks, and returns while it answers. `handles` are files that it gets too. Raises Gone."""
        self._number += 1
        rest = memoryview(HEAD.pack(self._number, len(message)) + message)
        while rest and (line := self._line):
            try:
                rest = rest[socket.send_fds(line, [rest], handles) :]
                handles = ()
            except BlockingIOError:
                self._wait(line, select.POLLOUT)
            except OSError:
                self._lose()
        if not self._line:
            raise Gone(self.name)

    def receive(self) -> bytes:
        """The answer to what was asked last. Raises Gone."""
        while True:
            number, length = HEAD.unpack(self._read(HEAD.size))
            message = self._read(length)
            if number == self._number:  # else to a question whose asker went away
                return bytes(message)

    def look(self) -> bytes | None:
        """Looks whether it is well, and replaces it if it is lost; returns its sign of life.

        If it is being asked, whoever asks will notice.
        """
        if not self.turn.acquire(blocking=False):
            return None
        try:
            if self.ready():
                return self.ask(ALIVE)
        except Gone:
            self.ready()
        finally:
            self.turn.release()
        return None

    def ready(self) -> bool:
        """Whether there is one; if it was lost, another is begun, once in AGAIN seconds."""
        if self._line or self._closed:
            return self._line is not None
        if monotonic() - self._begun < AGAIN or not self._start():
            return False
        self.replaced += 1
        self._log.warning("It has been replaced.")
        return True

    def close(self) -> None:
        """Ends it, after what it is being asked, or soon."""
        free = self.turn.acquire(timeout=fork.PATIENCE)
        self._closed = True
        if self.child and not free:
            self.child.kill()
        self._drop()
        if self.child:
            fork.end(self.child)
        if free:
            self.turn.release()

    def _start(self) -> bool:
        self._begun = monotonic()
        if self.child:
            self.child.join()  # it was killed
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        try:
            self.child = self._begin(theirs)
        except OSError:
            ours.close()
            if not self._told:
                self._log.warning("It cannot be begun just now.")
            self._told = True
            return False
        finally:
            theirs.close()
        self._line, self._doubtful, self._told = ours, False, False
        return True

    def _read(self, length: int) -> bytearray:
        found = bytearray()
        while len(found) < length:
            if not (line := self._line):
                raise Gone(self.name)
            try:
                piece = line.recv(min(PIECE, length - len(found)))
            except BlockingIOError:
                self._wait(line, select.POLLIN)
                continue
            except OSError:
                piece = b""
            if not piece:
                self._lose()
            found += piece
        return found

    def _wait(self, line: socket.socket, event: int) -> None:
        """Until it has answered, or read on. Raises Gone if it does not."""
        assert self.child
        poll = select.poll()
        poll.register(line, event)
        began = quiet = monotonic()
        signs: tuple[str, ...] = ()
        while not poll.poll(1000 * GLANCE):
            now, last = monotonic(), signs
            if (signs := self.child.signs()) != last:
                quiet = now
            self._doubtful = now - quiet > DOUBT
            if now - quiet > SILENT or now - began > PATIENCE:
                self._lose(silent=True)
        self._doubtful = False

    def _lose(self, silent: bool = False) -> NoReturn:
        if self._line and not self._closed:
            if silent:
                self._log.error("It is silent, and is ended.")
            else:
                self._log.error("It has ended.")
        self._drop()
        if self.child:
            self.child.kill()
        raise Gone(self.name)

    def _drop(self) -> None:
        line, self._line = self._line, None
        if line:
            line.close()


def serve(line: socket.socket, reply: Callable[[bytes], bytes]) -> None:
    """What a helper does: answers, until the other end is closed or has ended."""
    with suppress(OSError, EOFError):
        while True:
            number, message, _ = take(line)
            tell(line, number, reply(message))


def take(line: socket.socket) -> tuple[int, bytes, list[int]]:
    """The next question: its number, the message, files that came with it.

    Raises OSError, EOFError.
    """
    head, handles, _, _ = socket.recv_fds(line, HEAD.size, 1)
    while len(head) < HEAD.size:
        if not (more := line.recv(HEAD.size - len(head))):
            raise EOFError
        head += more
    number, length = HEAD.unpack(head)
    message = bytearray()
    while len(message) < length:
        if not (more := line.recv(min(PIECE, length - len(message)))):
            raise EOFError
        message += more
    return number, bytes(message), handles


def tell(line: socket.socket, number: int, answer: bytes) -> None:
    """Answers the question of that number. Raises OSError."""
    line.sendall(HEAD.pack(number, len(answer)) + answer)

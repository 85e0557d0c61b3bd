"""The pads' answers, made in a process of their own: Linux only.

In one process, Python computes in one thread at a time. The thread that reads drawings and the
scripts of all pages take that right from one another a hundred times a second, and with twenty who
draw both stand in line while a core is idle. The other process is forked from this one before it
has threads, so that it shares the memory of all that is imported. Both speak as
all helpers do (`cnn.processes.watched`), but here an event loop waits for many answers at once.
It is looked at every second, and where it has ended or is silent, the process that forks those that
train (`cnn.processes.fork_server`) forks the next. Where there is none (another system), or none
yet, `ui.work.inference_threads` answers.
"""

import asyncio
import logging
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from itertools import count

from cnn.processes import fork
from cnn.processes.fork import Child
from cnn.processes.fork_server import ForkServer, Work
from cnn.processes.watched import HEAD, SILENT, Begin, Failed, Gone, serve
from ui.server import console, logs
from ui.telemetry import events, metrics

EVERY = 1.0  # seconds between two looks
Reply = Callable[[str], str | None]
log = logging.getLogger("ui.server.pad_process")


class LiveProcess:
    """The process, as seen from the server: `start`, `connect`, then `ask` as often as you like.

    well: whether it is there and can be asked; replaced: how often it was.
    """

    def __init__(self, work: Work) -> None:
        self.well, self.replaced, self._work = False, 0, work
        self.process, self._line = _begun(partial(fork.fork, work))
        self._numbers = count(1)
        self._asked = dict[int, asyncio.Future[str]]()  # who waits, by the number asked under
        self._writer: asyncio.StreamWriter | None = None
        self._listening: asyncio.Task[None] | None = None

    @classmethod
    def start(cls, reply: Reply, prepare: Callable[[], None]) -> "LiveProcess | None":
        """Forks: to be called before any thread is started. None where that is not to be had.

        reply: what is asked; prepare: what is done once, before the first question is read. Both
        are functions of modules, so that a process that is forked later finds them.
        """
        return cls(partial(_serve, reply, prepare)) if fork.POSSIBLE else None

    async def connect(self) -> None:
        """Listen for answers from now on, on this event loop."""
        await self._connect()
        self.well = True

    async def watch(self, fork_server: ForkServer | None) -> None:
        """Looks every second whether it is well, and has the next one forked if it is lost.

        Runs until it is cancelled.
        """
        while True:
            await asyncio.sleep(EVERY)
            try:
                await self._ask("")  # for a sign of life
            except Gone:
                if fork_server:
                    await self._replace(fork_server)

    async def ask(self, text: str) -> str:
        """What the process replies to a message, "" if nothing.

        Raises Gone if it has ended, Failed if it failed, which it has logged.
        """
        if not self.well:
            raise Gone
        return await self._ask(text)

    async def _ask(self, text: str) -> str:
        if not self._writer or not self._listening or self._listening.done():
            raise Gone
        number, message = next(self._numbers), text.encode()
        answer = self._asked[number] = asyncio.get_running_loop().create_future()
        self._writer.write(HEAD.pack(number, len(message), False) + message)
        return await self._answered(answer)

    async def _connect(self) -> None:
        reader, self._writer = await asyncio.open_connection(sock=self._line)
        self._listening = asyncio.create_task(self._listen(reader))

    async def _replace(self, fork_server: ForkServer) -> None:
        """By one that has prepared itself: until then nobody else asks it."""
        await self._end()
        with suppress(OSError):  # none is to be had just now
            begin = partial(fork_server.child, self._work)
            self.process, self._line = await asyncio.to_thread(_begun, begin)
            await self._connect()
            await self._ask("")
            self.well, self.replaced = True, self.replaced + 1
            log.warning("The process for the pads has been replaced.")
            metrics.helpers.labels("pad").set(1)
            metrics.replaced.labels("pad").set(self.replaced)
            events.tell("helper-well", helper="pad", replaced=self.replaced)

    async def _answered(self, answer: asyncio.Future[str]) -> str:
        """What it comes to, unless the process is silent: then it is ended, and all hear Gone."""
        signs: tuple[str, ...] = ()
        try:
            while not (await asyncio.wait([answer], timeout=SILENT / 2))[0]:
                before, signs = signs, self.process.signs()
                if signs == before:
                    log.error("The process for the pads is silent.")
                    self.process.kill()
            return answer.result()
        finally:
            answer.cancel()  # its asker has left

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        try:
            while True:
                number, length, failed = HEAD.unpack(await reader.readexactly(HEAD.size))
                told = (await reader.readexactly(length)).decode()
                answer = self._asked.pop(number)
                if answer.done():  # the visitor has left meanwhile
                    continue
                if failed:
                    answer.set_exception(Failed(told))
                else:
                    answer.set_result(told)
        except (ConnectionError, EOFError):
            self._lose()
        finally:
            for answer in self._asked.values():
                if not answer.done():
                    answer.set_exception(Gone())
            self._asked.clear()

    def _lose(self) -> None:
        if self.well:
            self.well = False
            log.warning("The process for the pads has ended; a thread takes over.")
            metrics.helpers.labels("pad").set(0)
            events.tell("helper-lost", helper="pad")

    async def close(self) -> None:
        """End it."""
        self.well = False
        await self._end()

    async def _end(self) -> None:
        if self._listening and self._writer:
            self._writer.close()
            self._listening.cancel()
            with suppress(asyncio.CancelledError, ConnectionError):
                await self._listening
        self._line.close()
        self.process.kill()
        await asyncio.to_thread(self.process.join)


def _begun(begin: Begin) -> tuple[Child, socket.socket]:
    """A new process and this end of the connection. Raises OSError if there is none."""
    ours, theirs = socket.socketpair()
    with theirs:
        try:
            return begin(theirs), ours
        except OSError:
            ours.close()
            raise


def _serve(reply: Reply, prepare: Callable[[], None], line: socket.socket) -> None:
    """What the other process does until the server ends or breaks the connection."""
    fork.close_sockets(line.fileno())
    if not isinstance(sys.stderr, console.Bounded):  # whoever forked it was started from its file
        console.prepare()
        console.bound()
        logs.prepare()
    prepare()

    def answer(message: bytes) -> bytes:
        try:
            return (reply(message.decode()) or "").encode()
        except Exception:
            log.exception("A drawing could not be read.")
            raise

    serve(line, answer)

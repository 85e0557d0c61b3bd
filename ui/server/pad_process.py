"""The pads' answers, made in a process of their own: Linux only.

In one process, Python computes in one thread at a time. The thread that reads drawings and the
scripts of all pages take that right from one another a hundred times a second, and with twenty who
draw both stand in line while a core is idle. The other process is forked from this one before it
has threads, so that it shares the memory of all that is imported. Both speak as
all helpers do (`cnn.processes.watched`), but here an event loop waits for many answers at once.
Where there is none (another system) or no longer (it was killed), `ui.work.inference_threads`
answers.
"""

import asyncio
import logging
import socket
from collections.abc import Callable
from contextlib import suppress
from itertools import count

from cnn.processes import fork
from cnn.processes.fork import Child
from cnn.processes.watched import HEAD, SILENT, Failed, Gone, serve

Reply = Callable[[str], str | None]
log = logging.getLogger("ui.server.pad_process")


class LiveProcess:
    """The process, as seen from the server: `start`, `connect`, then `ask` as often as you like."""

    def __init__(self, process: Child, line: socket.socket) -> None:
        self.process, self._line = process, line
        self._numbers = count(1)
        self._asked = dict[int, asyncio.Future[str]]()  # who waits, by the number asked under
        self._writer: asyncio.StreamWriter | None = None
        self._listening: asyncio.Task[None] | None = None

    @classmethod
    def start(cls, reply: Reply, prepare: Callable[[], None]) -> "LiveProcess | None":
        """Forks: to be called before any thread is started. None where that is not to be had.

        reply: what is asked; prepare: what is done once, before the first question is read.
        """
        if not fork.POSSIBLE:
            return None
        ours, theirs = socket.socketpair()
        with theirs:
            return cls(fork.fork(_serve, reply, prepare, theirs), ours)

    async def connect(self) -> None:
        """Listen for answers from now on, on this event loop."""
        reader, self._writer = await asyncio.open_connection(sock=self._line)
        self._listening = asyncio.create_task(self._listen(reader))

    async def ask(self, text: str) -> str:
        """What the process replies to a message, "" if nothing.

        Raises Gone if it has ended, Failed if it failed, which it has logged.
        """
        if not self.well or self._writer is None:
            raise Gone
        number, message = next(self._numbers), text.encode()
        answer = self._asked[number] = asyncio.get_running_loop().create_future()
        self._writer.write(HEAD.pack(number, len(message), False) + message)
        return await self._answered(answer)

    @property
    def well(self) -> bool:
        """Whether it is there."""
        return self._listening is not None and not self._listening.done()

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
            pass
        finally:
            for answer in self._asked.values():
                if not answer.done():
                    answer.set_exception(Gone())

    async def close(self) -> None:
        """End it."""
        if self._listening and self._writer:
            self._writer.close()
            self._listening.cancel()
            with suppress(asyncio.CancelledError, ConnectionError):
                await self._listening
        self._line.close()
        self.process.kill()
        await asyncio.to_thread(self.process.join)


def _serve(reply: Reply, prepare: Callable[[], None], line: socket.socket) -> None:
    """What the other process does until the server ends or breaks the connection."""
    fork.close_sockets(line.fileno())
    prepare()

    def answer(message: bytes) -> bytes:
        try:
            return (reply(message.decode()) or "").encode()
        except Exception:
            log.exception("A drawing could not be read.")
            raise

    serve(line, answer)

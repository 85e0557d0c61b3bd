"""The pads' answers, made in a process of their own: Linux only.

In one process, Python computes in one thread at a time. The thread that reads drawings and the
scripts of all pages take that right from one another a hundred times a second, and with twenty who
draw both stand in line while a core is idle. The other process is forked from this one before it
has threads, so that it shares the memory of all that is imported. Both speak in lines: a message as
the pad sent it, its answer, in the order of asking. It ends when the connection does. Where there
is none (another system) or no longer (it was killed), `ui.work.inference_threads` answers.
"""

import asyncio
import logging
import socket
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Literal, TextIO

from cnn.processes import fork
from cnn.processes.fork import Child
from cnn.processes.watched import SILENT, Gone

FAILED = "!"  # in place of an answer: something went wrong that this process has logged
LONGEST = 1 << 20  # octets of an answer, which has some 7,000
Reply = Callable[[str], str | None]
log = logging.getLogger("ui.server.pad_process")


class LiveProcess:
    """The process, as seen from the server: `start`, `connect`, then `ask` as often as you like."""

    def __init__(self, process: Child, line: socket.socket) -> None:
        self.process, self._line = process, line
        self._asked = deque[asyncio.Future[str]]()  # who waits, the first in front
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
        process = fork.fork(_serve, reply, prepare, theirs, ours)
        theirs.close()
        return cls(process, ours)

    async def connect(self) -> None:
        """Listen for answers from now on, on this event loop."""
        reader, self._writer = await asyncio.open_connection(sock=self._line, limit=LONGEST)
        self._listening = asyncio.create_task(self._listen(reader))

    async def ask(self, text: str) -> str:
        """What the process replies to a message, "" if nothing.

        Raises Gone if it has ended, RuntimeError if it failed, which it has logged.
        """
        if not self.well or self._writer is None:
            raise Gone
        answer = asyncio.get_running_loop().create_future()
        self._asked.append(answer)
        self._writer.write(text.replace("\n", " ").encode() + b"\n")  # JSON stays what it is
        told: str = await self._answered(answer)
        if told == FAILED:
            raise RuntimeError("a drawing could not be read; the other process has said why")
        return told

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
            while line := await reader.readline():
                answer = self._asked.popleft()
                if not answer.done():  # it is, when the visitor has left meanwhile
                    answer.set_result(line.decode().removesuffix("\n"))
        except ConnectionError:  # it was killed before it had read everything
            pass
        finally:
            while self._asked:
                answer = self._asked.popleft()
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
        await asyncio.to_thread(fork.end, self.process)


def _serve(
    reply: Reply, prepare: Callable[[], None], line: socket.socket, of_the_server: socket.socket
) -> None:
    """What the other process does until the server ends or breaks the connection."""
    of_the_server.close()  # or it would never see that end
    prepare()
    with line, _text(line, "r") as asked, _text(line, "w") as told:
        answer_all(reply, asked, told)


def answer_all(reply: Reply, asked: TextIO, told: TextIO) -> None:
    """A line of answer for each line of message, until there are no more."""
    with suppress(ConnectionError):
        for text in asked:
            try:
                answer = reply(text) or ""
            except Exception:
                log.exception("A drawing could not be read.")
                answer = FAILED
            told.write(f"{answer}\n")
            told.flush()


def _text(line: socket.socket, mode: Literal["r", "w"]) -> TextIO:
    return line.makefile(mode, encoding="utf-8", newline="\n")

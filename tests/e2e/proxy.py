"""A small reverse proxy, websockets included, that may take a path away, as nginx does."""

import asyncio
import threading
from contextlib import closing
from typing import Self

from scripts.running_app import free_port


class Proxy:
    """Passes what it hears below `path` to a port of this machine; use it in a `with` block.

    stripped: whether the path is taken away on the way. Every connection serves one request, so
    only its first line has to be read, and what follows may be anything.
    """

    def __init__(self, to: int, path: str = "", stripped: bool = True) -> None:
        self.to, self.path, self.stripped = to, path.encode(), stripped
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.elsewhere: list[str] = []  # what was asked for outside the path

    async def _serve(self) -> None:
        self.loop = asyncio.get_running_loop()
        server = await asyncio.start_server(self._pass, "127.0.0.1", self.port, limit=1 << 20)
        self.started.set()
        async with server:
            await self.stop.wait()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with closing(writer):
            head = await reader.readuntil(b"\r\n\r\n")
            line, *headers = head.split(b"\r\n")
            method, target, version = line.split(b" ")
            if not target.startswith(self.path + b"/"):
                self.elsewhere.append(target.decode())
                writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
                return
            if self.stripped:
                target = target.removeprefix(self.path)
            if not any(each.lower().startswith(b"upgrade:") for each in headers):
                kept = [each for each in headers if not each.lower().startswith(b"connection:")]
                headers = [b"Connection: close", *kept]
            there, back = await asyncio.open_connection("127.0.0.1", self.to)
            with closing(back):
                back.write(b"\r\n".join([b" ".join([method, target, version]), *headers]))
                ways = [(reader, back), (there, writer)]
                tasks = [asyncio.create_task(self._copy(*way)) for way in ways]
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                if not tasks[1].done():  # the browser has said all; the answer may still come
                    await asyncio.wait(tasks[1:])
                tasks[0].cancel()

    async def _copy(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while part := await reader.read(1 << 16):
                writer.write(part)
                await writer.drain()
        except ConnectionError:
            pass

    def __enter__(self) -> Self:
        self.started, self.stop = threading.Event(), asyncio.Event()
        self.thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)
        self.thread.start()
        assert self.started.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self.loop.call_soon_threadsafe(self.stop.set)
        self.thread.join(10)

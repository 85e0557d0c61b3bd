"""Connections: half open, silent, flooding, coming again and again."""

import asyncio
import random
import select
import socket
from contextlib import suppress

import numpy as np

from scripts.attack.swarm import AGAIN, Attack
from scripts.bench.visitor import Visitor, visitor

HALF_OPEN = 1_100
HALF = b"GET /Draw HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
SILENT = 200
RELOADING = 20
PADS, A_SECOND = 50, 200  # who draw, and messages of each
SCRIBBLE = [np.column_stack([np.arange(0, 1000, 4), np.arange(0, 1000, 4) * 37 % 1000])]


async def half_open(attack: Attack) -> None:
    """Each sends half of its headers and waits; who is thrown out comes again."""
    await asyncio.to_thread(_hold, attack)


def _hold(attack: Attack) -> None:
    """Plain sockets and no event loop, which would have more to do with so many than the server."""
    now, most, watch = dict[int, socket.socket](), 0, select.poll()
    while attack.left:
        while attack.left and len(now) < HALF_OPEN:
            try:
                line = socket.create_connection(attack.place, timeout=1)
                line.sendall(HALF)
            except OSError:
                attack.count("not let in")
                break
            now[line.fileno()] = line
            watch.register(line, select.POLLIN)
        most = max(most, len(now))
        for number, _ in watch.poll(200):  # answered, or closed: both end it
            watch.unregister(number)
            now.pop(number).close()
            attack.count("closed by the server")
    attack.count("open at most", most)
    attack.count("open at the end", len(now))
    for line in now.values():
        line.close()


async def silent(attack: Attack) -> None:
    """Each opens Streamlit's websocket and says nothing."""
    now = set[int]()

    async def one(number: int) -> None:
        async with visitor(attack.url) as attacker:
            now.add(number)
            try:
                async for _ in attacker.socket:
                    pass
            finally:
                now.discard(number)
        attack.count("closed by the server")
        await asyncio.sleep(AGAIN)

    await asyncio.gather(attack.swarm(SILENT, one), _most(attack, now))


async def reloads(attack: Attack) -> None:
    """The longest page, by sessions that come again as soon as they have it."""

    async def one(number: int) -> None:
        async with visitor(attack.url) as attacker:
            await attacker.open("AlexNet")
            attack.count("pages")

    await attack.swarm(RELOADING, one)


async def pads(attack: Attack) -> None:
    """Large drawings, again and again, without waiting for what the page makes of them."""

    async def one(number: int) -> None:
        async with visitor(attack.url) as attacker:
            await attacker.open("Draw")
            reading = asyncio.create_task(_hear(attack, attacker))
            try:
                while not reading.done():
                    await attacker.socket.send(attacker.session.drawing(SCRIBBLE))
                    await asyncio.sleep(random.uniform(0, 2 / A_SECOND))
            finally:
                reading.cancel()

    await attack.swarm(PADS, one)


async def _hear(attack: Attack, attacker: Visitor) -> None:
    known = 0
    while True:
        await attacker.receive()
        if attacker.session.acknowledged > known:
            known = attacker.session.acknowledged
            attack.count("drawings answered")


async def _most(attack: Attack, now: set[int]) -> None:
    """How many are there at most, and at the end."""
    most = 0
    with suppress(asyncio.CancelledError):
        while attack.left:
            most = max(most, len(now))
            last = len(now)
            await asyncio.sleep(min(0.2, attack.left))
    attack.count("open at most", most)
    attack.count("open at the end", last)

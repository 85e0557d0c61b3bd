"""Files that nobody will look at, that may not come, that never end, or that break off."""

import asyncio
import secrets
from contextlib import AsyncExitStack

from scripts import protocol
from scripts.attack.swarm import Attack, arrived
from scripts.bench.visitor import Visitor, permission, request, send_file, visitor
from ui.server.security import UPLOAD

SESSIONS, LARGE = 4, 25_000_000  # at once, and bytes of a file of theirs
REFUSED = 8  # who are refused, at once
SLOW, SAID = 4, 1_000_000  # at once, and the bytes that each says it will send
ABORTED = 8


async def unclaimed(attack: Attack) -> None:
    """Sent as a page would, and then not used; who may send no more stays and another comes."""
    content = secrets.token_bytes(LARGE)

    async with AsyncExitStack() as there, arrived(attack, SESSIONS, _home) as first:

        async def one(number: int) -> None:
            if first:
                attacker = first.pop()
            else:
                attacker = await there.enter_async_context(visitor(attack.url))
                await _home(attacker)
            status = 204
            while status == 204:
                place = await attacker.place("a.jpg")
                status = await asyncio.to_thread(
                    send_file, attack.url, place.upload_url, "a.jpg", content
                )
                attack.count(f"answered {status}")

        await attack.swarm(SESSIONS, one)


async def _home(attacker: Visitor) -> None:
    await attacker.open("Home")


async def refused(attack: Attack) -> None:
    """Without permission, each in another session's name."""
    body, kind = protocol.form("a.jpg", b"x")

    async def one(number: int) -> None:
        path = f"{UPLOAD}{secrets.token_hex(16)}/1"
        headers = {"Content-Type": kind}
        status = (await asyncio.to_thread(request, attack.url, "PUT", path, body, headers))[0]
        attack.count(f"answered {status}")

    await attack.swarm(REFUSED, one)


async def slow(attack: Attack) -> None:
    """A byte a second."""
    await _partly(attack, SLOW, 1)


async def aborted(attack: Attack) -> None:
    """Broken off in the middle, again and again."""
    await _partly(attack, ABORTED, 0)


async def _partly(attack: Attack, size: int, pause: float) -> None:
    async with arrived(attack, size, _home) as attackers:
        allowed = await asyncio.to_thread(permission, attack.url)

        async def one(number: int) -> None:
            place = await attackers[number].place("a.jpg")
            reader, writer = await asyncio.open_connection(*attack.place)
            try:
                body, kind = protocol.form("a.jpg", bytes(SAID))
                lines = allowed | {"Content-Type": kind, "Content-Length": str(len(body))}
                head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
                start = f"PUT {place.upload_url} HTTP/1.1\r\nHost: 127.0.0.1\r\n{head}\r\n"
                writer.write(start.encode() + body[: 1 if pause else SAID // 2])
                attack.count("begun")
                for sent in range(1, SAID if pause else 0):
                    await writer.drain()
                    try:
                        async with asyncio.timeout(pause):
                            status = (await reader.read(100))[9:12].decode() or "by nothing"
                    except TimeoutError:
                        writer.write(body[sent : sent + 1])
                    else:
                        attack.count(f"answered {status}")
                        break
            finally:
                writer.close()

        await attack.swarm(len(attackers), one)

"""Small doors: what an address or a message of Streamlit's opens that no visitor should have."""

import asyncio

from scripts.attack.swarm import Attack
from scripts.bench.visitor import request, visitor
from scripts.protocol import BackMsg

ADDRESSES = ("/_stcore/metrics", "/_stcore/script-health-check", "/oauth2callback")
SOON = 1.5  # seconds in which a connection ends that is to end
MESSAGES = ("clear_cache", "debug_shutdown_runtime", "set_run_on_save")


async def doors(attack: Attack) -> None:
    """Each is tried, one after the other."""
    for address in ADDRESSES:
        status, _, _ = await asyncio.to_thread(request, attack.url, "GET", address)
        attack.count(f"{address} answered {status}")
    await _take_over(attack)
    for name in MESSAGES:
        await _send(attack, name)


async def _take_over(attack: Attack) -> None:
    """A session whose id an upload's address has told goes on for somebody else."""
    async with visitor(attack.url) as victim:
        await victim.open("Draw")
        known = victim.session.id
    await asyncio.sleep(0.5)
    async with visitor(attack.url, session=known) as thief:
        await thief.open("Draw")
        took = thief.session.id == known
        attack.count("sessions taken over" if took else "sessions not taken over")


async def _send(attack: Attack, name: str) -> None:
    """A message that no page sends."""
    async with visitor(attack.url) as one:
        await one.open("Draw")
        message = BackMsg()
        setattr(message, name, True)
        await one.socket.send(message.SerializeToString())
        try:
            async with asyncio.timeout(SOON):
                await one.socket.wait_closed()
            attack.count(f"{name} ends the connection")
        except TimeoutError:
            attack.count(f"{name} let through")

"""Messages to Streamlit that none of the app's pages sends, as fast as one session may."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress

from scripts.attack.swarm import REBUFFS, Attack, arrived
from scripts.bench.visitor import Visitor, visitor
from scripts.protocol import BackMsg

RATE = 40  # messages a second
NAMES = 500_000  # of files, each empty: 1 MB
LINES = 900_000, 60_000  # bytes of made-up names
FORGED = "forged-line"


async def git(attack: Attack) -> None:
    """Streamlit runs git for each."""
    await _flood(attack, lambda one, turn: BackMsg(load_git_info=True))


async def names(attack: Attack) -> None:
    """Streamlit makes an address for each of half a million files."""

    def asked(one: Visitor, turn: int) -> BackMsg:
        message = BackMsg()
        message.file_urls_request.session_id = one.session.id
        message.file_urls_request.file_names.extend([""] * (NAMES if turn % 2 else NAMES // 20))
        return message

    await _flood(attack, asked)


async def lines(attack: Attack) -> None:
    """Names, values and sessions made to be written into the log, with line breaks in them."""
    text = f"\n2030-01-01 00:00:00 ERROR {FORGED}\n"

    def asked(one: Visitor, turn: int) -> BackMsg:
        long = text * (LINES[turn % 2] // len(text))
        message = BackMsg()
        if turn % 3 == 0:
            message.backend_operation_request.session_id = long
            message.backend_operation_request.deferred_file.file_id = "x"
        elif turn % 3 == 1:
            message.backend_operation_request.session_id = one.session.id
            message.backend_operation_request.deferred_file.file_id = long
        else:
            pad = one.session.widget("pad")
            message.rerun_script.page_script_hash = one.session.script
            state = message.rerun_script.widget_states.widgets.add(id=pad.id if pad else "x")
            state.json_value = json.dumps({"drawing": text * 100})[:-3]
        return message

    await _flood(attack, asked)
    app = attack.target.app
    if app and app.process:
        attack.count("forged lines in the log", app.printed().count(f"ERROR {FORGED}".encode()))


async def _flood(attack: Attack, made: Callable[[Visitor, int], BackMsg]) -> None:
    async def flood(attacker: Visitor) -> None:
        reading = asyncio.create_task(_read(attacker))
        try:
            turn = 0
            while not reading.done():
                await attacker.socket.send(made(attacker, turn).SerializeToString())
                attack.count("messages sent")
                turn += 1
                await asyncio.sleep(1 / RATE)
        finally:
            reading.cancel()

    async def again(number: int) -> None:
        async with visitor(attack.url) as attacker:
            await attacker.open("Draw")
            await flood(attacker)

    async with arrived(attack, 1, lambda attacker: attacker.open("Draw")) as attackers:
        with suppress(*REBUFFS):
            async with asyncio.timeout(attack.left):
                await asyncio.gather(*map(flood, attackers))
        await attack.swarm(1, again)


async def _read(attacker: Visitor) -> None:
    """What comes is thrown away; ends with the connection."""
    async for _ in attacker.socket:
        pass

"""Work that is long: training that fills places and disk, experiments that many start at once."""

import asyncio

from scripts.attack.swarm import Attack, arrived
from scripts.bench.visitor import LIVE, Visitor

LONG, RUNNERS = "network=LeNet5&digits=60000&passes=20", 60
LARGE, WRITERS = "network=Hidden300&digits=100&passes=1&batch=1", 13
PUPILS = 12
BUTTONS = ("alexnet.go", "alexnet.start-two", "alexnet.measure")


async def runs(attack: Attack) -> None:
    """Sessions that each start a long run and stay with it."""
    async with arrived(attack, RUNNERS, lambda one: one.open("Training", LONG)) as attackers:

        async def one(number: int) -> None:
            attacker = attackers[number]
            await attacker.act("training.start", trigger_value=True)
            attack.count("runs begun" if attacker.state() in LIVE else "runs refused")
            while attacker.state() in LIVE:
                await poll(attacker)
            await asyncio.sleep(1)

        await attack.swarm(len(attackers), one)


async def files(attack: Attack) -> None:
    """Short runs of the network whose moments are largest; each is kept as its page stays."""
    async with arrived(attack, WRITERS, lambda one: one.open("Training", LARGE)) as attackers:

        async def one(number: int) -> None:
            attack.count(f"runs {await attackers[number].train(attack.left, LARGE)}")
            await asyncio.sleep(0.2)

        await attack.swarm(len(attackers), one)


async def experiments(attack: Attack) -> None:
    """A class of twelve presses the same buttons together."""

    async with arrived(attack, PUPILS, lambda pupil: pupil.open("AlexNet")) as pupils:

        async def one(number: int) -> None:
            for button in filter(pupils[number].session.widget, BUTTONS):
                await pupils[number].act(button, trigger_value=True)
                attack.count(f"pressed {button.split('.')[1]}")
            while attack.left:
                await poll(pupils[number])

        await attack.swarm(len(pupils), one)


async def poll(attacker: Visitor) -> None:
    """As a page does that watches its work."""
    polls = list(attacker.session.polls.items())
    await asyncio.sleep(min((interval for _, interval in polls), default=1))
    for fragment, _ in polls:
        await attacker.socket.send(attacker.session.poll(fragment))
        await attacker.finish()

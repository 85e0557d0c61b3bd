"""A class that votes: pupils who all guess within seconds, and the teacher who watches them.

Pupils and teacher speak Streamlit's protocol (`scripts.protocol`), as browsers do: they look at the
class again and again, and who loses the connection comes back, joins by the same number and guesses
again if the page shows no guess. What is counted is then looked up in the store, pupil by pupil.
"""

import asyncio
import random
import re
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

from websockets.exceptions import WebSocketException

from scripts.bench.report import Figure, figure, single
from scripts.bench.visitor import Visitor, affinity, visitor
from ui.classes.store import Store
from ui.page import course

PAGE, QUESTION = "LeNet", "lesion"
ENTRY = course.entry("lenet")
KEY = f"{ENTRY.name}.{QUESTION}"
TEACHERS = "For_teachers"
WITHIN = 5.0  # seconds in which all guess
LOOK, TEACHERS_LOOK = 2.0, 0.5  # seconds between two looks, as the pages have them
AT_MOST = 60.0  # seconds after the last guess until the count is given up
BACK = 0.5  # seconds until a browser tries again
BROKEN = (WebSocketException, OSError, TimeoutError, LookupError)


@dataclass
class Voted:
    """What a class has seen and, at the end, what the store has of it."""

    pupils: int
    sent: dict[str, float] = field(default_factory=dict)  # pupil -> when the guess was first sent
    delays: list[float] = field(default_factory=list)  # ms until the pupil's page had it
    screen: list[tuple[float, int]] = field(default_factory=list)  # when, and how many it showed
    counts: Counter[str] = field(default_factory=Counter)
    counted = 0  # pupils whose guess is in the store
    rows = 0  # guesses in the store

    @property
    def lost(self) -> int:
        """Guesses that were sent and are not there."""
        return len(self.sent) - self.counted

    @property
    def doubled(self) -> int:
        """Guesses there beyond one of each pupil."""
        return self.rows - self.counted

    def to_screen(self) -> list[float]:
        """Milliseconds from each guess to the teacher's screen, which shows only how many.

        The first of them that is shown is taken for the first that was sent, and so on: the mean is
        exact, whichever came first.
        """
        shown = list[float]()
        for when, count in self.screen:
            shown += [when] * (count - len(shown))
        return [1000 * (b - a) for a, b in zip(sorted(self.sent.values()), shown, strict=False)]

    def figures(self) -> dict[str, list[Figure]]:
        """For the report."""
        delays = {"the pupil's own page": self.delays, "the teacher's screen": self.to_screen()}
        told = [
            single("pupils", "", self.pupils),
            single("guesses sent", "", len(self.sent)),
            single("guesses counted", "", self.counted),
            single("guesses lost", "", self.lost),
            single("guesses counted twice", "", self.doubled),
        ]
        told += [figure(f"guess to {where}", "ms", each) for where, each in delays.items() if each]
        told += [single(name, "times", many) for name, many in sorted(self.counts.items())]
        return {"a class that votes": told}

    def errors(self) -> list[str]:
        """What must not be."""
        wrong = {"not sent": self.pupils - len(self.sent), "lost": self.lost}
        wrong["counted twice"] = self.doubled
        return [f"{many} guesses were {name}" for name, many in wrong.items() if many]


@dataclass
class Lesson:
    """One class: what all who are in it share."""

    url: str
    seen: Voted
    code: str = ""
    token: str = ""  # of the teacher
    is_open: asyncio.Event = field(default_factory=asyncio.Event)
    is_over: asyncio.Event = field(default_factory=asyncio.Event)
    begins: asyncio.Event = field(default_factory=asyncio.Event)
    waiting: int = 0  # pupils who have joined


class Browser:
    """Someone's one tab, which comes back by itself."""

    def __init__(self, lesson: Lesson) -> None:
        self.lesson = lesson

    async def stay(self) -> None:
        """Until the lesson is over."""
        while not self.lesson.is_over.is_set():
            try:
                async with AsyncExitStack() as stack:
                    cookie = await asyncio.to_thread(affinity, self.lesson.url)
                    one = await stack.enter_async_context(visitor(self.lesson.url, cookie=cookie))
                    await self.come(one)
                    while not self.lesson.is_over.is_set():
                        await self.act(one)
            except BROKEN as error:
                self.lesson.seen.counts[f"came back after {type(error).__name__}"] += 1
                await asyncio.sleep(BACK)

    async def come(self, one: Visitor) -> None:
        """What opens."""
        raise NotImplementedError

    async def act(self, one: Visitor) -> None:
        """One thing, or one look."""
        raise NotImplementedError


class Teacher(Browser):
    """Opens the class and watches the count."""

    async def come(self, one: Visitor) -> None:
        await one.open(TEACHERS, "lang=en")
        if self.lesson.token:
            await one.act("teachers-tab", json_value=f'{{"token": "{self.lesson.token}"}}')
        else:
            await one.act("teachers-open", trigger_value=True)
        bodies = " ".join(one.session.bodies())
        found = re.search(r'class="class-code"[^>]*>([^<]+)<', bodies)
        if not found:
            raise LookupError(f"no class: {one.session.alerts()}")
        self.lesson.code = found[1].strip()
        self.lesson.token = one.session.data("teachers-tab").get("token") or self.lesson.token
        self.lesson.is_open.set()

    async def act(self, one: Visitor) -> None:
        await asyncio.sleep(TEACHERS_LOOK)
        await one.poll()
        counts = re.findall(r'class="count"[^>]*>(\d+)<', " ".join(one.session.bodies()))
        self.lesson.seen.screen.append((time.perf_counter(), sum(map(int, counts))))


class Pupil(Browser):
    """Joins, waits for the question, guesses once."""

    def __init__(self, lesson: Lesson, rng: random.Random) -> None:
        super().__init__(lesson)
        self.number = new_number(rng)
        self.choice = rng.randrange(len(ENTRY.question(QUESTION).options))
        self.wait = rng.uniform(0, WITHIN)
        self.is_done = self.has_joined = False

    async def come(self, one: Visitor) -> None:
        code = self.lesson.code
        await one.open(PAGE, f"lang=en&class={code}")
        one.session.query = "lang=en"  # the page takes the class out of its address
        told = f'{{"member": {{"code": "{code}", "pupil": "{self.number}"}}}}'
        await one.act("class-member", json_value=told)
        if not any("class-member" in body for body in one.session.bodies()):
            raise LookupError(f"not in the class: {one.session.alerts()}")
        if not self.has_joined:
            self.has_joined = True
            self.lesson.waiting += 1
        self.is_done = self._choice(one) is not None

    async def act(self, one: Visitor) -> None:
        lesson = self.lesson
        if self.is_done or not lesson.begins.is_set():
            over = asyncio.create_task((lesson.is_over if self.is_done else lesson.begins).wait())
            await asyncio.wait([over], timeout=LOOK)
            over.cancel()
            return await one.poll()
        if self.number not in lesson.seen.sent:
            await asyncio.sleep(self.wait)
        else:
            lesson.seen.counts["guessed again"] += 1
        began = lesson.seen.sent.setdefault(self.number, time.perf_counter())
        await one.trigger(self._key, "move", {"at": self.choice, "moves": 1})
        while self._choice(one) is None:  # what the store could not take is sent again
            await asyncio.sleep(LOOK)
            await one.poll()
        lesson.seen.delays.append(1000 * (time.perf_counter() - began))
        self.is_done = True

    @property
    def _key(self) -> str:
        return f"{KEY}@{self.lesson.code}:segments"

    def _choice(self, one: Visitor) -> int | None:
        """What the page shows as this pupil's guess."""
        at: int | None = one.session.data(self._key).get("at")
        return at


def new_number(rng: random.Random) -> str:
    """A number by chance as a pupil's browser makes it."""
    return f"{rng.getrandbits(128):032x}"


async def vote(
    url: str, address: str, pupils: int, in_between: Callable[[], object] | None = None
) -> Voted:
    """A class whose guesses lie in the store at `address`.

    `in_between` is called in the midst of the guessing, in a thread of its own.
    """
    rng, seen = random.Random(0), Voted(pupils)
    lesson = Lesson(url, seen)
    watching = asyncio.create_task(Teacher(lesson).stay())
    await lesson.is_open.wait()
    class_ = [Pupil(lesson, rng) for _ in range(pupils)]
    working = [asyncio.create_task(each.stay()) for each in class_]
    while lesson.waiting < pupils:
        await asyncio.sleep(0.1)
    lesson.begins.set()
    await asyncio.sleep(WITHIN / 2)
    if in_between:
        await asyncio.to_thread(in_between)
    until = time.monotonic() + WITHIN / 2 + AT_MOST
    while time.monotonic() < until and (
        not all(each.is_done for each in class_) or seen.screen[-1][1] < pupils
    ):
        await asyncio.sleep(0.1)
    store = Store(address)
    seen.counted = sum(bool(store.guess_of(lesson.code, each.number, KEY)) for each in class_)
    seen.rows = sum(store.tally(lesson.code, KEY).values())
    store.end()
    lesson.is_over.set()
    await asyncio.wait([watching, *working], timeout=AT_MOST)
    for each in (watching, *working):
        each.cancel()
    return seen

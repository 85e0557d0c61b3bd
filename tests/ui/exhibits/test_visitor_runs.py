"""Are a visitor's runs found again by their own tab, and by nobody else?"""

import asyncio
import gc

import numpy as np
import pytest

from cnn.training.film import DiskBudget, Film
from cnn.training.runs import Options, Run
from ui.exhibits.training import visitor_runs
from ui.exhibits.training.visitor_runs import EMPTY_FOR, AllRuns, NumberedRun, VisitorRuns


@pytest.fixture
def now():
    """A clock that can be set."""
    return [0.0]


def test_runs_are_found_by_their_token_alone(now):
    visitors = AllRuns(lambda: now[0])
    mine, theirs = visitors.make(), visitors.make()
    assert visitors.find(mine.token) is mine and visitors.find(theirs.token) is theirs
    assert len(mine.token) == 32 and mine.token != theirs.token
    for token in ("", "0" * 32, mine.token[:-1], mine.token.upper() + "0", None, 7, [mine.token]):
        assert visitors.find(token) is None


def test_runs_of_who_has_gone_are_dropped_and_no_others(now, monkeypatch):
    monkeypatch.setattr(VisitorRuns, "here", lambda visitor: visitor.session == "here")
    visitors = AllRuns(lambda: now[0])
    left, used = visitors.make(), visitors.make()
    used.session = "here"
    now[0] = EMPTY_FOR
    assert visitors.find(left.token) is left and visitors.find(used.token) is used
    now[0] += 1
    assert visitors.find(left.token) is None and visitors.find(used.token) is used
    now[0] += EMPTY_FOR  # who goes now is given as long, from when they were last seen
    used.session = "gone"
    assert visitors.find(used.token) is used
    now[0] += EMPTY_FOR + 1
    assert visitors.find(used.token) is None


def test_dropped_runs_go_with_their_files_although_nobody_comes(now, monkeypatch):
    visitors = AllRuns(lambda: now[0])
    visitor = visitors.make()
    film = Film(room=DiskBudget())
    film.append({"weight": np.zeros(4, np.float16)})
    visitor.runs = [NumberedRun(1, Run(Options(), film=film))]
    room = film.room
    assert room.taken() == 8
    del visitor, film
    now[0] = EMPTY_FOR + 1
    monkeypatch.setattr(visitor_runs, "EVERY", 0.001)
    monkeypatch.setattr(visitor_runs, "all_runs", lambda: visitors)

    async def some_time():
        clearing = asyncio.create_task(visitor_runs.clear_away())
        async with asyncio.timeout(20):
            while room.taken():
                gc.collect()
                await asyncio.sleep(0.01)
        clearing.cancel()

    asyncio.run(some_time())


def test_without_a_visit_there_is_nobody_here():
    assert not visitor_runs.VisitorRuns("token").here()

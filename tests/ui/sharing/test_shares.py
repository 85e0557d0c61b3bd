"""Is there never more given than there is, and does everybody get their turn?"""

import asyncio
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.sharing.shares import Shares


def asked(shares, address, session, size=1):
    """A waiter who writes its session down once it is served."""
    return shares._stand_in_line(
        address, session, size, lambda: shares.served.append((address, session))
    )


def queue(most, most_of_one):
    shares = Shares(most, most_of_one)
    shares.served = []
    return shares


def test_one_address_never_has_all():
    shares = Shares(5, 3)
    assert [shares.take("a") for _ in range(5)] == [True] * 3 + [False] * 2
    assert [shares.take("b") for _ in range(3)] == [True] * 2 + [False]
    shares.give("a")
    assert not shares.take("c", 2) and shares.take("c")


def test_another_address_does_not_wait_for_a_queue_that_is_not_its_own():
    shares = queue(3, 2)
    for session in range(20):
        asked(shares, "class", session)
    asked(shares, "lone", "visitor")
    assert shares.served == [("class", 0), ("class", 1), ("lone", "visitor")]


def test_turns_go_round_by_address_and_then_by_session():
    shares = queue(1, 1)
    for session in ("loud", "loud", "loud", "calm"):
        asked(shares, "class", session)
    asked(shares, "home", "one")
    for _ in range(4):
        shares.give(shares.served[-1][0])
    sessions = [session for _, session in shares.served]
    assert sessions == ["loud", "loud", "one", "calm", "loud"]


def test_nobody_overtakes_who_waits_for_more_than_is_left():
    shares = queue(4, 3)
    asked(shares, "a", 1, 3)
    asked(shares, "b", 1, 3)
    asked(shares, "c", 1, 1)
    assert shares.served == [("a", 1)]
    shares.give("a", 3)
    assert shares.served == [("a", 1), ("b", 1), ("c", 1)]


def test_who_gives_up_waiting_for_much_keeps_nobody_waiting():
    shares = queue(4, 3)
    asked(shares, "a", 1, 3)
    large = asked(shares, "b", 1, 3)
    asked(shares, "c", 1, 1)
    assert shares.served == [("a", 1)]
    assert shares._give_up(large)
    assert shares.served == [("a", 1), ("c", 1)] and shares.taken == 4


def test_what_an_address_may_never_have_is_an_error():
    with pytest.raises(ValueError, match="4 is more than"):
        Shares(10, 3).wait("a", 1, 4)


MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("ask"), st.sampled_from("abc"), st.integers(0, 3), st.integers(1, 3)),
        st.tuples(st.just("give")),
        st.tuples(st.just("give up"), st.integers(0, 30)),
    ),
    max_size=60,
)


@given(MOVES, st.integers(3, 6), st.integers(3, 6))
def test_whatever_comes_and_goes_the_sums_are_right_and_nobody_is_forgotten(moves, most, of_one):
    shares, waiters, done = Shares(most, of_one), [], set()

    def having():
        return [each for each in waiters if not each.waits and each not in done]

    def give_one_back():
        for waiter in having()[:1]:
            done.add(waiter)
            shares.give(waiter.address, waiter.size)

    for move, *what in moves:
        if move == "ask":
            waiters.append(shares._stand_in_line(*what, grant=int))
        elif move == "give":
            give_one_back()
        elif waiters and shares._give_up(waiter := waiters[what[0] % len(waiters)]):
            done.add(waiter)
        assert shares.taken == sum(each.size for each in having()) <= most
        for address in "abc":
            of = sum(each.size for each in having() if each.address == address)
            assert shares.of[address] == of <= of_one
    while having():
        give_one_back()
    assert not any(each.waits for each in waiters)
    assert shares.taken == 0 and not shares.of and not shares._line


def test_threads_wait_for_one_another_and_not_for_ever():
    shares = Shares(1, 1)
    assert shares.wait("a", 1)
    assert not shares.wait("a", 2, patience=0.01)
    threading.Timer(0.01, shares.give, ("a",)).start()
    assert shares.wait("b", 3, patience=20)
    assert shares.taken == 1


def test_a_task_that_is_cancelled_leaves_nothing_behind():
    async def run():
        shares = Shares(1, 1)
        await shares.taken_by("a", 1)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await shares.taken_by("b", 2)
        waiting = asyncio.create_task(shares.taken_by("b", 3))
        await asyncio.sleep(0)
        shares.give("a")
        waiting.cancel()  # at the moment at which it is its turn
        with pytest.raises(asyncio.CancelledError):
            await waiting
        return shares

    assert asyncio.run(run()).taken == 0

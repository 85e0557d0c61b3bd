"""Has everyone a turn soon, however many things others put into the line?"""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.sharing.fair_queue import FairQueue

who = st.tuples(st.sampled_from("abc"), st.integers(0, 3))


def drained(line):
    found = []
    while line:
        found.append(line.next())
    return found


def test_one_visitor_waits_in_the_order_of_coming():
    line = FairQueue()
    for number in range(5):
        line.add(number, "", "me")
    assert len(line) == 5 and drained(line) == [0, 1, 2, 3, 4]
    with pytest.raises(LookupError):
        line.next()


def test_whoever_comes_from_elsewhere_is_next_but_one():
    line = FairQueue()
    for number in range(60):
        line.add(f"machine {number}", "192.0.2.1", number)
    line.next()
    line.add("guest", "192.0.2.2", "guest")
    assert list(line)[:3] == ["machine 1", "guest", "machine 2"]


def test_in_a_school_nobody_has_more_turns_than_another():
    line = FairQueue()
    for number in range(10):
        line.add(f"first {number}", "school", "first")
    line.add("second", "school", "second")
    assert list(line)[1] == "second"


@given(st.lists(st.one_of(who, st.none(), st.integers(0, 20)), max_size=60))
def test_everything_is_served_once_in_the_order_that_was_told(acts):
    """Things are added, served and taken out at will."""
    line, waiting, added = FairQueue(), [], 0
    for act in acts:
        if act is None:
            if waiting:
                told = list(line)
                served = line.next()
                assert served == told[0]
                waiting.remove(served)
                assert list(line) == told[1:]
        elif isinstance(act, int):
            line.remove(act)
            waiting = [each for each in waiting if each != act]
        else:
            line.add(added, *act)
            waiting.append(added)
            added += 1
        assert sorted(line) == line.everything() == waiting and len(line) == len(waiting)
    assert sorted(drained(line)) == waiting and not line


@given(st.lists(who, max_size=40))
def test_addresses_take_turns_while_they_wait(items):
    line = FairQueue()
    for number, (address, visitor) in enumerate(items):
        line.add((address, visitor, number), address, visitor)
    served, left = drained(line), Counter(address for address, _ in items)
    for place, (address, *_) in enumerate(served):
        others = [each for each in left if left[each] and each != address]
        recent = {each for each, *_ in served[place + 1 : place + 1 + len(others)]}
        left[address] -= 1
        assert set(others) <= recent | {address}

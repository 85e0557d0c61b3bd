"""Does progress merge, survive and vanish as a visitor expects, whatever a browser sends?"""

import re
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from ui.page import course, depth, progress
from ui.page.progress import LATEST, Place, Progress, merged, validated_place, validated_progress

ROOT = Path(__file__).resolve().parents[3]
KNOWN = course.exhibits()
ANSWERS = course.possible_answers()
PLACES = st.builds(Place, st.integers(0, 3), st.sampled_from(("", "draw", *KNOWN)))
PROGRESS = st.builds(
    Progress,
    st.integers(0, 3),
    st.frozensets(st.sampled_from(KNOWN + ANSWERS), max_size=40),
    PLACES,
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(PROGRESS, PROGRESS, PROGRESS)
def test_copies_merge_in_any_order_to_the_same(a, b, c):
    results = {merged(merged(x, y), z) for x, y, z in permutations((a, b, c))}
    assert len(results) == 1
    assert merged(a, a) == a


def test_equal_copies_unite():
    first, second = KNOWN[:2]
    united = merged(Progress(5, frozenset({first})), Progress(5, frozenset({second})))
    assert united == Progress(5, frozenset({first, second}))


def test_what_was_cleared_stays_cleared():
    old = Progress(5, frozenset(KNOWN))
    assert merged(old, Progress(6)) == merged(Progress(6), old) == Progress(6)


@given(ANYTHING)
def test_a_forged_message_does_no_harm(message):
    found = validated_progress(message)
    assert found is None or (found.cleared_at >= 0 and found.done <= {*KNOWN, *ANSWERS})


@pytest.mark.parametrize(
    "message",
    [
        None,
        [],
        {"epoch": 1},
        {"epoch": "1", "done": []},
        {"epoch": True, "done": []},
        {"epoch": -1, "done": []},
        {"epoch": 2**60, "done": []},
        {"epoch": 1, "done": "home.walk"},
        {"epoch": 1, "done": ["home.walk"] * 2_000},
    ],
)
def test_a_malformed_message_is_dropped(message):
    assert validated_progress(message) is None


def test_unknown_exhibits_are_left_out():
    assert validated_progress({"epoch": 0, "done": ["home.walk", "no.such", 7, None]}) == Progress(
        0, frozenset({"home.walk"})
    )


@pytest.mark.parametrize("name", ["draw", "home.walk", "alexnet.softmax"])
def test_a_place_that_exists_is_taken(name):
    message = {"epoch": 0, "done": [], "last": [LATEST, name]}
    assert validated_progress(message) == Progress(0, frozenset(), Place(LATEST, name))


@pytest.mark.parametrize(
    "last",
    [
        *(None, 7, "draw", {}, [], [1], [1, "draw", 2], ["1", "draw"], [True, "draw"]),
        *([0, "draw"], [-1, "draw"], [LATEST + 1, "draw"], [1.5, "draw"], [1, "no.such"], [1, 7]),
        *([1, "home"], [1, "glossary"], [1, "home.guess:few"], [1, ["draw"]], [1, "draw" * 9_000]),
    ],
)
def test_a_place_that_is_none_takes_nothing_else_with_it(last):
    message = {"epoch": 2, "done": ["home.walk"], "last": last}
    assert validated_progress(message) == Progress(2, frozenset({"home.walk"}))


@given(ANYTHING)
def test_a_forged_place_does_no_harm(message):
    found = validated_place(message)
    assert found == Place() or (0 < found.at <= LATEST and found.name)


def test_the_later_place_is_kept_and_is_no_news_of_what_was_done():
    early, late = (
        Progress(1, frozenset(), Place(5, "mnist")),
        Progress(1, frozenset(), Place(6, "draw")),
    )
    assert merged(early, late) == merged(late, early) == late
    assert merged(late, Progress(2)) == Progress(2)  # clearing forgets the place, too


def home(**state: object) -> AppTest:
    at = AppTest.from_file(ROOT / "streamlit_app.py", default_timeout=60)
    at.session_state[depth.EVERYTHING] = True
    for key, value in state.items():
        at.session_state[key.replace("_", "-")] = value
    at.query_params["lang"] = "en"
    return at.run()


def sidebar(at: AppTest) -> str:
    html = " ".join(element.proto.body for element in at.sidebar.get("html"))
    return re.sub("<[^>]*>", "", html)


def test_a_new_visitor_has_done_nothing():
    assert f"0 of {len(course.short_way())} done" in sidebar(home())


def test_what_the_browser_remembers_is_restored_and_can_be_cleared():
    at = home(progress_store={"stored": {"epoch": 3, "done": ["home.walk", "home.guess"]}})
    assert f"1 of {len(course.short_way())} done and 1 beyond it" in sidebar(at)
    steps = next(e.proto.body for e in at.main.get("html") if 'class="route-steps"' in e.proto.body)
    assert steps.count('<li class="done">') == 2
    at.button(key="clear-progress").click().run()  # the browser's old copy is still there
    assert f"0 of {len(course.short_way())} done" in sidebar(at)
    assert at.session_state[progress.KEY].cleared_at > 3


def test_something_done_twice_counts_once():
    at = home()
    for digit in (7, 4):
        at.segmented_control(key="home.digit").set_value(digit).run()
    assert not at.exception
    assert at.session_state[progress.KEY].done == {"home.walk"}


def test_only_what_exists_can_be_done():
    with pytest.raises(KeyError):
        progress.mark("home.no-such-exhibit")

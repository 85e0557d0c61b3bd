"""What the check of a message costs before Streamlit parses it (ui/server/wire.py), and what
parsing does.

One message is one run of a page or fragment, which takes some milliseconds and more.
"""

from collections.abc import Callable
from functools import partial

import numpy as np

from scripts.bench.report import Figure, figure
from scripts.bench.timing import in_turn
from scripts.protocol import BackMsg, Session, Widget
from ui.components.digit_pad.message import CAPACITY, write_message
from ui.server.wire import Unwanted, check

AT_ONCE = 200  # of a message, since one is too short for a clock


def _often(work: Callable[[bytes], object], data: bytes) -> None:
    for _ in range(AT_ONCE):
        work(data)


def measure(times: int) -> list[Figure]:
    """Microseconds of each kind of message, checked and parsed."""
    found = []
    for name, data in messages().items():
        rivals = {
            "checked": partial(_often, _check, data),
            "parsed": partial(_often, BackMsg.FromString, data),
        }
        for rival, took in in_turn(rivals, times).items():
            each = [1000 * ms / AT_ONCE for ms in took]
            found.append(figure(f"a message, {name}, {rival}", "µs", each, f"{len(data):,} bytes"))
    return found


def messages() -> dict[str, bytes]:
    """What a page sends at its opening, at a poll, with 40 widgets, with a full drawing; a lie."""
    page = Session(id="0" * 36, script="0" * 32, query="lang=en&network=lenet5")
    many, pad = BackMsg.FromString(page.poll("f" * 32)), Widget(f"$$ID-{'0' * 32}-pad", "", None)
    for number in range(40):
        many.rerun_script.widget_states.widgets.add(id=f"$$ID-{'0' * 32}-{number}", bool_value=True)
    drawing = write_message([np.full((1, 2), 1000.0)] * CAPACITY, 1)
    lie = BackMsg()
    lie.file_urls_request.file_names.extend([""] * 30_000)
    return {
        "opening": page.visit("Draw", page.query),
        "a poll": page.poll("f" * 32),
        "40 widgets": many.SerializeToString(),
        "a full drawing": page.act(pad, json_value=str(drawing)),
        "30,000 names": lie.SerializeToString(),
    }


def _check(data: bytes) -> None:
    try:
        check(data)
    except Unwanted:
        pass

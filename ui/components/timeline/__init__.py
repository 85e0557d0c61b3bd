"""An interactive timeline: lanes on a scale of years, a list on phones, one event opened below.

The component draws and remembers the chosen event in the address (`?event=`); Python sends texts
and is told once that a visitor has opened a few of them.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from ui.components import bundled_script, declare

_HERE = Path(__file__).parent
_TIMELINE = declare(
    "timeline",
    js=bundled_script(_HERE / "timeline.js"),
    css=(_HERE / "timeline.css").read_text("utf-8"),
    html='<div class="timeline"></div>',
)


@dataclass(frozen=True)
class Event:
    """One point: when, in which lane, its words (plain text), and the ids of what it built on."""

    id: str
    year: int
    lane: str
    title: str
    text: list[str]  # paragraphs
    felt: str  # a number that one can feel
    source: str
    see: str  # the address of an exhibit that shows it
    exhibit: str  # what the link there says
    built_on: list[str]


def mount(
    key: str,
    *,
    lanes: dict[str, str],
    events: Sequence[Event],
    selected: str,
    lang: str,
    labels: dict[str, str],
    on_explored: Callable[[], None],
) -> None:
    """Shows `events` with `selected` open. `lanes` maps ids to titles, top to bottom.

    `labels` has instructions, source, before and after.
    """
    data = {
        "lanes": [{"id": lane, "title": title} for lane, title in lanes.items()],
        "events": [_plain(event) for event in events],
        "selected": selected,
        "lang": lang,
        "labels": labels,
    }
    _TIMELINE(key=key, data=data, on_explored_change=on_explored)


def _plain(event: Event) -> dict[str, object]:
    row = asdict(event)
    row["from"] = row.pop("built_on")
    return row

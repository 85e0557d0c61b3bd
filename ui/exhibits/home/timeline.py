"""The years 1959 to 2025 on Home: assets/text/timeline.toml, with its words in both languages."""

from functools import partial
from typing import Any

import streamlit as st

from ui.components import timeline as component
from ui.components.timeline import Event
from ui.page import course, progress
from ui.page.frame import Page
from ui.words.facts import source_citation, toml
from ui.words.text import Text, in_language

LANES = ("ideas", "networks", "data", "contests")
FIRST_OPEN = "lenet5-1998"
TURN = "alexnet-2012"  # what lies behind it is counted


def events(text: Text) -> list[Event]:
    """Every event in the language of `text`, which notes the facts that they use."""
    return [_event(row, text) for row in toml("timeline")["event"]]


def _event(row: dict[str, Any], text: Text) -> Event:
    prose, _, felt = text[row["id"]].rpartition("\n> ")
    sources = "; ".join(source_citation(key, text.lang) for key in row["sources"])
    page, section = seen_at(row["see"])
    heading = Text(page.name, text.lang).heading(section)
    note = f". {text.label('timeline.V2')}" if row["mark"] == "V2" else ""
    return Event(
        id=row["id"],
        year=row["year"],
        lane=row["lane"],
        title=text.heading(row["id"]),
        text=prose.strip().split("\n\n"),
        felt=felt,
        source=f"{sources}{note}".replace("*", ""),
        see=in_language(row["see"], text.lang),
        exhibit=text.label("timeline.see", exhibit=heading, page=text.label(f"page.{page.name}")),
        built_on=row["built_on"],
    )


def seen_at(address: str) -> tuple[course.Entry, str]:
    """The page of an address, and its section: "/LeNet?network=lenet1#table"."""
    path, _, section = address.partition("#")
    name = path.removeprefix("/").partition("?")[0]
    return next(page for page in course.PAGES if page.address == name), section


def behind(event: str, built_on: dict[str, list[str]]) -> set[str]:
    """The events on which this one was built, those on which they were, and so on."""
    found: set[str] = set()
    for each in built_on[event]:
        found |= {each} | behind(each, built_on)
    return found


@st.fragment
def timeline(page: Page) -> None:
    """What led where. `?event=` opens one; opening a few marks the timeline as read."""
    page.section("timeline")
    text = Text("timeline", page.lang)
    shown = events(text)
    asked = st.query_params.get("event")
    component.mount(
        "timeline",
        lanes={lane: page.label(f"timeline.lane.{lane}") for lane in LANES},
        events=shown,
        selected=asked if asked in {event.id for event in shown} else FIRST_OPEN,
        lang=page.lang,
        labels={
            key: page.label(f"timeline.{key}")
            for key in ("instructions", "source", "before", "after")
        },
        on_explored=partial(progress.mark, "home.timeline"),
    )
    years = {event.id: event.year for event in shown}
    before = behind(TURN, {event.id: event.built_on for event in shown})
    page.seen(
        "timeline",
        acted=False,
        count=len(before),
        all=len(shown),
        year=min(years[each] for each in before),
    )
    page.text.used.extend(key for key in text.used if key not in page.text.used)

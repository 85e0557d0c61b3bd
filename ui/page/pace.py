"""How long a page's short way takes, the course's, and the route's for who has little time."""

from collections.abc import Sequence
from functools import cache
from math import ceil

from ui.page import course
from ui.page.course import Entry
from ui.words.text import label, sections

WORDS = {"en": 200, "ko": 150}  # read in a minute, with care; a Korean word carries its particles
QUESTION, EXHIBIT = 0.5, 2.0  # minutes with one


@cache
def minutes(entry: Entry, lang: str) -> int:
    """The minutes, whole and at least one: its open sections read, what stands open tried once."""
    written = [
        f"{section.heading} {section.body}"
        for key, section in sections(entry.name, lang).items()
        if not key.startswith("teacher") and not entry.is_folded(key)
    ]
    trying = sum(_trying(entry, each) for each in entry.short)
    return max(1, round(_reading(written, lang) + trying))


@cache
def short_way_minutes(lang: str) -> int:
    """The minutes of the course's short way, page by page."""
    return sum(minutes(page, lang) for page in course.PAGES if page.is_lesson)


@cache
def tour_minutes(lang: str) -> int:
    """The minutes of the short route (`course.TOUR`), rounded up, since it is a promise: what its
    bar says, each exhibit's section with its answer, or, if it has none, the page's first lines;
    and all of them tried once.
    """
    written, trying = [], 0.0
    for name in course.TOUR:
        entry, exhibit = course.parted(name)
        every = sections(entry.name, lang)
        shown = [key for key in (exhibit, f"{exhibit}-answer") if key in every] or ["title"]
        written += [label(f"tour.{name}", lang)]
        written += [f"{every[key].heading} {every[key].body}" for key in shown]
        trying += _trying(entry, exhibit)
    return ceil(_reading(written, lang) + trying)


def _reading(written: Sequence[str], lang: str) -> float:
    return len(" ".join(written).split()) / WORDS[lang]


def _trying(entry: Entry, exhibit: str) -> float:
    return QUESTION if exhibit in {each.name for each in entry.questions} else EXHIBIT

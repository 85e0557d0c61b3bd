"""The parts of a page as a visitor sees them, and the styles that show one alone or leave some out.

A part is a section of the second rank with all that stands below it, or a fold. On the page their
elements follow each other without a box around each part, so where one ends is where another
begins.
"""

from collections.abc import Iterable
from functools import cache

from ui.page import depth, search_index
from ui.page.course import Entry

TOP = "title"
BLOCK = '[data-testid="stMainBlockContainer"] > .stVerticalBlock'
FOLD = '[data-testid="stExpanderDetails"] > .stVerticalBlock'
ENDS = (  # what belongs to no part
    '[class*="st-key-fold-"]',
    ".st-key-page-notes",
    ".st-key-next-page",
    ".next-chapter",
    ".chapters",
    ".keep",
)


@cache
def parts_of(entry: Entry) -> tuple[str, ...]:
    """The keys of a page's parts, in order: a fold has that of its first section."""
    every = search_index.shown_sections(entry.name)
    return tuple(key for key in every if key != TOP and entry.fold_of(key) in ("", key))


def members(entry: Entry, part: str) -> tuple[str, ...]:
    """The sections of a part: of a fold all."""
    return next((fold for fold in entry.folds if fold[0] == part), (part,))


def alone_style(entry: Entry, section: str) -> str:
    """CSS that shows of a page's column only this section, TOP for what stands above all others."""
    fold = "" if depth.everything() else entry.fold_of(section)
    if not fold:
        return _only(BLOCK, "" if section == TOP else section, _others(entry, section))
    place = f".st-key-fold-{fold}"
    inside = f"{place} {FOLD}"
    others = [f"#{key}" for key in members(entry, fold) if key not in (fold, section)]
    whole = f"{BLOCK} > :not({place}, :has({place})) {{ display: none; }}"
    start = "" if section == fold else section
    return whole + (_only(inside, start, others) if others or start else "")


def without_style(entry: Entry, parts: Iterable[str]) -> str:
    """CSS that leaves out these parts of a page's column; a fold that is not drawn needs none."""
    return "".join(_without(BLOCK, key, _others(entry, key)) for key in parts)


def _others(entry: Entry, section: str) -> list[str]:
    every = {
        *search_index.shown_sections(entry.name),
        *(key for fold in entry.folds for key in fold),
    }
    return [*(f"#{key}" for key in sorted(every - {section, TOP})), *ENDS]


def _only(block: str, start: str, others: list[str]) -> str:
    ends = _holding(others)
    if not start:
        return f"{block} > {ends}, {block} > {ends} ~ * {{ display: none; }}"
    begin = _holding([f"#{start}"])
    return (
        f"{block} > :not({begin}, {begin} ~ *), "
        f"{block} > {begin} ~ {ends}, {block} > {begin} ~ {ends} ~ * {{ display: none; }}"
    )


def _without(block: str, start: str, others: list[str]) -> str:
    begin, ends = _holding([f"#{start}"]), _holding(others)
    return (
        f"{block} > {begin}, "
        f"{block} > {begin} ~ :not({ends}, {begin} ~ {ends} ~ *) {{ display: none; }}"
    )


def _holding(selectors: list[str]) -> str:
    """An element of these selectors, or one that holds such an element."""
    every = ", ".join(selectors)
    return f":is({every}, :has({every}))"

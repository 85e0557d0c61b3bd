"""How long a page's short way takes."""

from functools import cache

from ui.page.course import Entry
from ui.words.text import sections

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
    reading = len(" ".join(written).split()) / WORDS[lang]
    asked = {question.name for question in entry.questions}
    trying = sum(QUESTION if each in asked else EXHIBIT for each in entry.short)
    return max(1, round(reading + trying))

"""What a visitor has guessed, beside what is so and why."""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from cnn.errors import Problem
from ui.page import course, progress, ways
from ui.page.frame import Page
from ui.page.search_index import plain
from ui.words.text import PARTED, Text, labels

SENTENCE = re.compile(r"(?<=[.?!])\s+(?=\S)")


class Told(NamedTuple):
    """A question that was answered; its words are plain, in the page's language."""

    name: str  # "<page>.<question>"
    heading: str  # of the section that asked it
    asked: str  # as one understands it here
    said: str  # the option that was chosen, in words
    truth: str  # the right one; "" where it could not be measured
    because: str  # the reason, in a line or two
    address: str  # of the exhibit
    right: bool  # whether what was chosen is right


def names() -> tuple[str, ...]:
    """Every question of the course, as "<page>.<question>", in its order."""
    return tuple(f"{page.name}.{each.name}" for page in course.PAGES for each in page.questions)


def first_guesses() -> dict[str, str]:
    """The option that the visitor chose first, by question, in the order of the course."""
    given = {name: progress.answer_given(name) for name in names()}
    return {name: option for name, option in given.items() if option is not None}


def question(name: str) -> course.Question:
    """The question called "<page>.<question>". Raises KeyError if there is none."""
    entry, key = course.parted(name)
    return entry.question(key)


def right_option(name: str) -> str | None:
    """The right option: measured where it depends on this computer, None if that fails there."""
    try:
        return MEASURED[name]() if name in MEASURED else question(name).right
    except Problem:
        return None


def told_of(page: Page, name: str, option: str) -> Told:
    """The question `name`, answered by `option`; its facts join the page's sources."""
    entry, key = course.parted(name)
    text, right = Text(entry.name, page.lang), right_option(name)
    found = Told(
        name,
        plain(text.heading(key)),
        asked(page, name),
        option_words(page, name, option),
        option_words(page, name, right) if right else "",
        _first_sentences(text[f"{key}-answer"], question(name).told),
        ways.address_of(name, page.lang),
        option == right,
    )
    page.text.used.extend(fact for fact in text.used if fact not in page.text.used)
    return found


def _first_sentences(markdown: str, count: int) -> str:
    read = " ".join(SENTENCE.split(plain(markdown))[:count])
    return PARTED.sub("\u2060", read)


def asked(page: Page, name: str) -> str:
    """The question as one understands it far from its exhibit."""
    anew = f"recall.{name}"
    return page.label(anew if anew in labels(page.lang) else f"question.{name}.ask")


def option_words(page: Page, name: str, option: str) -> str:
    """What an option of a question says."""
    return page.label(f"question.{name}.{option}")


def _photos_upside_down() -> str:
    from ui.exhibits.photo import comparisons  # with its network, for who has answered this

    return comparisons.survivors(comparisons.turned()[0])


MEASURED: Mapping[str, Callable[[], str]] = {"photo.turned": _photos_upside_down}

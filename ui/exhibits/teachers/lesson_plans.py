"""The ready lessons, as assets/text/lessons.toml has them, in one language.

Each is an entry `[[lesson]]`, words in both languages beside each other:

    name    of its own, for addresses: ?sheet=<name>
    ideas   which of AI4K12's five big ideas it touches: names in IDEAS
    title, topic, aims, ready
    step    what happens, in order; the minutes add up to 45

A step has `minutes` and `do`, what the class does. It may have

    places  where: `to` = "<page>.<section>", `more` = what else the address asks for, and words of
            its own where the section's heading does not do
    ask     a question of the course to vote on, "<page>.<question>", and `say`, what the teacher
            may say to those who are misled
    task    what the worksheet asks, `room` = lines to write on, `answer` = what the key says
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from ui.page import course, ways
from ui.page.frame import Page, unbroken
from ui.words.facts import toml
from ui.words.text import Text, fill

MINUTES = 45  # of each
IDEAS = ("perception", "representation", "learning", "interaction", "society")


class CourseLink(NamedTuple):
    """A link into the course."""

    address: str
    title: str


class LessonStep(NamedTuple):
    """A part of a lesson; what it has not is "" or 0."""

    minutes: int
    places: tuple[CourseLink, ...]
    does: str
    asks: str
    says: str
    task: str
    room: int
    answer: str


class LessonPlan(NamedTuple):
    """A lesson of MINUTES, whole."""

    name: str
    title: str
    topic: str
    ideas: tuple[str, ...]
    aims: tuple[str, ...]
    ready: tuple[str, ...]
    steps: tuple[LessonStep, ...]


def lesson_plans(page: Page) -> list[LessonPlan]:
    """All of them in the page's language; their numbers join its sources.

    Raises KeyError if one of them names a page or a section that does not exist.
    """
    return [_plan(page, row) for row in toml("lessons")["lesson"]]


def _plan(page: Page, row: Mapping[str, Any]) -> LessonPlan:
    return LessonPlan(
        name=row["name"],
        title=_words(page, row["title"]),
        topic=_words(page, row["topic"]),
        ideas=tuple(row["ideas"]),
        aims=tuple(_words(page, each) for each in row["aims"]),
        ready=tuple(_words(page, each) for each in row["ready"]),
        steps=tuple(_step(page, each) for each in row["step"]),
    )


def _step(page: Page, row: Mapping[str, Any]) -> LessonStep:
    return LessonStep(
        minutes=row["minutes"],
        places=tuple(_place(page, each) for each in row.get("places", ())),
        does=_words(page, row["do"]),
        asks=row.get("ask", ""),
        says=_words(page, row.get("say", {})),
        task=_words(page, row.get("task", {})),
        room=row.get("room", 0),
        answer=_words(page, row.get("answer", {})),
    )


def _place(page: Page, row: Mapping[str, Any]) -> CourseLink:
    entry, _ = course.parted(row["to"])
    address = ways.address_of(row["to"], page.lang, row.get("more"))
    section = address.partition("#")[2] or "title"
    title = _words(page, row) or Text(entry.name, page.lang).heading(section)
    return CourseLink(address, f"{page.label(f'page.{entry.name}')}: {unbroken(title)}")


def _words(page: Page, row: Mapping[str, Any]) -> str:
    return unbroken(fill(row.get(page.lang, ""), page.lang, page.text.used))

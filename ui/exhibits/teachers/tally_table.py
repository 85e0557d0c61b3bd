"""The guesses of a class as a table: what was asked, what was chosen, and how often."""

import csv
import io
from collections.abc import Mapping

from ui.page.course import PAGES
from ui.page.frame import Page


def as_csv(page: Page, tallies: Mapping[str, Mapping[str, int]]) -> bytes:
    """A row for each option of each question that was answered, in the order of the course.

    In UTF-8 with the mark by which spreadsheets know it.
    """
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    heads = ("page", "question", "option", "count", "right")
    table.writerow([page.label(f"teachers.column-{each}") for each in heads])
    for entry in PAGES:
        for question in entry.questions:
            key = f"{entry.name}.{question.name}"
            for option in question.options if tallies.get(key) else ():
                table.writerow(
                    [
                        page.label(f"page.{entry.name}"),
                        page.label(f"question.{key}.ask"),
                        page.label(f"question.{key}.{option}"),
                        tallies[key].get(option, 0),
                        "✓" if option == question.right else "",
                    ]
                )
    return written.getvalue().encode("utf-8-sig")

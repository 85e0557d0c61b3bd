"""The guesses of a class as a table: what was asked, what was chosen, and how often."""

import csv
import io
from collections.abc import Iterator, Mapping

from cnn import learning_curves as measured
from ui.exhibits.mnist import class_scores
from ui.page import course, drawn_votes
from ui.page.course import PAGES
from ui.page.frame import Page

Row = tuple[str, str, int, str]


def as_csv(page: Page, tallies: Mapping[str, Mapping[str, int]]) -> bytes:
    """A row for each option of each question that was answered, in the order of the course.

    In UTF-8 with the mark by which spreadsheets know it.
    """
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    heads = ("page", "question", "option", "count", "right")
    table.writerow([page.label(f"teachers.column-{each}") for each in heads])
    for entry in PAGES:
        for exhibit in entry.exhibits:
            key = f"{entry.name}.{exhibit}"
            for row in _rows(page, key, tallies[key]) if tallies.get(key) else ():
                table.writerow([page.label(f"page.{entry.name}"), *row])
    return written.getvalue().encode("utf-8-sig")


def _rows(page: Page, key: str, tally: Mapping[str, int]) -> Iterator[Row]:
    """What was asked, an option, how often it was chosen, and whether it is right."""
    entry, name = course.parted(key)
    if key == drawn_votes.CURVE:
        yield from _curve_rows(page, tally)
    elif key == drawn_votes.GAME:
        yield from _game_rows(page, tally)
    elif question := next((each for each in entry.questions if each.name == name), None):
        for option in question.options:
            words = page.label(f"question.{key}.{option}")
            yield _row(
                page.label(f"question.{key}.ask"),
                words,
                tally.get(option, 0),
                option == question.right,
            )


def _curve_rows(page: Page, tally: Mapping[str, int]) -> Iterator[Row]:
    """Of each number of digits the heights that were drawn, in per cent, from below."""
    curves, truth = drawn_votes.curves_voted(tally), measured.error_curves()["lenet5", "plain"]
    for at, cell in enumerate(truth if curves else ()):
        asked = page.label("class.curve-row", digits=f"{cell.digits:,}")
        right = drawn_votes.step_of(cell.mean)
        for step in sorted({steps[at] for steps, _ in curves}):
            count = sum(many for steps, many in curves if steps[at] == step)
            yield _row(asked, f"{drawn_votes.middle_of(step):.1f}%", count, step == right)


def _game_rows(page: Page, tally: Mapping[str, int]) -> Iterator[Row]:
    """Of each round that was played how many had so many digits right, and who had which."""
    for number in drawn_votes.rounds_voted(tally):
        only = {choice: count for choice, count in tally.items() if choice.startswith(f"{number}:")}
        found = class_scores.round_scores(only)
        assert found
        asked = page.label("class.round-row", round=number)
        for right, count in enumerate(found.scores):
            yield _row(asked, str(right), count, False)
        labels = class_scores.labels_of(number)
        for at, (label, said) in enumerate(zip(labels, found.answers, strict=True), 1):
            asked_digit = page.label("class.digit-row", round=number, place=at)
            for digit in sorted(said):
                yield _row(asked_digit, str(digit), said[digit], digit == label)


def _row(asked: str, option: str, count: int, is_right: bool) -> Row:
    return asked, option, count, "✓" if is_right else ""

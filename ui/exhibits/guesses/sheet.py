"""What was guessed as a text file, to be kept: plain words, a line each."""

from collections.abc import Sequence

from ui.exhibits.guesses.told import Told
from ui.page import course
from ui.page.frame import Page
from ui.page.search_index import plain

JOINER = "\u2060"  # keeps words in one line on a page, and is seen as a box elsewhere


def as_text(page: Page, every: Sequence[Told], summary: str) -> bytes:
    """The guesses by page and the sentences to keep, as UTF-8 that Windows reads too."""
    lines = [plain(page.heading("title")), page.label("frame.product"), "", plain(summary), ""]
    above = ""
    for each in every:
        title = page.label(f"page.{course.parted(each.name)[0].name}")
        if title != above:
            lines += [title.upper(), ""]
        above = title
        verdict = page.label(f"guesses.{'right' if each.right else 'wrong'}")
        lines.append(each.asked)
        lines.append(f"  {page.label('guesses.yours')} {each.said} ({verdict})")
        lines.append(f"  {page.label('guesses.truth')} {each.truth or '?'}")
        lines += [f"  {each.because}", ""]
    lines += [plain(page.heading("keep")).upper(), ""]
    lines += [f"{page.label(f'page.{each.name}')}: {words}" for each, words in kept_sentences(page)]
    return "\r\n".join(lines).replace(JOINER, "").encode("utf-8-sig")


def kept_sentences(page: Page) -> list[tuple[course.Entry, str]]:
    """The lessons, each with its one sentence to keep."""
    lessons = [entry for entry in course.PAGES if entry.is_lesson]
    return [(entry, page.label(f"keep.{entry.name}")) for entry in lessons]

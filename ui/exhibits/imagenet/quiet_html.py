"""What the quiet years look like: their lines, and a digit's bent copies."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import htpy as h
from htpy import Renderable

from cnn import figures
from ui.html.img import img
from ui.page import closing, course
from ui.page.frame import Page
from ui.words.text import in_language

if TYPE_CHECKING:
    from ui.exhibits.imagenet.quiet import BentDigits, QuietYear

SCALE = 3  # how much larger a bent digit is shown


def quiet_years(page: Page, years: Sequence["QuietYear"]) -> Renderable:
    """A line for each finding: its year, what was found, and where it can be tried here."""
    rows = [
        h.li(class_=each.name)[
            h.b[str(each.year)],
            h.div[
                h.h3[page.label(f"imagenet.quiet.{each.name}")],
                h.p[page.label(f"imagenet.quiet.{each.name}-line")],
                _try_it(page, each.see),
            ],
        ]
        for each in years
    ]
    return h.ol(".in-quiet", lang=page.lang, data_testid="quiet")[rows]


def _try_it(page: Page, exhibit: str) -> Renderable:
    entry, name = course.parted(exhibit)
    address = f"/{entry.address}#{closing.section_of(entry.name, name)}"
    title = page.label(f"route.{exhibit}")
    return h.small[h.a(href=in_language(address, page.lang))[title]]


def bent_digits(page: Page, digit: int, found: "BentDigits", dark: bool) -> Renderable:
    """Twelve copies, what the network of plain digits reads in each, and both networks' counts."""
    cells = [
        _copy(page, digit, number, figures.ink_png(copy, dark=dark, scale=SCALE), int(read))
        for number, (copy, read) in enumerate(zip(found.copies, found.plain, strict=True), 1)
    ]
    says = page.label(
        "imagenet.bent-says",
        all=len(found.copies),
        plain=int((found.plain == digit).sum()),
        learned=int((found.learned == digit).sum()),
    )
    return h.figure(".in-bent", lang=page.lang, data_testid="bent")[
        h.div[cells], h.figcaption[says]
    ]


def _copy(page: Page, digit: int, number: int, png: bytes, read: int) -> Renderable:
    alt = page.label("imagenet.bent-alt", number=number, digit=digit, read=read)
    mark = "✓" if read == digit else "✗"
    return h.figure(class_="right" if read == digit else "missed")[
        img(png, alt), h.figcaption(aria_hidden="true")[f"{read} {mark}"]
    ]

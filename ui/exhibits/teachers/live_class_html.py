"""The markup of a class on its teacher's screen."""

import htpy as h
from htpy import Renderable

from ui.html.img import img
from ui.page import class_strip, drawn_votes
from ui.page.frame import Page


def way_in(page: Page, code: str, link: str, picture: bytes) -> Renderable:
    """The code in letters that the last row can read, the link, and both as a QR code."""
    return h.section(".class-way-in", lang=page.lang)[
        h.div[
            h.p(".class-word")[page.label("teachers.code")],
            h.p(".class-code", translate="no")[code],
            h.p(".class-word")[page.label("teachers.link")],
            h.p(".class-link", translate="no")[link],
        ],
        img(picture, page.label("teachers.qr", link=link), class_="class-qr"),
    ]


def presence(page: Page, pupils: int) -> Renderable:
    """How many are there."""
    return h.p(".class-presence", lang=page.lang, role="status")[
        page.label("teachers.present"), " ", h.b[str(pupils)]
    ]


def asked(page: Page, key: str) -> Renderable:
    """The question whose guesses are shown."""
    return h.h3(".class-question", lang=page.lang)[asked_words(page, key)]


def asked_words(page: Page, key: str) -> str:
    """What is asked at "<page>.<question>", or at the curve or the game, which have no question."""
    return page.label(f"vote.{key}" if key in drawn_votes.KEYS else f"question.{key}.ask")


def question_name(page: Page, key: str) -> str:
    """A question as the list has it; without a key, the one that is being answered."""
    if not key:
        return page.label("teachers.latest")
    name = key.partition(".")[0]
    return f"{page.label(f'page.{name}')}: {asked_words(page, key)}"


def place_name(page: Page, place: str) -> str:
    """A place as the list has it."""
    found = class_strip.place_link(place, page.lang)
    return found[1] if found else ""

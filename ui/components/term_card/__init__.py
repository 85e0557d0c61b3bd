"""What a term means, on a card that opens beside its mention and needs no run of the server.

A mention is an ordinary link to the term's place on the page of all terms
(`ui.words.terms.marked`); an ordinary click on it opens the card instead. The cards are fetched
once, when the hand or the focus first comes to a mention. Without them, or in a browser that has no
popover, the link leads on like any other. It draws nothing.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypedDict

from ui.components import Once, bundled_script, once, serve

_HERE = Path(__file__).parent
_CARD = once(
    "term_card", js=bundled_script(_HERE / "term_card.js"), css="", html="<span hidden></span>"
)
LABELS = ("close", "all", "where", "also")
"""The names of the labels that `mount` needs."""


class Card(TypedDict):
    """What one card says, in the language of its page."""

    name: str
    other: str  # the term in the other language; may be empty
    also: str  # what else it is called; may be empty
    about: str
    where: str  # the address of the section that explains it
    place: str  # that section's name
    picture: str  # an SVG, or empty


class Cards:
    """All cards of a language, at an address of their own."""

    def __init__(self, lang: str, cards: Mapping[str, Card], picture_style: str) -> None:
        """`picture_style`: the rules for what stands in a picture."""
        style = (_HERE / "term_card.css").read_text("utf-8")
        self.held = {"style": f"{style}.term-card svg {{ {picture_style} }}", "cards": cards}
        body = json.dumps(self.held, ensure_ascii=False).encode()
        self.address = serve(f"term_cards.{lang}", ".json", body)


def mount(key: str, cards: Cards, other: str, lang: str, labels: Mapping[str, str]) -> None:
    """Listens to the mentions of the page; `other`: the code of the language beside `lang`."""
    data: dict[str, Any] = {"labels": dict(labels), "lang": lang, "other": other}
    data |= {"address": cards.address} if Once.served else {"held": cards.held}
    _CARD(key=key, data=data, height=1)

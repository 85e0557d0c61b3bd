"""What a term means, on a card that opens beside its mention and needs no run of the server.

A mention is an ordinary link to the term's place on the page of all terms
(`ui.words.terms.marked`); an ordinary click on it opens the card instead. The cards, and what shows
them, are fetched once, when the hand or the focus first comes to a mention. Without them, or in a
browser that has no popover, the link leads on like any other. It draws nothing.
"""

import json
import re
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import TypedDict

from ui.components import Once, bundled_script, declare, serve

_HERE = Path(__file__).parent
_SCRIPT = re.sub("^ +", "", bundled_script(_HERE / "mentions.js"), flags=re.MULTILINE)
_MENTIONS = declare("term_card", js=_SCRIPT, html="<span hidden></span>")
LABELS = ("close", "all", "where", "also")
"""The names of the labels that `Cards` needs."""


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
    """All cards of a language, with what shows them: a module at an address of its own."""

    def __init__(
        self,
        cards: Mapping[str, Card],
        labels: Mapping[str, str],
        languages: tuple[str, str],
        picture_style: str,
    ) -> None:
        """languages: that of the cards, and the one beside it; picture_style: rules for an SVG."""
        lang, other = languages
        style = (_HERE / "term_card.css").read_text("utf-8")
        style += f".term-card svg {{ {picture_style} }}"
        said = {"labels": dict(labels), "lang": lang, "other": other, "style": style}
        written = json.dumps(said | {"cards": cards}, ensure_ascii=False)
        shows = bundled_script(_HERE / "term_card.js")
        self.script = f"{shows}\nexport const said = {written}\n".encode()
        self.address = serve(f"term_cards.{lang}", ".js", self.script)


def mount(key: str, cards: Cards) -> None:
    """Listens to the mentions of the page."""
    whole = f"data:text/javascript;base64,{b64encode(cards.script).decode()}"
    address = f"./{cards.address}" if Once.served else whole
    _MENTIONS(key=key, data={"address": address}, height=1)

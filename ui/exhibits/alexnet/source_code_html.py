"""What paper and code look like side by side, and the networks that followed."""

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from ui.page.frame import Page
from ui.words.facts import value

if TYPE_CHECKING:
    from ui.exhibits.alexnet.source_code import Later

WIDEST = 20.0  # per cent
MARKS = {"differs": "≠", "adds": "+", "agrees": "="}


def claim(page: Page, name: str, kind: str) -> str:
    """What the paper says, what the code says, and what follows."""
    columns = "".join(
        f"<div><h3>{escape(page.label(f'alexnet.claim-{who}'))}</h3>"
        f"<p>{escape(page.label(f'alexnet.claims.{name}-{who}'))}</p></div>"
        for who in ("paper", "code")
    )
    means = escape(page.label(f"alexnet.claims.{name}-means"))
    return (
        f'<div class="ay-claim {kind}" lang="{page.lang}" data-testid="claim" data-claim="{name}">'
        f'<p class="kind"><b aria-hidden="true">{MARKS[kind]}</b> '
        f"{escape(page.label(f'alexnet.claim-kind-{kind}'))}</p>"
        f'<div class="both">{columns}</div><p class="means">'
        f"<b>{escape(page.label('alexnet.claim-means'))}</b> {means}</p></div>"
    )


def later(page: Page, networks: Sequence["Later"]) -> str:
    """A line for each network, and its error as a bar on one scale."""
    rows = "".join(
        f'<li class="{each.name}"><b>{each.year}</b>'
        f"<h3>{escape(page.label(f'alexnet.later.{each.name}'))}</h3>"
        f"<p>{escape(page.label(f'alexnet.later.{each.name}-line'))}</p>"
        f'<div class="bar"><i style="width:{100 * value(each.error) / WIDEST:.1f}%"></i>'
        f"<span>{escape(page.text.fact(each.error))}% <small>"
        f"{escape(page.label(f'alexnet.later.{each.name}-error'))}</small></span></div></li>"
        for each in networks
    )
    return f'<ol class="ay-later" lang="{page.lang}" data-testid="later">{rows}</ol>'

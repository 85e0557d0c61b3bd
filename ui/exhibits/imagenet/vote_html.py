"""What the vote of ImageNet looks like: votes and chances in, HTML for st.html out."""

from collections.abc import Sequence
from html import escape

from cnn.data.imagenet import label_votes
from cnn.data.imagenet.classes import Synset
from cnn.data.imagenet.label_votes import FOUND_RIGHT
from ui.exhibits.imagenet.sample_photos import credit, element, shown
from ui.page.frame import Page

LAST = 12  # votes shown one by one; of a longer poll the latest
TABLE = 6  # yes and no votes in the table, from 0


def question(page: Page, photo: str, wanted: Synset) -> str:
    """The photo and what is asked; in English the definition too that a voter would have read."""
    asks = page.label("imagenet.is-it", name=wanted.name(page.lang))
    alt = page.label("imagenet.alt-vote")
    gloss = f'<p class="gloss">{escape(wanted.gloss)}</p>' if page.lang == "en" else ""
    return (
        f'<div class="in-ask" lang="{page.lang}"><figure>{element(shown(photo, 480), alt)}'
        f"<figcaption>{escape(page.label('imagenet.photo-by', who=credit(photo)))}</figcaption>"
        f"</figure><h3>{escape(asks)}</h3>{gloss}</div>"
    )


def poll(
    page: Page, threshold: float, cast: Sequence[bool], chances: Sequence[float], truth: bool
) -> str:
    """How sure the votes so far make, and each vote with what it changed."""
    decided = label_votes.verdict(chances[-1], threshold)
    said = page.label(f"imagenet.decided-{_word(decided)}", count=len(cast))
    if decided is not None:
        known = "right" if decided == truth else "wrong"
        said += " " + page.label(f"imagenet.decided-{known}")
    elif not cast:
        said = page.label("imagenet.no-votes", prior=f"{100 * FOUND_RIGHT:.0f}")
    first = max(0, len(cast) - LAST)
    rows = "".join(
        _vote(page, number, cast[number], chances[number + 1]) for number in range(first, len(cast))
    )
    before = escape(page.label("imagenet.before"))
    start = f"<li><b>{before}</b><span>{_percent(chances[0])}</span></li>"
    return (
        f'<div class="in-poll {_word(decided)}" lang="{page.lang}" data-testid="poll" '
        f'data-votes="{len(cast)}" data-decided="{_word(decided)}">'
        f"{_gauge(page, chances[-1], threshold)}"
        f'<p class="in-felt" role="status">{escape(said)}</p>'
        f"<ol>{start if not first else ''}{rows}</ol></div>"
    )


def _word(decided: bool | None) -> str:
    return {True: "yes", False: "no", None: "open"}[decided]


def _percent(chance: float) -> str:
    """With as many digits as tell it from 0 and from 100."""
    percent = 100 * chance
    if percent < 1:
        return f"{percent:.2g}%"
    return f"{percent:.0f}%" if percent <= 99 else f"{percent:.2f}%"


def _vote(page: Page, number: int, vote: bool, chance: float) -> str:
    who = page.label("imagenet.you") if number == 0 else page.label("imagenet.voter", number=number)
    says = page.label(f"imagenet.says-{'yes' if vote else 'no'}")
    return (
        f'<li class="{"yes" if vote else "no"}"><b>{escape(who)}</b><em>{escape(says)}</em>'
        f"<span>{_percent(chance)}</span></li>"
    )


def _gauge(page: Page, chance: float, threshold: float) -> str:
    """From surely not to surely, on the scale on which every vote moves by one step."""
    reach = label_votes.logit(max(threshold, 1 - FOUND_RIGHT)) * 1.25

    def at(value: float) -> float:
        held = min(max(value, 1e-12), 1 - 1e-12)
        return 50 + 50 * min(max(label_votes.logit(held) / reach, -1), 1)

    low, high = at(1 - threshold), at(threshold)
    text = page.label("imagenet.alt-gauge", chance=_percent(chance))
    return (
        f'<div class="in-gauge" role="img" aria-label="{escape(text)}">'
        f'<i class="no" style="width:{low:.2f}%"></i>'
        f'<i class="yes" style="left:{high:.2f}%;width:{100 - high:.2f}%"></i>'
        f'<b style="left:{at(chance):.2f}%"></b></div>'
        f'<div class="in-ends"><span>{escape(page.label("imagenet.end-no"))}</span>'
        f"<strong>{_percent(chance)}</strong>"
        f"<span>{escape(page.label('imagenet.end-yes'))}</span></div>"
    )


def table(page: Page, reliability: float, threshold: float, lead: tuple[int, int]) -> str:
    """The confidence after so many yes and so many no, what is decided marked, the poll's own."""
    head = "".join(f'<th scope="col">{no}</th>' for no in range(TABLE + 1))
    rows = "".join(
        f'<tr><th scope="row">{yes}</th>'
        + "".join(_cell(page, reliability, threshold, (yes, no), lead) for no in range(TABLE + 1))
        + "</tr>"
        for yes in range(TABLE + 1)
    )
    return (
        f'<div class="in-confidence" lang="{page.lang}"><table>'
        f"<caption>{escape(page.label('imagenet.table'))}</caption>"
        f'<thead><tr><th scope="col"><small>{escape(page.label("imagenet.table-corner"))}</small>'
        f"</th>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _cell(
    page: Page, reliability: float, threshold: float, here: tuple[int, int], lead: tuple[int, int]
) -> str:
    cast = [True] * here[0] + [False] * here[1]
    chance = label_votes.posterior(FOUND_RIGHT, cast, reliability)
    decided = _word(label_votes.verdict(chance, threshold))
    mark = {"yes": "✓", "no": "✗", "open": ""}[decided]
    said = page.label(f"imagenet.cell-{decided}")
    now = ' aria-current="true"' if here == lead else ""
    return (
        f'<td class="{decided}"{now} title="{escape(said)}">{_percent(chance)}'
        f'<span aria-hidden="true">{mark}</span></td>'
    )


def costs(page: Page, reliability: float, threshold: float) -> str:
    """What asking until sure costs on average, beside ten votes for every photo."""
    found = label_votes.poll(FOUND_RIGHT, reliability, threshold)
    words = page.label(
        "imagenet.costs",
        good=f"{found.votes_good:.1f}",
        bad=f"{found.votes_bad:.1f}",
        all=f"{found.votes(FOUND_RIGHT):.1f}",
        precision=f"{100 * found.precision:.1f}",
        lost=f"{100 * found.lost:.1f}",
        ten=f"{100 * _ten(reliability):.1f}",
    )
    return f'<p class="in-costs" lang="{page.lang}">{escape(words)}</p>'


def _ten(reliability: float) -> float:
    """The share of good photos among those that a majority of ten takes."""
    right = label_votes.majority(reliability, 10)
    good, bad = FOUND_RIGHT * right, (1 - FOUND_RIGHT) * (1 - right)
    return good / (good + bad)

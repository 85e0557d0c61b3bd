"""What the vote of ImageNet looks like: votes and chances in, HTML out."""

from collections.abc import Sequence

import htpy as h
from htpy import Renderable

from cnn.data.imagenet import label_votes
from cnn.data.imagenet.classes import Synset
from cnn.data.imagenet.label_votes import FOUND_RIGHT
from ui.exhibits.imagenet.sample_photos import credit_line, small_photo
from ui.html.img import img
from ui.page.frame import Page

LAST = 12  # votes shown one by one; of a longer poll the latest
TABLE = 6  # yes and no votes in the table, from 0


def question(page: Page, photo: str, wanted: Synset) -> Renderable:
    """The photo and what is asked; in English the definition too that a voter would have read."""
    asks = page.label("imagenet.is-it", name=wanted.name(page.lang))
    alt = page.label("imagenet.alt-vote")
    gloss = h.p(".gloss")[wanted.gloss] if page.lang == "en" else None
    return h.div(".in-ask", lang=page.lang)[
        h.figure[
            img(small_photo(photo, 480), alt),
            h.figcaption[page.label("imagenet.photo-by", who=credit_line(photo))],
        ],
        h.h3[asks],
        gloss,
    ]


def poll(
    page: Page, threshold: float, cast: Sequence[bool], chances: Sequence[float], truth: bool
) -> Renderable:
    """How sure the votes so far make, and each vote with what it changed."""
    decided = label_votes.decision(chances[-1], threshold)
    said = page.label(f"imagenet.decided-{_word(decided)}", count=len(cast))
    if decided is not None:
        known = "right" if decided == truth else "wrong"
        said += " " + page.label(f"imagenet.decided-{known}")
    elif not cast:
        said = page.label("imagenet.no-votes", prior=f"{100 * FOUND_RIGHT:.0f}")
    first = max(0, len(cast) - LAST)
    rows = [
        _vote(page, number, cast[number], chances[number + 1]) for number in range(first, len(cast))
    ]
    before = page.label("imagenet.before")
    start = h.li[h.b[before], h.span[_percent(chances[0])]]
    return h.div(
        class_=f"in-poll {_word(decided)}",
        lang=page.lang,
        data_testid="poll",
        data_votes=len(cast),
        data_decided=_word(decided),
    )[
        _gauge(page, chances[-1], threshold),
        h.p(".in-felt", role="status")[said],
        h.ol[start if not first else None, rows],
    ]


def _word(decided: bool | None) -> str:
    return {True: "yes", False: "no", None: "open"}[decided]


def _percent(chance: float) -> str:
    """With as many digits as tell it from 0 and 100, and from the confidence that is asked for."""
    percent = 100 * chance
    if percent < 1:
        return f"{percent:.2g}%"
    return f"{percent:.0f}%" if percent < 89 else f"{percent:.2f}%"


def _vote(page: Page, number: int, vote: bool, chance: float) -> Renderable:
    who = page.label("imagenet.you") if number == 0 else page.label("imagenet.voter", number=number)
    says = page.label(f"imagenet.says-{'yes' if vote else 'no'}")
    return h.li(class_="yes" if vote else "no")[h.b[who], h.em[says], h.span[_percent(chance)]]


def _gauge(page: Page, chance: float, threshold: float) -> Renderable:
    """From surely not to surely, on the scale on which every vote moves by one step."""
    reach = label_votes.logit(max(threshold, 1 - FOUND_RIGHT)) * 1.25

    def at(value: float) -> float:
        held = min(max(value, 1e-12), 1 - 1e-12)
        return 50 + 50 * min(max(label_votes.logit(held) / reach, -1), 1)

    low, high = at(1 - threshold), at(threshold)
    text = page.label("imagenet.alt-gauge", chance=_percent(chance))
    return h.fragment[
        h.div(".in-gauge", role="img", aria_label=text)[
            h.i(".no", style=f"width:{low:.2f}%"),
            h.i(".yes", style=f"left:{high:.2f}%;width:{100 - high:.2f}%"),
            h.b(style=f"left:{at(chance):.2f}%"),
        ],
        h.div(".in-ends")[
            h.span[page.label("imagenet.end-no")],
            h.strong[_percent(chance)],
            h.span[page.label("imagenet.end-yes")],
        ],
    ]


def confidence_table(
    page: Page, reliability: float, threshold: float, lead: tuple[int, int]
) -> Renderable:
    """The confidence after so many yes and so many no, what is decided marked, the poll's own."""
    head = [h.th(scope="col")[no] for no in range(TABLE + 1)]
    rows = [
        h.tr[
            h.th(scope="row")[yes],
            [_cell(page, reliability, threshold, (yes, no), lead) for no in range(TABLE + 1)],
        ]
        for yes in range(TABLE + 1)
    ]
    return h.div(".in-confidence", lang=page.lang)[
        h.table[
            h.caption[page.label("imagenet.table")],
            h.thead[h.tr[h.th(scope="col")[h.small[page.label("imagenet.table-corner")]], head]],
            h.tbody[rows],
        ]
    ]


def _cell(
    page: Page, reliability: float, threshold: float, here: tuple[int, int], lead: tuple[int, int]
) -> Renderable:
    cast = [True] * here[0] + [False] * here[1]
    chance = label_votes.posterior(FOUND_RIGHT, cast, reliability)
    decided = _word(label_votes.decision(chance, threshold))
    mark = {"yes": "✓", "no": "✗", "open": ""}[decided]
    said = page.label(f"imagenet.cell-{decided}")
    now = "true" if here == lead else None
    return h.td(class_=decided, aria_current=now, title=said)[
        _percent(chance), h.span(aria_hidden="true")[mark]
    ]


def vote_costs(page: Page, reliability: float, threshold: float) -> Renderable:
    """What asking until sure costs on average, beside ten votes for every photo."""
    found = label_votes.expected_poll(FOUND_RIGHT, reliability, threshold)
    words = page.label(
        "imagenet.costs",
        good=f"{found.votes_good:.1f}",
        bad=f"{found.votes_bad:.1f}",
        all=f"{found.votes(FOUND_RIGHT):.1f}",
        precision=f"{100 * found.precision:.1f}",
        lost=f"{100 * found.lost:.1f}",
        ten=f"{100 * _ten(reliability):.1f}",
    )
    return h.p(".in-costs", lang=page.lang)[words]


def _ten(reliability: float) -> float:
    """The share of good photos among those that a majority of ten takes."""
    right = label_votes.majority(reliability, 10)
    good, bad = FOUND_RIGHT * right, (1 - FOUND_RIGHT) * (1 - right)
    return good / (good + bad)

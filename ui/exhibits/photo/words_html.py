"""What the words of Photo look like: a visitor's word judged, and the list of classes."""

from collections.abc import Sequence

import htpy as h
import numpy as np
from htpy import Renderable

from cnn.data.imagenet import nouns
from cnn.data.imagenet.nouns import Meaning, Word
from cnn.inference.photo import PhotoReading
from ui.page.frame import Page
from ui.page.pictures import scrolls

SHOWN = 5  # classes under a sentence
LONGEST = 40  # characters of a visitor's word that are repeated


def judged(page: Page, found: PhotoReading, typed: str, word: Word | None) -> Renderable:
    """Whether the network has a class for a visitor's word, and how sure it is of that."""
    if word is None:
        said: list[Renderable] = [h.p[page.label("photo.word-unknown", word=_plain(typed))]]
    else:
        meant = nouns.told(word, found.network.classes)
        said = [_meaning(page, found, word, each, len(meant) > 1) for each in meant]
    return h.div(".ph-answers.ph-word", role="status", lang=page.lang, data_testid="photo-word")[
        None if word is None or word.exact else h.p[page.label("photo.word-read", word=word.name)],
        said,
    ]


def _meaning(
    page: Page, found: PhotoReading, word: Word, meaning: Meaning, several: bool
) -> Renderable:
    """One meaning of the word: the class, the kinds of it, the nearest classes, or none near."""
    known = found.network.classes
    name = word.name
    if several:
        name = page.label("photo.word-sense", word=name, above=meaning.above.name(page.lang))
    if places := nouns.kinds(meaning, known):
        if len(places) == 1 and known[places[0]].wnid == meaning.wnid:
            order = np.argsort(-found.probabilities, kind="stable").tolist()
            sentence = page.label(
                "photo.word-class",
                name=known[places[0]].name(page.lang),
                place=order.index(places[0]) + 1,
                count=f"{len(known):,}",
            )
        else:
            key = "photo.word-kind" if len(places) == 1 else "photo.word-kinds"
            sentence = page.label(key, word=name, count=len(places), share=_share(found, places))
    else:
        near = nouns.nearest(meaning, known)
        places = () if near.far else near.places
        branch = near.branch.name(page.lang)
        key = "photo.word-far" if near.far else "photo.word-near"
        sentence = page.label(key, word=name, branch=branch, share=_share(found, near.places))
        if meaning.is_class:
            sentence += " " + page.label("photo.word-contest")
    return h.div[h.p[sentence], _probable(page, found, places)]


def _probable(page: Page, found: PhotoReading, places: Sequence[int]) -> Renderable | None:
    """Classes as bars, in the order given; the last line says how many there are besides."""
    if not places:
        return None
    rows = [
        h.li[
            h.b[found.network.classes[place].name(page.lang)],
            h.span(".number")[_share(found, [place])],
            h.span(".bar")[h.i(style=f"width:{100 * float(found.probabilities[place]):.1f}%")],
        ]
        for place in places[:SHOWN]
    ]
    more = len(places) - SHOWN
    return h.ol[
        rows, h.li[h.small[page.label("photo.word-more", count=more)]] if more > 0 else None
    ]


def _share(found: PhotoReading, places: Sequence[int]) -> str:
    return f"{100 * float(found.probabilities[list(places)].sum()):.1f}%"


def _plain(typed: str) -> str:
    """What a visitor typed, in one line: what cannot be seen is left out, the rest cut short."""
    seen = "".join(each if each.isprintable() else " " for each in typed)
    text = " ".join(seen.split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()}…"


def class_list(page: Page, found: PhotoReading, places: Sequence[int]) -> Renderable:
    """Classes by name, the photo's five best ones marked."""
    known = found.network.classes
    best = {guess.place for guess in found.top()}
    named = sorted((known[place].name(page.lang).casefold(), place) for place in places)
    count = page.label("photo.classes-found", count=f"{len(named):,}", all=f"{len(known):,}")
    items = [h.li[_name(page, found, place, place in best)] for _, place in named]
    return h.div(lang=page.lang, data_testid="photo-classes", data_count=len(named), role="status")[
        h.p(".ph-count")[count],
        h.div(".ph-classes", scrolls(page))[h.ul[items]] if items else None,
    ]


def _name(page: Page, found: PhotoReading, place: int, best: bool) -> Renderable | str:
    name = found.network.classes[place].name(page.lang)
    return h.b[f"{name} ({_share(found, [place])})"] if best else name

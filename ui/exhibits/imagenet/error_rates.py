"""The exhibit of ImageNet about two error rates: the reader counts our small edition's hits."""

import htpy as h
import streamlit as st
from htpy import Renderable

from cnn.data.imagenet.classes import synset
from cnn.data.imagenet.wordnet import meeting
from cnn.data.photos.sample_photos import samples
from cnn.errors import Problem
from cnn.results import photo_answers
from ui.exhibits.imagenet.sample_photos import photo_words, small_photo
from ui.html import markup
from ui.html.img import img
from ui.page import url_state
from ui.page.frame import Page

A_ROUND = 10

Answers = list[tuple[str, float]]


def rounds() -> int:
    """How many rounds of ten photos there are."""
    return len(photo_answers().answers) // A_ROUND


def photo_round(number: int) -> dict[str, Answers]:
    """The photos of round `number`, from 1, mixed so that like ones are apart, and the answers."""
    every = list(photo_answers().answers.items())
    return dict(every[number - 1 :: rounds()][:A_ROUND])


def hits(shown: dict[str, Answers]) -> tuple[int, int]:
    """How often the label is the first answer, and how often it is among the five."""
    places = [_place(photo, answers) for photo, answers in shown.items()]
    return places.count(0), sum(place is not None for place in places)


def _place(photo: str, answers: Answers) -> int | None:
    label = samples()[photo].wnid
    return next((at for at, (wnid, _) in enumerate(answers) if wnid == label), None)


@st.fragment(key="imagenet.answers")
def two_errors(page: Page) -> None:
    """Ten photos with five answers each; the reader counts, then the page does."""
    page.section("answers")
    try:
        number = url_state.whole(
            page,
            "round",
            1,
            rounds(),
            label=page.label("imagenet.round"),
            default=1,
            widget=st.number_input,
            width=160,
        )
        shown = photo_round(number)
        counted = f"imagenet.counted.{number}"
        done = st.session_state.get(counted, False)
        markup.show(_cards(page, shown, done))
    except Problem as problem:
        page.problem(problem)
        return
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        given = [
            st.number_input(
                page.label(f"imagenet.count-{name}"),
                0,
                A_ROUND,
                key=f"imagenet.count-{name}.{number}",
                persist_state="session",
                width=220,
            )
            for name in ("one", "five")
        ]
        st.button(
            page.label("imagenet.compare"),
            key="imagenet.compare",
            type="primary",
            on_click=lambda: st.session_state.update({counted: True}),
        )
    if done:
        markup.show(_verdict(page, (int(given[0]), int(given[1])), shown))
    one, five = hits(shown)
    first, fifth = _errors((one, five), len(shown))
    validation = photo_answers().error
    page.seen(
        "answers",
        done,
        how=("same" if one == five else "") if done else "uncounted",
        one=one,
        five=five,
        all=len(shown),
        first=f"{first:.0f}",
        fifth=f"{fifth:.0f}",
        top1=f"{validation['top1']:.1f}",
        top5=f"{validation['top5']:.1f}",
    )


def _cards(page: Page, shown: dict[str, Answers], done: bool) -> Renderable:
    cards = [_card(page, photo, answers, done) for photo, answers in shown.items()]
    return h.div(".in-answers", lang=page.lang, data_testid="answers")[cards]


def _card(page: Page, photo: str, answers: Answers, done: bool) -> Renderable:
    label = synset(samples()[photo].wnid)
    place = _place(photo, answers) if done else None
    lines = [
        h.li(class_="hit" if at == place else "")[
            h.i(style=f"width:{100 * chance:.0f}%"),
            h.span[synset(wnid).name(page.lang)],
            h.b[f"{100 * chance:.0f}%"],
        ]
        for at, (wnid, chance) in enumerate(answers)
    ]
    verdict = None
    if done:
        kind = "none" if place is None else "first" if place == 0 else "later"
        where = meeting(label.wnid, answers[0][0]).name(page.lang)
        said = page.label(f"imagenet.hit-{kind}", place=(place or 0) + 1, where=where)
        verdict = h.p(class_=f"said {kind}")[said]
    title = page.label("imagenet.label", name=label.name(page.lang))
    return h.figure[
        img(small_photo(photo, 240, True), photo_words(photo, page.lang)),
        h.figcaption[h.h3[title], h.ol[lines], verdict],
    ]


def _verdict(page: Page, given: tuple[int, int], shown: dict[str, Answers]) -> Renderable:
    """Both error rates of this round, of all photos, and of the validation images."""
    found, every = hits(shown), photo_answers()
    agree = "same" if given == found else "other"
    words_ = page.label(
        f"imagenet.counted-{agree}", one=found[0], five=found[1], yours=given[0], among=given[1]
    )
    total = len(every.answers)
    rows = {
        page.label("imagenet.errors-round", count=len(shown)): _errors(found, len(shown)),
        page.label("imagenet.errors-all", count=total): _errors(hits(every.answers), total),
        page.label("imagenet.errors-validation"): (every.error["top1"], every.error["top5"]),
    }
    lines = [
        h.tr[h.th(scope="row")[name], h.td[f"{one:.1f}%"], h.td[f"{five:.1f}%"]]
        for name, (one, five) in rows.items()
    ]
    heads = [h.th(scope="col")[page.label(f"imagenet.top-{name}")] for name in ("one", "five")]
    return h.div(
        ".in-verdict", lang=page.lang, data_testid="verdict", data_one=found[0], data_five=found[1]
    )[h.p(".in-felt")[words_], h.table[h.thead[h.tr[h.td, heads]], h.tbody[lines]]]


def _errors(found: tuple[int, int], total: int) -> tuple[float, float]:
    return 100 * (1 - found[0] / total), 100 * (1 - found[1] / total)

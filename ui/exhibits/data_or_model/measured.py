"""The exhibits of Data or model: bets first, then what we measured. No torch on opening."""

import math
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from cnn import figures
from cnn import learning_curves as measured
from cnn.errors import Problem
from cnn.figures import ErrorCurve
from cnn.learning_curves import CLASSIFIERS, PREPARATIONS
from ui.components import curve_bet, segments, slider
from ui.exhibits.data_or_model import class_curves
from ui.exhibits.data_or_model import measured_html as html
from ui.exhibits.data_or_model.papers import paper_results
from ui.html import markup
from ui.page import class_guess, classroom, drawn_votes, progress, questions, url_state
from ui.page.frame import Page
from ui.page.theme import categories
from ui.words.facts import fact_value
from ui.words.numbers import about, compact

STYLE = Path(__file__).with_name("style.css")
DASHES = ("solid", "dot", "dash", "dashdot")
SYMBOLS = ("circle", "square", "diamond", "triangle-up")
COMPARED = ("machines", "preparations")
KNOWN, GUESSED = "linear", "lenet5"
TOUCHED = "data.touched"


def set_up(page: Page) -> bool:
    """The page's styles and files; False, with a sentence, if one is missing or altered."""
    markup.style_sheet(STYLE)
    try:
        measured.error_curves()
    except Problem as problem:
        page.problem(problem)
        return False
    return True


@st.fragment(key="data.bet")
def bet(page: Page) -> None:
    """The reader draws LeNet-5's curve beside the linear classifier's, then sees the true one."""
    page.section("bet")
    line = measured.error_curves()[GUESSED, "plain"]
    truth = curve_bet.HiddenCurve(
        [cell.mean for cell in line],
        [min(cell.errors) for cell in line],
        [max(cell.errors) for cell in line],
    )
    curve_bet.mount(
        "data-bet",
        measured.training_sizes(),
        [cell.mean for cell in measured.error_curves()[KNOWN, "plain"]],
        None if class_guess.keeps_back(drawn_votes.CURVE) else truth,
        room=class_guess.code(),
        cleared_at=progress.progress_now().cleared_at,
        ticks=[compact(size, page.lang) for size in measured.training_sizes()],
        labels={name: page.label(f"data.bet-{name}") for name in curve_bet.LABELS},
        lang=page.lang,
        on_made=_bet_made,
    )
    voted = class_guess.may_go_on(page, drawn_votes.CURVE)
    if voted is False:
        return
    if voted or progress.is_done(drawn_votes.CURVE):
        page.prose(page.text["bet-answer"], "answer")
    if voted:
        class_curves.show_curves(page, classroom.tally(drawn_votes.CURVE), True)
    few, many = measured.training_sizes()[0], measured.training_sizes()[-1]
    page.seen(
        "bet",
        acted=bool(voted),
        few=f"{few:,}",
        many=f"{many:,}",
        known=f"{measured.error_divided(KNOWN):.1f}",
        guessed=f"{measured.error_divided(GUESSED):.1f}",
    )


def _bet_made(values: object) -> None:
    """A bet was made; in a class it is a vote, and done only once its answer may be seen."""
    if not class_guess.code():
        progress.mark(drawn_votes.CURVE)
    elif choice := drawn_votes.curve_choice(values):
        class_guess.counted(drawn_votes.CURVE, choice)


@questions.one_place
def budget(page: Page) -> None:
    """More digits, or another classifier? A guess, then what we measured."""
    questions.ask(page, "budget")


@questions.one_place
def upright(page: Page) -> None:
    """Who gains most from digits set upright? A guess, then what we measured."""
    questions.ask(page, "upright")


@st.fragment(key="data.grid")
def all_measured(page: Page) -> None:
    """All that we measured: classifiers side by side, or one classifier's preparations."""
    page.section("grid")
    with st.container(horizontal=True, gap="medium"):
        compared = url_state.choice(
            page,
            "compare",
            COMPARED,
            label=page.label("data.compare"),
            widget=segments.joined,
            format_func=lambda each: page.label(f"data.compare-{each}"),
            on_change=_touched,
        )
        if compared == "machines":
            preparation = pick(
                page, "digits", "data.digits", measured.preparations(), on_change=_touched
            )
            shown = [
                (classifier, preparation)
                for classifier in CLASSIFIERS
                if preparation in measured.preparations_of(classifier)
            ]
        else:
            classifier = pick(
                page, "machine", "data.machine", CLASSIFIERS, "hidden300", on_change=_touched
            )
            shown = [
                (classifier, preparation) for preparation in measured.preparations_of(classifier)
            ]
    cited = st.toggle(
        page.label("data.cited"), value=True, key="data.cited", persist_state="session"
    )
    lines = chosen_curves(page, shown, compared)
    stars = paper_points(page, shown, compared) if cited else []
    error_chart(page, [*lines, *stars], "data.grid-chart", page.label("data.grid-alt"))
    st.caption(page.label("data.grid-caption", seeds=measured.seeds()))
    with st.expander(page.text.heading("grid-rule")):
        page.prose(page.text["grid-rule"])
    best = [min(shown, key=lambda names: _mean(names, at)) for at in (0, -1)]
    worst = [max(_mean(names, at) for names in shown) for at in (0, -1)]
    few, many = measured.training_sizes()[0], measured.training_sizes()[-1]
    page.seen(
        "grid",
        TOUCHED in st.session_state,
        how="same" if best[0] == best[1] else "",
        few=f"{few:,}",
        many=f"{many:,}",
        first=_name(page, best[0], compared),
        last=_name(page, best[1], compared),
        high=html.percent(_mean(best[0], 0)),
        low=html.percent(_mean(best[1], -1)),
        left=f"{worst[0] / _mean(best[0], 0):.1f}",
        right=f"{worst[1] / _mean(best[1], -1):.1f}",
    )


def _mean(names: tuple[str, str], at: int) -> float:
    """The mean error of a line's point `at`."""
    return measured.error_curves()[names][at].mean


def _touched() -> None:
    st.session_state[TOUCHED] = True


def pick(
    page: Page,
    name: str,
    label: str,
    options: Sequence[str],
    default: str | None = None,
    **more: Any,
) -> str:
    """One of these classifiers or preparations, from the address or by hand."""
    found: str = url_state.choice(
        page,
        name,
        options,
        label=page.label(label),
        default=default,
        widget=segments.pills,
        format_func=lambda each: page.label(f"data.name-{each}"),
        **more,
    )
    return found


def chosen_curves(page: Page, shown: list[tuple[str, str]], compared: str) -> list[ErrorCurve]:
    """A line for each classifier and preparation shown, named by what distinguishes them."""
    colours = categories()
    return [
        ErrorCurve(
            _name(page, names, compared),
            [cell.digits for cell in measured.error_curves()[names]],
            [cell.mean for cell in measured.error_curves()[names]],
            [min(cell.errors) for cell in measured.error_curves()[names]],
            [max(cell.errors) for cell in measured.error_curves()[names]],
            colours[place],
            SYMBOLS[place],
            DASHES[place],
        )
        for names in shown
        for place in [_place(names, compared)]
    ]


def _name(page: Page, names: tuple[str, str], compared: str) -> str:
    """What distinguishes this line from the others."""
    return page.label(f"data.name-{names[compared == 'preparations']}")


def _place(names: tuple[str, str], compared: str) -> int:
    """The colour, symbol and dash of a line: its classifier's, or its preparation's."""
    classifier, preparation = names
    if compared == "machines":
        return CLASSIFIERS.index(classifier)
    return PREPARATIONS.index(preparation)


def paper_points(page: Page, shown: list[tuple[str, str]], compared: str) -> list[ErrorCurve]:
    """The paper's own results for what is shown, as stars in its colour."""
    colours, stars = categories(), []
    for names in shown:
        if found := paper_results(*names):
            x, y = [digits for digits, _ in found], [fact_value(key) for _, key in found]
            for _, key in found:
                page.text.fact(key)
            title = page.label("data.paper-of", name=_name(page, names, compared))
            stars.append(
                ErrorCurve(title, x, y, y, y, colours[_place(names, compared)], "star", None)
            )
    return stars


def error_chart(page: Page, lines: list[ErrorCurve], key: str, alt: str) -> None:
    """Errors over numbers of digits."""
    hover = page.label("data.hover", name="%{fullData.name}", x="%{x:,}", y="%{y:.2f}")
    axes = page.label("data.x"), page.label("data.y")
    figure = figures.learning_curve_chart(lines, axes, hover, partial(compact, lang=page.lang))
    st.plotly_chart(figure, key=key, config={"displayModeBar": False}, alt=alt)


@st.fragment(key="data.worth")
def worth(page: Page) -> None:
    """How many digits each classifier needs to be as good as one that is chosen."""
    page.section("worth")
    with st.container(horizontal=True, gap="medium"):
        classifier = pick(page, "like", "data.machine", CLASSIFIERS)
        preparation = pick(page, "given", "data.given", measured.preparations_of(classifier))
    digits = url_state.choice(
        page,
        "having",
        measured.training_sizes(),
        label=page.label("data.having"),
        default=measured.training_sizes()[-1],
        widget=slider.options_slider,
        format_func=lambda each: f"{each:,}",
        on_change=lambda: st.session_state.update({"data.weighed": True}),
    )
    markup.show(html.worth(page, classifier, digits, preparation))
    with st.expander(page.text.heading("worth-how")):
        page.prose(page.text["worth-how"])
    _, count = html.fewest_digits(classifier, digits, preparation)
    kind = html.bargain(count, digits)
    page.seen(
        "worth",
        "data.weighed" in st.session_state,
        how="" if kind == "best" else kind,
        digits=f"{digits:,}",
        count="" if math.isinf(count) else about(count, 2),
        least=f"{measured.training_sizes()[0]:,}",
        most=f"{measured.training_sizes()[-1]:,}",
    )


def paper(page: Page) -> None:
    """What the paper of 1998 measured with data prepared and not."""
    page.section("paper")
    markup.show(html.paper(page))


@questions.one_place
def photos(page: Page) -> None:
    """The same question of ImageNet: a guess, then the contest's results in order."""
    if questions.ask(page, "photos"):
        markup.show(html.photos(page))

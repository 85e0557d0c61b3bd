"""The exhibits of the page of all guesses: asked once more, told with the answers, kept, saved."""

from pathlib import Path

import streamlit as st

from ui.components import print_button, segments
from ui.exhibits.guesses import again, sheet, told, told_html
from ui.html import markup
from ui.page.frame import Page
from ui.page.search_index import plain
from ui.page.ways import address_of
from ui.words.text import Text

STYLE = Path(__file__).with_name("style.css")


@st.fragment
def look_back(page: Page) -> None:
    """The questions asked once more, then all guesses beside the answers, unless a round is on."""
    markup.style_sheet(STYLE)
    guesses = told.first_guesses()
    if not guesses:
        markup.show(told_html.nothing_yet(page, address_of(told.names()[0], page.lang)))
    right = {name: told.right_option(name) for name in guesses}
    page.section("again")
    _once_more(page, guesses, right)
    page.section("guesses")
    if again.running() and not again.is_compared():
        page.prose(page.label("guesses.hidden"), "hidden")
        return
    every = [told.told_of(page, name, option) for name, option in guesses.items()]
    hits = sum(each.right for each in every)
    summary = page.label("guesses.count", answered=len(every), all=len(told.names()), right=hits)
    page.prose(summary)
    if every:
        _save(page, every, summary)
        markup.show(told_html.by_page(page, every))
    left = [
        (name, plain(Text(name.partition(".")[0], page.lang).heading(name.partition(".")[2])))
        for name in told.names()
        if name not in guesses
    ]
    if left:
        markup.show(told_html.unasked(page, left))


def _once_more(page: Page, guesses: dict[str, str], right: dict[str, str | None]) -> None:
    names = again.running()
    if any(name not in guesses or right[name] is None for name in names):  # progress was cleared
        again.end()
        names = ()
    with st.container(key="guesses-again"):
        if not names:
            drawn = again.chosen_questions(guesses, right, again.seed())
            if drawn:
                label = page.label("guesses.begin", count=len(drawn))
                st.button(label, on_click=again.begin, args=(drawn,), key="guesses-begin")
            else:
                page.prose(page.label("guesses.nothing"))
        elif again.is_compared():
            found = again.score(again.said_now(), guesses, right)
            frankly = f" {page.label('guesses.frankly')}" if found.now > found.then else ""
            page.prose(f"**{again.in_words(page, found)}**{frankly}", "answer")
            markup.show(told_html.compared(page, again.told_now(page)))
            st.button(page.label("guesses.anew"), on_click=again.end, key="guesses-anew")
        else:
            _round(page, names)


def _round(page: Page, names: again.Asked) -> None:
    """The questions, as they are asked now."""
    for name in names:
        key = f"{again.CHOICE}.{name}"
        st.session_state.setdefault(key, None)
        segments.listed(
            told.asked(page, name),
            again.shuffled(name, again.seed()),
            key=key,
            format_func=lambda option, name=name: told.option_words(page, name, option),
        )
    with st.container(key="guesses-end", horizontal=True):
        st.button(
            page.label("guesses.compare"),
            on_click=again.compare,
            key="guesses-compare",
            type="primary",
        )
        st.button(page.label("guesses.stop"), on_click=again.end, key="guesses-stop")
    if not again.said_now():
        page.prose(page.label("guesses.unanswered"))


def _save(page: Page, every: list[told.Told], summary: str) -> None:
    with st.container(key="guesses-tools", horizontal=True):
        print_button.mount("guesses-print", page.label("frame.print"))
        st.download_button(
            page.label("guesses.save"),
            sheet.as_text(page, every, summary),
            page.label("guesses.file"),
            "text/plain",
            key="guesses-save",
            icon=":material/download:",
            on_click="ignore",
        )


def sentences_to_keep(page: Page) -> None:
    """One sentence of each page."""
    page.section("keep")
    markup.show(told_html.to_keep(page, sheet.kept_sentences(page)))

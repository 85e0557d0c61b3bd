"""The frame around every page: configuration, look, sidebar, language, progress, sources.

A page begins with `page = frame.open("draw")`, goes on with `page.title()`, and ends with
`page.close()`. Its sections `teacher` and `teacher-...` are the teacher's note, which close()
offers and `?note=1` shows alone, to be printed. Nothing here imports torch.
"""

import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from time import perf_counter
from urllib.parse import urlencode

import htpy as h
import streamlit as st
from htpy import Renderable
from markupsafe import Markup

from cnn.errors import Problem
from ui.components import (
    Once,
    contents,
    inner_links,
    print_button,
    search,
    streamlit_words,
    term_card,
)
from ui.html import markup, points
from ui.page import (
    class_strip,
    classroom,
    closing,
    course,
    depth,
    exhibit_tools,
    pace,
    presets,
    progress,
    projector,
    search_index,
    teaching,
    tour_bar,
    ways,
)
from ui.page.course import GLOSSARY, GUESSES, PAGES, Entry
from ui.page.term_cards import cards
from ui.patches import sessions
from ui.telemetry import metrics
from ui.words import language, sources
from ui.words.text import LANGUAGES, Text, label, labels, sections, tab_title

__all__ = ["PAGES", "Page", "open", "unbroken"]

STYLE = Path(__file__).with_name("frame.css")
HYPHEN = re.compile(r"(?<=LeNet-)(?=\d)")  # a browser would break the line there
SHOWN, STAYED = "frame.shown", "frame.stayed"  # the page that is shown; whether it was before
ALL_TERMS = f"/{course.entry(GLOSSARY).address}"
SEARCHED = "frame.searched"  # whether the search was opened where nothing is served by address
ICON = Path(__file__).with_name("icon.svg")  # a material icon would be fetched from elsewhere


class Page:
    """An open page: its language `lang`, its text, and how it shows both."""

    slot: AbstractContextManager[object]  # the sidebar's place for the progress, filled by close()

    def __init__(self, entry: Entry, lang: str) -> None:
        self.entry = entry
        self.lang = lang
        folded = frozenset(key for key in sections(entry.name, lang) if entry.is_folded(key))
        self.text = Text(entry.name, lang, "" if entry.name == GLOSSARY else ALL_TERMS, folded)
        self.began = perf_counter()

    def label(self, key: str, **fields: object) -> str:
        """A short phrase in the page's language."""
        return self.text.label(key, **fields)

    def went_back(self) -> bool:
        """Whether this run shows an earlier or later address of the page that was shown."""
        return sessions.moves_in_history() and bool(st.session_state.get(STAYED))

    def title(self) -> None:
        """The page's one h1, its lead, and what its short way gives in how many minutes."""
        st.title(self.text.heading("title"), anchor=False)
        self.prose(self.text["title"], "lead")
        if self.entry.exhibits:
            minutes = pace.minutes(self.entry, self.lang)
            self.prose(self.label(f"aim.{self.entry.name}", minutes=minutes), "aim")
        exhibit_tools.offer(self.entry, "title", self.lang)

    def heading(self, key: str) -> str:
        """The heading of a section, as it is shown."""
        return unbroken(self.text.heading(key))

    def chapter_title(self, name: str) -> str:
        """What a chapter of this page is called."""
        return self.label(f"chapter.{self.entry.name}.{name}")

    def section(self, key: str) -> None:
        """A keyed section: h2 and body; below the fold that it opens, whose title is the h2, h3."""
        fold = "" if depth.everything() else self.entry.fold_of(key)
        if not fold:
            st.header(self.heading(key), anchor=key)
        elif fold != key:
            st.subheader(self.heading(key), anchor=key)
        exhibit_tools.offer(self.entry, key, self.lang)
        if body := self.text[key]:
            self.prose(body)

    def prose(self, markdown: str, kind: str = "prose") -> None:
        """Markdown in a block that says its language; `kind` is a class of frame.css.

        It is ours and may hold HTML; what came from outside is in it as `words.text.literal`.
        """
        written = Markup(f"\n\n{points.marked(unbroken(markdown))}\n\n")
        block = h.div(class_=kind, lang=self.lang)[written]
        st.markdown(str(block), unsafe_allow_html=True)

    def seen(self, exhibit: str, acted: bool = True, *, how: str = "", **fields: object) -> None:
        """Closes this page's `exhibit`, once the visitor has acted, now or earlier in this session.

        It is then done, and a line says what one should have seen (see `ui.page.closing`), with
        `fields` as the exhibit has computed them. `how` chooses another line for another outcome.
        """
        name = f"{self.entry.name}.{exhibit}"
        if acted:
            progress.mark(name)
        if progress.is_acted(name):
            self.onward(exhibit, closing.line(self.text, exhibit, how, fields))
            progress.echo(name)

    def onward(self, exhibit: str, line: str = "") -> None:
        """The end of an exhibit: `line`, the field's word for what it shows, where to go on."""
        last = closing.onward(self.entry.name, exhibit, self.lang, ALL_TERMS)
        heading = f"**{self.label('frame.seen')}** {line}\n\n" if line else ""
        self.prose(f"{heading}{last}", "closing")

    def problem(self, problem: Problem) -> None:
        """What went wrong and what to do now, in the page's language; never a traceback."""
        key = f"problem.{problem.key}"
        known = key in labels(self.lang)
        st.warning(self.label(key, **problem.fields) if known else str(problem))

    def close(self) -> None:
        """What to keep, the teacher's note, sources, the way on, the mirror of progress."""
        if self.entry.exhibits:
            markup.show(_keep(self))
        with st.container(key="page-notes", gap=None):
            if "teacher" in sections(self.entry.name, self.lang):
                heading = self.text.heading("teacher")
                _folded(self, "teacher", heading, ":material/school:", _note_and_print)
            if self.text.used:
                heading = self.label("frame.sources")
                _folded(self, "sources", heading, ":material/menu_book:", _sources)
        self._next_page()
        with self.slot:
            _progress(self)
            progress.mirror(self.lang)
        metrics.page.labels(self.entry.name).observe(perf_counter() - self.began)

    def note(self) -> None:
        """The teacher's note: minutes, aims; answers for who teaches."""
        text = Text(self.entry.name, self.lang)  # its numbers are no part of the page's sources
        self.prose(text["teacher"])
        for key in sections(self.entry.name, self.lang):
            is_answers = key.endswith("-answers")
            if key.startswith("teacher-") and (teaching.teaches() or not is_answers):
                self.prose(f"### {text.heading(key)}\n\n{text[key]}")
        if not teaching.teaches():
            teaching.ask_whether(self.lang, self.label("teachers.note-answers"))

    def _next_page(self) -> None:
        """The next lesson; after the last one, and nowhere else, the page of all guesses."""
        after = [entry for entry in PAGES[PAGES.index(self.entry) + 1 :] if entry.is_lesson]
        if self.entry.is_lesson:
            onward = after[0] if after else course.entry(GUESSES)
            title = self.label(f"page.{onward.name}")
            with st.container(key="next-page"):
                link(
                    onward,
                    self.lang,
                    self.label("frame.next", title=title),
                    ":material/arrow_forward:",
                )


def open(name: str) -> Page:
    """Opens the page `name` of the registry; the first call of its script."""
    entry = course.entry(name)
    lang = language.chosen_language(name)
    st.session_state[STAYED] = st.session_state.get(SHOWN) == name
    st.session_state[SHOWN] = name
    st.set_page_config(
        page_title=tab_title(name, lang),
        page_icon=ICON,
        layout="wide",
    )
    if not Once.served:  # else the page came with it (ui.server.shell)
        markup.style_sheet(STYLE)
    progress.begin()
    classroom.hear_browser()
    presets.hear_address()
    progress.visited(name)
    stop = ways.follow(entry)
    page = Page(entry, lang)
    with st.sidebar:
        _sidebar(page)
        page.slot = st.container(key="progress-panel")
        class_strip.join_field(lang)
        classroom.mount_browser()
    if language.language_refused():
        st.info(page.label("frame.language-refused"), icon=":material/translate:")
    class_strip.show(lang)
    if "note" in st.query_params and "teacher" in sections(name, lang):
        _note_alone(page)
    if stop:
        markup.show(tour_bar.bar(page.text, stop))
    projector.open_for(entry, lang)
    if not projector.shown(entry):
        presets.leave_out(entry, page.text)
    return page


@st.fragment
def _folded(page: Page, key: str, heading: str, icon: str, content: Callable[[Page], None]) -> None:
    """What is made only when it is unfolded: a browser draws what is folded too, word by word."""
    key = f"{page.entry.name}.{key}"
    panel = st.expander(heading, icon=icon, key=key, on_change="rerun")
    if panel.open:
        with panel:
            content(page)


def _note_and_print(page: Page) -> None:
    page.note()
    here(page, page.label("frame.note-print"), note="1")


def _sources(page: Page) -> None:
    page.prose(sources.markdown(page.text.used, page.lang), "sources")


def _note_alone(page: Page) -> None:
    """The teacher's note as a sheet of paper; the page's own script ends here."""
    heading = f"{page.label(f'page.{page.entry.name}')}: {page.text.heading('teacher')}"
    st.title(heading, anchor=False)
    page.note()
    with st.container(key="note-tools", horizontal=True):
        print_button.mount("print", page.label("frame.print"))
        here(page, page.label("frame.note-back"))
    st.stop()


def here(page: Page, title: str, **parameters: str) -> None:
    """A link to this very page with other parameters, which its address then has.

    Streamlit's own links leave the address of the page that is shown as it is, so the next run of
    the page would not know of them.
    """
    address = f"./{page.entry.address}?{urlencode({'lang': page.lang, **parameters})}"
    markup.show(h.p(".here", lang=page.lang)[h.a(href=address)[title]])


def unbroken(text: str) -> str:
    """The same, LeNet-5 and its like kept in one line: a word joiner behind the hyphen."""
    return HYPHEN.sub("\u2060", text)


def link(entry: Entry, lang: str, title: str, icon: str | None = None, **parameters: str) -> None:
    """A link to a page that keeps the language; `parameters` join the address."""
    st.page_link(entry.file, label=title, icon=icon, query_params={"lang": lang, **parameters})


def _sidebar(page: Page) -> None:
    markup.show(h.div(".brand", lang=page.lang)[page.label("frame.product")])
    language.language_switch(page.lang, page.label("frame.language"), _names())
    inner_links.mount(
        "inner-links",
        [entry.address for entry in PAGES],
        {name: page.label(f"frame.name-{name}") for name in inner_links.LABELS},
    )
    contents.mount(
        "contents",
        {name: page.label(f"frame.contents-{name}") for name in contents.LABELS},
        page.lang,
        depth.everything(),
    )
    term_card.mount("term-card", cards(page.lang))
    largest = st.get_option("server.maxUploadSize")
    streamlit_words.mount("progress-store-words", page.lang, largest)
    (_search if Once.served else st.fragment(_search))(page)
    markup.show(_navigation(page))


def _keep(page: Page) -> Renderable:
    """The page in one sentence."""
    return h.aside(".keep", lang=page.lang)[
        h.h2[page.label("frame.keep")], h.p[page.label(f"keep.{page.entry.name}")]
    ]


def _search(page: Page) -> None:
    """The search; where its files cannot be loaded by address, they are made once it is opened."""
    wanted = Once.served or st.session_state.get(SEARCHED, False)
    search.mount(
        "search",
        {name: page.label(f"frame.search-{name}") for name in search.LABELS},
        page.lang,
        files=search_index.files() if wanted else None,
        on_asked=_searched,
    )


def _searched() -> None:
    st.session_state[SEARCHED] = True


def _navigation(page: Page) -> Renderable:
    """The course's pages as links, the page itself marked, for ears as well."""
    sections = dict.fromkeys(entry.section for entry in PAGES)
    entry, everything = page.entry, depth.everything()
    folds = {each: fold[0] for fold in entry.folds for each in fold}
    chapters = {each: one.name for one in entry.chapters for each in one.sections}
    return h.nav(
        ".pages",
        lang=page.lang,
        aria_label=page.label("frame.pages"),
        data_folds=json.dumps({} if everything else folds),  # as shared/folds.js reads them
        data_chapters=json.dumps({} if everything else chapters),
    )[[(_section_name(page, section), _section_pages(page, section)) for section in sections]]


def _section_name(page: Page, section: str) -> Renderable:
    return h.div(".nav-section")[page.label(f"section.{section}")]


def _section_pages(page: Page, section: str) -> Renderable:
    return h.ul[[_item(page, entry) for entry in PAGES if entry.section == section]]


def _item(page: Page, entry: Entry) -> Renderable:
    here = "page" if entry == page.entry else None
    icon = entry.icon.removeprefix(":material/").removesuffix(":")
    return h.li[
        h.a(href=ways.page_address(entry, page.lang), aria_current=here)[
            h.span(".icon", translate="no", aria_hidden="true")[icon],
            page.label(f"page.{entry.name}"),
        ]
    ]


def _names() -> dict[str, str]:
    return {lang: label("frame.own-name", lang) for lang in LANGUAGES}


def _progress(page: Page) -> None:
    """How much of the short way is done, and how much beyond it.

    local_store.js keeps it true when only a fragment has run.
    """
    short = course.short_way()
    exhibits = progress.progress_now().exhibits
    done, every = len(exhibits & set(short)), len(short)
    beyond = len(exhibits) - done
    before, _, after = page.label("frame.progress", done="{}", all=every).partition("{}")
    more, _, last = page.label("frame.beyond", count="{}").partition("{}")
    markup.show(
        h.div(
            ".progress-line",
            data_done=done + beyond,
            data_short=json.dumps(short),
            lang=page.lang,
        )[
            before,
            h.b[done],
            after,
            h.span(".beyond", hidden=not beyond)[" ", more, h.b[beyond], last],
            h.div(".progress-bar")[h.i(style=f"width:{100 * done / every:.0f}%")],
        ]
    )
    st.toggle(page.label("frame.everything"), key=depth.EVERYTHING, persist_state="session")
    st.button(
        page.label("frame.clear-progress"),
        key="clear-progress",
        type="tertiary",
        on_click=progress.clear,
    )

"""The exhibit of ImageNet about its contest, 2010 to 2017: assets/text/ilsvrc.toml as a chart."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import streamlit as st

from cnn import figures
from cnn.figures import Mark
from ui.components import segments
from ui.html.images import scrolls
from ui.page import questions, url_state
from ui.page.frame import Page
from ui.words.facts import source, toml

KINDS = ("before", "ensemble", "extra", "single", "second", "human")
SCALES = ("plain", "log")
FIRST = "2012-extra"


@dataclass(frozen=True)
class Entry:
    """One result: top-5 error in per cent, and where it is written."""

    key: str
    year: int
    team: str | Mapping[str, str]
    error: float
    kind: str
    source: str
    mark: str
    note: Mapping[str, str]
    line: bool = False  # on the line of each year's best
    set: str = "test"
    where: str = ""

    def name(self, lang: str) -> str:
        return self.team if isinstance(self.team, str) else self.team[lang]

    def shown(self) -> str:
        return f"{self.error:.4g}%"


def entries() -> dict[str, Entry]:
    """Every result by its key, in the order of the years."""
    return {key: Entry(key=key, **row) for key, row in toml("ilsvrc")["entry"].items()}


def best() -> dict[int, float]:
    """Each year's best error, by entries that used the supplied photos alone where told apart."""
    return {each.year: each.error for each in entries().values() if each.line}


def fall(year: int) -> float:
    """By how many per cent the best error of the year before was cut; for the prose."""
    found = best()
    return round(100 * (1 - found[year] / found[year - 1]), 0)


@questions.place
def fall_question(page: Page) -> None:
    """In which year did the error fall by the largest share? A guess, then the chart."""
    questions.ask(page, "fall")


@st.fragment(key="imagenet.contest")
def contest(page: Page) -> None:
    """Every result as a point, its shape telling what it was; one opened beside the chart."""
    page.section("contest")
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        scale = url_state.choice(
            page,
            "axis",
            SCALES,
            label=page.label("imagenet.axis"),
            widget=segments.joined,
            format_func=lambda each: page.label(f"imagenet.axis-{each}"),
        )
        chosen = url_state.choice(
            page,
            "entry",
            tuple(entries()),
            label=page.label("imagenet.entry"),
            default=FIRST,
            format_func=lambda key: _title(page, entries()[key]),
            on_change=_seen,
            width=340,
        )
    left, right = st.columns([8, 4], gap="large")
    with left:
        st.plotly_chart(
            _chart(page, scale, chosen),
            key="imagenet.chart",
            on_select=_clicked,
            selection_mode="points",
            config={"displayModeBar": False, "scrollZoom": False, "doubleClick": False},
            alt=page.label("imagenet.alt-chart"),
        )
    with right:
        st.html(_card(page, entries()[chosen]))
    with st.expander(page.label("imagenet.all-results"), icon=":material/table:"):
        st.html(_table(page))
    if "imagenet.judged" in st.session_state:
        page.done("contest")


def _seen() -> None:
    st.session_state["imagenet.judged"] = True


def _clicked() -> None:
    """A point was clicked: it is opened. The message is not trusted."""
    chart: Any = st.session_state.get("imagenet.chart") or {}
    for point in (chart.get("selection") or {}).get("points") or []:
        data = point.get("customdata") if isinstance(point, Mapping) else None
        key = data[0] if isinstance(data, list | tuple) and data else data
        if isinstance(key, str) and key in entries():
            _seen()
            url_state.put("imagenet", "entry", key)


def _title(page: Page, entry: Entry) -> str:
    return f"{entry.year} · {entry.name(page.lang)} · {entry.shown()}"


def _chart(page: Page, scale: str, chosen: str) -> Any:
    marks = {
        page.label(f"imagenet.kind-{kind}"): [
            Mark(each.key, each.year, each.error, _title(page, each))
            for each in entries().values()
            if each.kind == kind
        ]
        for kind in KINDS
    }
    line = best()
    return figures.results(
        marks,
        (list(line), list(line.values()), page.label("imagenet.line")),
        (page.label("imagenet.year"), page.label("imagenet.error")),
        chosen=(entries()[chosen].year, entries()[chosen].error),
        log=scale == "log",
    )


def _card(page: Page, entry: Entry) -> str:
    rows = {
        "kind": page.label(f"imagenet.kind-{entry.kind}"),
        "set": page.label(f"imagenet.set-of-{entry.set}"),
        "source": _source(page, entry),
    }
    lines = "".join(
        f"<dt>{escape(page.label(f'imagenet.result-{name}'))}</dt><dd>{escape(value)}</dd>"
        for name, value in rows.items()
    )
    return (
        f'<div class="in-card" lang="{page.lang}" data-testid="entry" data-entry="{entry.key}">'
        f"<h3>{escape(entry.name(page.lang))}, {entry.year}</h3>"
        f'<p class="in-error">{entry.shown()}</p><p>{escape(entry.note[page.lang])}</p>'
        f"<dl>{lines}</dl></div>"
    )


def _source(page: Page, entry: Entry) -> str:
    parts = [source(entry.source, page.lang).replace("*", ""), entry.where]
    if entry.mark != "V":
        parts.append(page.label(f"mark.{entry.mark}"))
    return ", ".join(filter(None, parts))


def _table(page: Page) -> str:
    heads = ("year", "team", "error", "result-kind", "result-set", "result-source")
    head = "".join(
        f'<th scope="col">{escape(page.label(f"imagenet.{name}"))}</th>' for name in heads
    )
    rows = "".join(
        f'<tr><td>{each.year}</td><th scope="row">{escape(each.name(page.lang))}</th>'
        f"<td>{each.shown()}</td><td>{escape(page.label(f'imagenet.kind-{each.kind}'))}</td>"
        f"<td>{escape(page.label(f'imagenet.set-of-{each.set}'))}</td>"
        f"<td>{escape(_source(page, each))}</td></tr>"
        for each in entries().values()
    )
    return (
        f'<div class="in-results" lang="{page.lang}"{scrolls(page)}><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )

"""The exhibit of ImageNet about its contest, 2010 to 2017: assets/text/ilsvrc.toml as a chart."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import htpy as h
import streamlit as st
from htpy import Renderable

from cnn import figures
from cnn.figures import Mark
from ui.components import segments
from ui.html import markup
from ui.page import questions, url_state
from ui.page.frame import Page
from ui.page.pictures import scrolls
from ui.words.facts import source_citation, toml

KINDS = ("before", "ensemble", "extra", "single", "second", "human")
SCALES = ("plain", "log")
FIRST = "2012-extra"


@dataclass(frozen=True)
class ContestResult:
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


def contest_results() -> dict[str, ContestResult]:
    """Every result by its key, in the order of the years."""
    return {key: ContestResult(key=key, **row) for key, row in toml("ilsvrc")["entry"].items()}


def best() -> dict[int, float]:
    """Each year's best error, by entries that used the supplied photos alone where told apart."""
    return {each.year: each.error for each in contest_results().values() if each.line}


def fall(year: int) -> float:
    """By how many per cent the best error of the year before was cut; for the prose."""
    found = best()
    return round(100 * (1 - found[year] / found[year - 1]), 0)


def lead_lost(result: ContestResult) -> float:
    """By how many points a result misses the best of its year's test photos, persons aside."""
    rivals = (
        each.error
        for each in contest_results().values()
        if each.kind != "human" and (each.year, each.set) == (result.year, "test")
    )
    return result.error - min(rivals)


def other_person(result: ContestResult) -> ContestResult:
    """The person shown beside this one, or, beside what is no person's, the first."""
    persons = (each for each in contest_results().values() if each.kind == "human")
    return next(each for each in persons if each.key != result.key)


@questions.one_place
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
            tuple(contest_results()),
            label=page.label("imagenet.entry"),
            default=FIRST,
            format_func=lambda key: _title(page, contest_results()[key]),
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
        markup.show(_card(page, contest_results()[chosen]))
    with st.expander(page.label("imagenet.all-results"), icon=":material/table:"):
        markup.show(_table(page))
    result = contest_results()[chosen]
    page.seen(
        "contest",
        "imagenet.judged" in st.session_state,
        how="" if result.kind in ("ensemble", "extra") else result.kind,
        team=result.name(page.lang),
        year=result.year,
        error=result.shown(),
        gap=f"{lead_lost(result):.2f}",
        other=other_person(result).shown(),
    )


def _seen() -> None:
    st.session_state["imagenet.judged"] = True


def _clicked() -> None:
    """A point was clicked: it is opened. The message is not trusted."""
    chart: Any = st.session_state.get("imagenet.chart") or {}
    for point in (chart.get("selection") or {}).get("points") or []:
        data = point.get("customdata") if isinstance(point, Mapping) else None
        key = data[0] if isinstance(data, list | tuple) and data else data
        if isinstance(key, str) and key in contest_results():
            _seen()
            url_state.set_value("imagenet", "entry", key)


def _title(page: Page, entry: ContestResult) -> str:
    return f"{entry.year} · {entry.name(page.lang)} · {entry.shown()}"


def _chart(page: Page, scale: str, chosen: str) -> Any:
    marks = {
        page.label(f"imagenet.kind-{kind}"): [
            Mark(each.key, each.year, each.error, _title(page, each))
            for each in contest_results().values()
            if each.kind == kind
        ]
        for kind in KINDS
    }
    line = best()
    return figures.results_chart(
        marks,
        (list(line), list(line.values()), page.label("imagenet.line")),
        (page.label("imagenet.year"), page.label("imagenet.error")),
        chosen=(contest_results()[chosen].year, contest_results()[chosen].error),
        log=scale == "log",
    )


def _card(page: Page, entry: ContestResult) -> Renderable:
    rows = {
        "kind": page.label(f"imagenet.kind-{entry.kind}"),
        "set": page.label(f"imagenet.set-of-{entry.set}"),
        "source": _source(page, entry),
    }
    lines = [
        h.fragment[h.dt[page.label(f"imagenet.result-{name}")], h.dd[value]]
        for name, value in rows.items()
    ]
    return h.div(".in-card", lang=page.lang, data_testid="entry", data_entry=entry.key)[
        h.h3[f"{entry.name(page.lang)}, {entry.year}"],
        h.p(".in-error")[entry.shown()],
        h.p[entry.note[page.lang]],
        h.dl[lines],
    ]


def _source(page: Page, entry: ContestResult) -> str:
    parts = [source_citation(entry.source, page.lang).replace("*", ""), entry.where]
    if entry.mark != "V":
        parts.append(page.label(f"mark.{entry.mark}"))
    return ", ".join(filter(None, parts))


def _table(page: Page) -> Renderable:
    heads = ("year", "team", "error", "result-kind", "result-set", "result-source")
    head = [h.th(scope="col")[page.label(f"imagenet.{name}")] for name in heads]
    rows = [
        h.tr[
            h.td[each.year],
            h.th(scope="row")[each.name(page.lang)],
            h.td[each.shown()],
            h.td[page.label(f"imagenet.kind-{each.kind}")],
            h.td[page.label(f"imagenet.set-of-{each.set}")],
            h.td[_source(page, each)],
        ]
        for each in contest_results().values()
    ]
    return h.div(".in-results", scrolls(page), lang=page.lang)[
        h.table[h.thead[h.tr[head]], h.tbody[rows]]
    ]

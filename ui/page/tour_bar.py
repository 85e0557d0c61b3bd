"""The bar of the ten-minute route: which stop a page is, what to do there, and the way on."""

import htpy as h
import streamlit as st
from htpy import Renderable

from ui.page import course, pace, ways
from ui.words.text import label


def bar(number: int, lang: str) -> Renderable:
    """The bar of the stop `number`, from 1: what to do there, and links."""
    every, name = len(course.TOUR), course.TOUR[number - 1]
    minutes = pace.tour_minutes(lang)
    asked = {key: value for key, value in st.query_params.items() if key != "lang"}
    off = ways.address_of(name, lang, **{**asked, ways.PARAMETER: ways.OFF})
    before = number > 1 and h.a(href=ways.stop_address(number - 1, lang))[label("tour.back", lang)]
    if number < every:
        onward = h.a(".on", href=ways.stop_address(number + 1, lang))[label("tour.on", lang)]
    else:
        end = ways.address_of(course.GUESSES, lang, **{ways.PARAMETER: ways.OFF})
        onward = h.a(".on", href=end)[label("tour.end", lang)]
    return h.nav(".tour", lang=lang, aria_label=label("tour.name", lang, minutes=minutes))[
        h.p[
            h.b[label("tour.stop", lang, minutes=minutes, number=number, all=every)],
            " ",
            label(f"tour.{name}", lang),
        ],
        h.ul[
            [h.li[link] for link in (before, onward) if link],
            h.li[h.a(href=off)[label("tour.leave", lang)]],
        ],
    ]

"""The bar of the ten-minute route: which stop a page is, what to do there, and the way on."""

import htpy as h
import streamlit as st
from htpy import Renderable

from ui.page import course, pace, ways
from ui.words.text import Text

LEFT = {ways.PARAMETER: ways.OFF}


def bar(text: Text, number: int) -> Renderable:
    """The bar of the stop `number`, from 1, in the language of `text`: what to do there, links."""
    lang, every, minutes = text.lang, len(course.TOUR), pace.tour_minutes(text.lang)
    stop = text.label("tour.stop", minutes=minutes, number=number, all=every)
    name = course.TOUR[number - 1]
    asked = {key: value for key, value in st.query_params.items() if key != "lang"}
    links = []
    if number > 1:
        links.append(h.a(href=ways.stop_address(number - 1, lang))[text.label("tour.back")])
    if number < every:
        links.append(h.a(".on", href=ways.stop_address(number + 1, lang))[text.label("tour.on")])
    else:
        end = ways.address_of(course.GUESSES, lang, LEFT)
        links.append(h.a(".on", href=end)[text.label("tour.end")])
    off = ways.address_of(name, lang, asked | LEFT)
    links.append(h.a(href=off)[text.label("tour.leave")])
    return h.nav(".tour", lang=lang, aria_label=text.label("tour.name", minutes=minutes))[
        h.p[h.b[stop], " ", text.label(f"tour.{name}")], h.ul[[h.li[link] for link in links]]
    ]

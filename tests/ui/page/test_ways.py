"""The short route: does it fit its minutes, follow the address, and let one leave and come back?"""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.opening import opened, words
from ui.page import course, pace, progress, ways
from ui.words.text import LANGUAGES, label, labels, sections

STOPS = range(1, len(course.TOUR) + 1)
PAGES = [course.parted(name)[0] for name in course.TOUR]
OFF_ROUTE = next(page for page in course.PAGES if page.is_lesson and page not in PAGES[:1])


def bar(app: AppTest) -> str:
    """The bar's markup; "" if there is none."""
    every = [e.proto.body for e in app.main.get("html") if '<nav class="tour"' in e.proto.body]
    assert len(every) < 2
    return "".join(every)


def links(app: AppTest) -> list[str]:
    return [href.replace("&amp;", "&") for href in re.findall(r'href="([^"]*)"', bar(app))]


def test_the_route_has_five_exhibits_of_the_short_way_on_five_pages_in_order():
    assert len(course.TOUR) == len({page.name for page in PAGES}) == 5
    assert set(course.TOUR) <= set(course.short_way())
    assert [course.PAGES.index(page) for page in PAGES] == sorted(map(course.PAGES.index, PAGES))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_ten_minutes_are_ten_minutes(lang):
    assert pace.tour_minutes(lang) == 10
    assert pace.short_way_minutes(lang) > 4 * pace.tour_minutes(lang)


def test_a_text_twice_as_long_would_not_fit(monkeypatch):
    monkeypatch.setattr(pace, "WORDS", {"en": 100})
    assert pace.tour_minutes.__wrapped__("en") > 10


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("number", STOPS)
def test_each_stop_says_what_to_do_and_leads_on(number, lang):
    name = course.TOUR[number - 1]
    app = opened(PAGES[number - 1].file, lang, tour=str(number))
    assert not app.exception
    assert label("tour.stop", lang, minutes=10, number=number, all=5) in bar(app)
    assert labels(lang)[f"tour.{name}"] in bar(app)
    hrefs = links(app)
    assert len(hrefs) == (2 if number == 1 else 3)
    for href in hrefs:
        assert parse_qs(urlsplit(href).query)["lang"] == [lang]
    onward, left = hrefs[-2:]
    assert parse_qs(urlsplit(left).query)["tour"] == ["off"]
    assert urlsplit(left).path == f"./{PAGES[number - 1].address}"
    if number < 5:
        assert onward == ways.stop_address(number + 1, lang)
    else:
        assert onward == f"./Your_Guesses?tour=off&lang={lang}"
    if number > 1:
        assert hrefs[0] == ways.stop_address(number - 1, lang)


@pytest.mark.parametrize("number", STOPS)
def test_a_stop_leads_to_the_exhibit_or_to_the_top_of_its_page(number):
    entry, exhibit = course.parted(course.TOUR[number - 1])
    address = urlsplit(ways.stop_address(number, "ko"))
    assert address.path == f"./{entry.address}"
    assert parse_qs(address.query) == {"tour": [str(number)], "lang": ["ko"]}
    assert address.fragment == (exhibit if exhibit in sections(entry.name, "ko") else "")
    assert address.fragment or entry.exhibits[0] == exhibit  # it is the first thing on its page


@pytest.mark.parametrize("name", course.exhibits())
def test_an_exhibit_s_address_leads_to_a_section_where_it_stands(name):
    entry, exhibit = course.parted(name)
    section = ways.address_of(name, "ko").partition("#")[2]
    if not section:  # at the top of a page without chapters, in no fold
        assert not entry.chapters and exhibit in entry.short
    else:
        assert section in sections(entry.name, "ko")
        assert entry.fold_of(section) == entry.fold_of(exhibit)
        for chapter in entry.chapters:
            assert (section in chapter.sections) == (exhibit in chapter.sections)


@pytest.mark.parametrize("asked", ["2", "0", "6", "-1", "1.0", "", "one", "<b>", "9" * 5_000, "１"])
def test_a_wrong_number_is_as_none(asked):
    app = opened(PAGES[0].file, tour=asked)
    assert not app.exception and not bar(app) and ways.STOP not in app.session_state


def test_who_leaves_keeps_what_else_the_address_asks_for():
    app = opened(PAGES[1].file, tour="2", network="lenet1", name="<b>")
    assert not app.exception
    left = parse_qs(urlsplit(links(app)[-1]).query)
    assert left == {"tour": ["off"], "lang": ["en"], "network": ["lenet1"], "name": ["<b>"]}


def test_a_page_off_the_route_has_no_bar_and_leads_back_from_home():
    assert not bar(opened("pages/3_Convolution.py", tour="1"))
    app = opened(PAGES[2].file, tour="3")
    app.switch_page("streamlit_app.py").run()
    assert not bar(app)
    assert label("home.ten-on", "en", number=3, all=5) in words(app)
    assert ways.stop_address(3, "en").replace("&", "&amp;") in words(app)


def test_a_page_of_the_route_that_is_reached_otherwise_is_its_stop():
    app = opened(PAGES[0].file, tour="1")
    app.switch_page(PAGES[3].file).run()
    assert label("tour.stop", "en", minutes=10, number=4, all=5) in bar(app)
    assert app.query_params["tour"] in ("4", ["4"])
    here = ways.page_address(PAGES[1], "en")
    assert "tour" not in here  # asked outside of the visit
    body = " ".join(e.proto.body for e in app.sidebar.get("html"))
    assert f"./{PAGES[1].address}?lang=en&amp;tour=2" in body
    assert "./Convolution?lang=en&quot;" not in body and './Convolution?lang=en"' in body


def test_the_bar_stays_when_the_language_changes():
    app = opened(PAGES[1].file, tour="2")
    app.segmented_control(key="language.switch").set_value("ko").run()
    assert label("tour.stop", "ko", minutes=10, number=2, all=5) in bar(app)


def test_who_leaves_the_route_has_left_it_everywhere():
    app = opened(PAGES[1].file, tour="2")
    app.query_params["tour"] = "off"
    app.run()
    assert not bar(app)
    app.switch_page(PAGES[2].file).run()
    assert not bar(app)


def test_the_last_lesson_leads_to_all_guesses_and_an_aid_leads_nowhere():
    lessons = [page for page in course.PAGES if page.is_lesson]
    for page, onward in ((lessons[-1], "guesses"), (lessons[0], lessons[1].name)):
        (link,) = [
            each.proto.label
            for each in opened(page.file).get("page_link")
            if each.proto.label.startswith("Next: ")
        ]
        assert link == label("frame.next", "en", title=label(f"page.{onward}", "en"))
    for name in (course.GLOSSARY, course.GUESSES):
        assert not [
            each
            for each in opened(course.entry(name).file).get("page_link")
            if each.proto.label.startswith("Next: ")
        ]


# Where a visitor left


def test_the_next_exhibit_is_the_first_of_the_short_way_that_is_not_done():
    short = course.short_way()
    every = frozenset(short)

    def said(done: frozenset[str], last: progress.Place) -> str:
        return words(
            opened("streamlit_app.py", "en", {progress.KEY: progress.Progress(1, done, last)})
        )

    new = said(frozenset(), progress.Place())
    assert label("home.whole-begin", "en", title=label(f"route.{short[0]}", "en")) in plain(new)
    assert labels("en")["home.choose"] in new
    some = said(every - {short[4]}, progress.Place(5, "lenet.lesion"))
    assert label("home.whole-on", "en", title=label(f"route.{short[4]}", "en")) in plain(some)
    assert 'href="./LeNet?lang=en#lesion"' in some and "home.choose" not in some
    page = label("page.lenet", "en")
    assert f"{page}, {label('route.lenet.lesion', 'en')}" in plain(some)
    whole = said(every, progress.Place(5, "training"))
    assert labels("en")["home.whole-done"] in whole and 'href="./Training?lang=en"' in whole


def plain(markup: str) -> str:
    return markup.replace("\u2060", "").replace("&#39;", "'")


def test_the_last_place_is_a_page_and_then_what_was_done_there():
    app = opened("pages/4_LeNet.py")
    first = app.session_state[progress.KEY].last
    assert first.name == "lenet" and first.at > 0
    app.session_state[progress.KEY] = progress.Progress(1, frozenset(), first)
    app.run()
    assert app.session_state[progress.KEY].last == first  # the same page is no new place
    app.switch_page("streamlit_app.py").run()
    assert app.session_state[progress.KEY].last == first  # where one leaves from does not count
    app.switch_page("pages/90_Glossary.py").run()
    assert app.session_state[progress.KEY].last == first
    app.switch_page("pages/3_Convolution.py").run()
    assert app.session_state[progress.KEY].last.name == "convolution"
    assert app.session_state[progress.KEY].last > first

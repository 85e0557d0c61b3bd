"""Is a text that reaches a builder of markup still a text in what it builds, whoever wrote it?

Every function of `ui.html`, `ui.page` and `ui.exhibits` that builds markup is found by its
annotation. Each is called as its page calls it, once for every text among its arguments, with that
text hostile, and once with hostile labels and facts. One that no page here calls fails the test:
open the page so that it does, or call it in `after_work`.
"""

import copy
import dataclasses
import inspect
import pkgutil
import re
import sys
from base64 import b64decode
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from importlib import import_module
from itertools import islice
from types import FunctionType
from typing import Any
from xml.etree import ElementTree

import htpy as h
import numpy as np
import pytest
from PIL import Image

import ui.exhibits
import ui.html
import ui.page
from cnn import figures
from cnn.data.digits.preprocess import to_mnist
from cnn.experiments.dropout import DropoutPoint
from cnn.experiments.relu_vs_tanh import KINDS, RacePoint
from cnn.experiments.training_cost import StepTimes
from cnn.inference.digit import read_picture
from cnn.results import digit_race, sample_strokes
from tests.photo_network import random_network
from tests.ui.opening import opened
from ui.exhibits.alexnet import overfitting_html, recipe_html, relu_html
from ui.exhibits.data_or_model import class_curves
from ui.exhibits.draw import digit_picture_html
from ui.exhibits.guesses import told, told_html
from ui.exhibits.imagenet.vote import ASKED
from ui.exhibits.inside import made_html
from ui.exhibits.inside.made_html import MadePicture, RealPicture
from ui.exhibits.mnist import class_scores
from ui.exhibits.photo import answer_html
from ui.exhibits.photo.answer_html import Answered
from ui.exhibits.teachers import lesson_html, lessons, live_class_html
from ui.exhibits.teachers.lesson_plans import lesson_plans
from ui.html.qr import qr_svg
from ui.page import class_html, folds, presets, questions, tour_bar
from ui.page.course import PAGES, entry
from ui.page.frame import Page
from ui.words import text

pytestmark = pytest.mark.slow
HOSTILE = """<img src=x onerror=evil()>" onclick="evil()' onclick='evil()
[a](https://evil.example) **b** `c`"""
MOST = 40  # texts of one call that are tried
BUILT = re.compile(r"\b(Renderable|Element|Fragment|Node)\b")  # in what a builder returns
DRAWING = re.compile('data:image/svg\\+xml;base64,([^"]*)')
STATES: dict[str, list[dict[str, Any]]] = {  # how else than plainly a page is opened
    "imagenet": [
        {"state": {f"imagenet.own.{next(iter(ASKED))}": True, "imagenet.counted.1": True}}
    ],
    "inside": [
        {"state": {"inside.shuffled": True}, "layer": "conv1"},
        {"layer": "conv2", "way": "67.0.4"},
    ],
    "lenet": [{"unit": "C5.3.0.0", "cell": ".1"}, {"cell": "1.1"}],
    "photo": [{"crops": "10"}, {"state": {"photo.word": "tiger", "photo.classes": True}}],
}
PICTURE = figures.encoded(Image.new("RGB", (2, 2)), "WebP")
Call = tuple[tuple[Any, ...], dict[str, Any]]


def builders() -> dict[str, FunctionType]:
    """Every function that builds markup, by its dotted name."""
    found = {}
    for room in (ui.html, ui.page, ui.exhibits):
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            for name, each in vars(import_module(module.name)).items():
                if isinstance(each, FunctionType) and each.__module__ == module.name:
                    if BUILT.search(str(inspect.signature(each).return_annotation)):
                        found[f"{module.name}.{name}"] = each
    return found


BUILDERS = builders()


def after_work() -> None:
    """Builds what a page builds only after a visitor's work or a long one."""
    page, network = Page(entry("alexnet"), "en"), random_network()
    folds._links(page, "relu")
    made_html.growing(page, PICTURE)
    shown = [MadePicture(PICTURE, "with Blur", 7.5, True, shuffled) for shuffled in (False, True)]
    made_html.made_beside_real(page, "conv5", shown, RealPicture(PICTURE, "A pig", 3.0))
    made_html.made_beside_real(page, "conv5", shown, None)
    tour_bar.bar(page.text, 2)
    guessed = [told.told_of(page, name, "few") for name in ("home.guess", "imagenet.dogs")]
    told_html.by_page(page, guessed)
    told_html.compared(page, guessed)
    overfitting_html.dropout_live(page, [DropoutPoint(1, (0.2, 0.4), (0.3, 0.5))], 25, 20)
    recipe_html.cost_then_and_now(page, StepTimes(0.3, 0.5, 0.1, 4, 1))
    relu_html.race_live(
        page, {kind: [RacePoint(100, 50.0), RacePoint(200, 20.0)] for kind in KINDS}, KINDS
    )
    relu_html.ten_starts(page, digit_race())
    picture = Image.fromarray(255 - to_mnist(sample_strokes()["7"])).resize((280, 280))
    digit_picture_html.picture_reading(page, read_picture(picture), False)
    question = entry("home").question("guess")
    class_html.membership(page.text, "CDFH")
    class_html.tally_bars(page.text, "home.guess", question, {"few": 2}, True)
    live_class_html.way_in(page, "CDFH", "http://192.0.2.1/?class=CDFH", qr_svg("CDFH"))
    live_class_html.presence(page, 3)
    live_class_html.asked(page, "home.guess")
    presets.left_out_line(entry("home"), page.text, 2)
    class_curves.chart(page, {"0123456": 1}, True)
    found = class_scores.round_scores({"1:0123456789": 2, "2:0123456789": 1})
    assert found
    class_scores.histogram(page, found)
    for shown in (True, False):
        class_scores.each_digit(page, found, shown)
    ready = lesson_plans(page)[0]
    lesson_html.worksheet(page, ready)
    lesson_html.answer_key(page, ready, lessons.answers_of(page, ready))
    row = Answered("A photo", b"\xff\xd8", np.zeros(len(network.classes)), None)
    answer_html.photo_table(page, [row], network)


@pytest.fixture(scope="module")
def calls() -> Iterator[dict[str, list[Call]]]:
    """How the pages call each builder; every question is answered."""
    found: dict[str, list[Call]] = {}

    def watched(name: str, builder: Callable[..., Any]) -> Callable[..., Any]:
        def watching(*args: Any, **kwargs: Any) -> Any:
            known = found.setdefault(name, [])
            if len(known) < 2:
                known.append((args, kwargs))
            return builder(*args, **kwargs)

        return watching

    with pytest.MonkeyPatch.context() as patch:
        names = {id(builder): name for name, builder in BUILDERS.items()}
        for module in [each for key, each in sys.modules.items() if key.startswith("ui.")]:
            for name, each in list(vars(module).items()):
                if clear := getattr(each, "cache_clear", None):
                    clear()  # what an earlier test has built is built again
                if id(each) in names:
                    patch.setattr(module, name, watched(names[id(each)], each))
        patch.setattr(questions, "ask", lambda *_: True)
        for page in PAGES:
            for query in ({}, *STATES.get(page.name, [])):
                assert not opened(page.file, "en", **query).exception
        after_work()
    yield found


def texts(given: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where texts are among arguments, as keys and names of attributes that lead there."""
    if isinstance(given, str):
        yield path
    elif isinstance(given, dict):
        for key, each in given.items():
            yield from texts(each, (*path, key))
    elif isinstance(given, list | tuple):
        for place, each in enumerate(given):
            yield from texts(each, (*path, place))
    elif dataclasses.is_dataclass(given):
        for field in dataclasses.fields(given):
            yield from texts(getattr(given, field.name), (*path, field.name))


def put(given: Any, path: tuple[Any, ...], new: str) -> Any:
    """A copy of `given` with `new` at `path`."""
    if not path:
        return new
    first, *rest = path
    if isinstance(given, tuple):
        every = list(given)
        every[first] = put(given[first], tuple(rest), new)
        return given._make(every) if hasattr(given, "_make") else tuple(every)
    changed = copy.copy(given)
    if isinstance(given, dict | list):
        changed[first] = put(given[first], tuple(rest), new)
    else:  # frozen, perhaps
        object.__setattr__(changed, first, put(getattr(given, first), tuple(rest), new))
    return changed


class Reader(HTMLParser):
    """What a browser would make of it: no tag, no attribute that is not ours; texts as given."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            assert not name.startswith("on") and '"' not in name, self.rawdata
            assert (tag, name, value) != ("img", "src", "x"), self.rawdata
            self.handle_data(value or "")

    def handle_data(self, data: str) -> None:
        assert not re.search("&(amp|lt|gt|#3[49]);", data), data  # not escaped twice


def read(built: Any) -> None:
    """Nothing hostile has become an element or an attribute, and none is escaped twice."""
    markup = str(h.fragment[list(built.values()) if isinstance(built, dict) else built])
    reader = Reader()
    reader.feed(markup)
    reader.close()
    for drawing in DRAWING.findall(markup):
        for element in ElementTree.fromstring(b64decode(drawing)).iter():
            assert not element.tag.endswith("img")
            reader.handle_starttag("", list(element.attrib.items()))
            reader.handle_data(element.text or "")


def test_every_builder_is_tried(calls):
    assert set(calls) == set(BUILDERS)


@pytest.mark.filterwarnings("ignore::ui.words.facts.MissingText")
@pytest.mark.parametrize("name", BUILDERS)
def test_a_hostile_argument_stays_a_text(calls, name):
    for args, kwargs in calls[name]:
        given = list(args), kwargs
        read(BUILDERS[name](*args, **kwargs))
        for path in islice(texts(given), MOST):
            try:
                built = BUILDERS[name](*(changed := put(given, path, HOSTILE))[0], **changed[1])
            except Exception:
                continue
            read(built)


@pytest.mark.parametrize("name", BUILDERS)
def test_a_hostile_label_stays_a_text(calls, name, monkeypatch):
    monkeypatch.setattr(text, "label", lambda *_, **__: HOSTILE)
    monkeypatch.setattr(text, "fact", lambda *_: HOSTILE)
    for args, kwargs in calls[name]:
        read(BUILDERS[name](*args, **kwargs))

"""Is what came from outside shown letter by letter, or not at all: never as Markdown or markup?

Addresses, names of files, what is typed into a search. Each page is opened with every parameter of
every page, and with labels that hold markup themselves.
"""

import ast
import io
from itertools import cycle
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markupsafe import escape
from PIL import Image
from streamlit.testing.v1 import AppTest

from cnn.inference import photo as seeing
from tests.photo_network import random_network
from tests.ui.opening import opened
from ui.exhibits.photo import answer_html
from ui.exhibits.photo.answer_html import Answered
from ui.exhibits.photo.chosen_photo import Photo
from ui.html.img import img
from ui.page.course import PAGES, entry
from ui.page.frame import Page
from ui.words import text
from ui.words.text import literal

ROOT = Path(__file__).resolve().parents[3]
MARKUP = '<q>&"'  # what a label would be able to break
PAYLOADS = (
    "[Sign in](https://evil.example)",
    "![x](https://evil.example/a.png)",
    ":red[evil] :material/home: :smile:",
    "evil.example https://evil.example",
    "$\\evil$ `$\\frac12$`",
    "<img src=evil onerror=evil()>",
    "a`](https://evil.example)`b",
    "\n\n# evil\n\n---",
    "evil\u202etxt.\u2028x",
    '"><b onclick=evil>',
)


def parameters() -> list[str]:
    """Every parameter that some page reads from its address."""
    found = set[str]()
    for file in (*(ROOT / "ui").rglob("*.py"), *(ROOT / "pages").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                owner, arguments = ast.unparse(node.func.value), node.args
                at = {"url_state": 1, "st.query_params": 0}.get(owner, len(arguments))
                if at < len(arguments) and isinstance(arguments[at], ast.Constant):
                    found.add(str(arguments[at].value))
            elif isinstance(node, ast.Compare) and isinstance(node.left, ast.Constant):
                if ast.unparse(node.comparators[0]) == "st.query_params":
                    found.add(str(node.left.value))
    return sorted(found - {"lang"})


def markdown(app: AppTest) -> list[str]:
    """All Markdown of a page: its text, notes, boxes, and the labels of its widgets."""
    kinds = ("markdown", "caption", "warning", "info", "error", "success", "toast", "header")
    bodies = [str(each.value) for kind in kinds for each in app.get(kind)]
    widgets = ("button", "selectbox", "button_group", "text_input", "expander", "checkbox", "radio")
    return bodies + [str(each.label) for kind in widgets for each in app.get(kind)]


def test_pages_read_the_parameters_that_are_tried_here():
    found = parameters()
    assert {"network", "digit", "photo", "node", "writer", "unit", "event", "note"} <= set(found)


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_address_and_no_label_becomes_markup(page, monkeypatch):
    """A payload in every parameter there is, and at the end of every label."""
    said = text.labels

    class Spoilt(dict):
        """The labels, each with markup at its end."""

        def get(self, key, other=None):
            found = super().get(key, other)
            return found if found is None or key.startswith("page.") else found + MARKUP

    monkeypatch.setattr(text, "labels", lambda lang: Spoilt(said(lang)))
    payloads = cycle(PAYLOADS)
    names = [name for name in parameters() if name != "note"]  # it shows a note alone
    app = opened(page.file, **dict(zip(names, payloads, strict=False)))
    assert not app.exception
    allowed = {literal(payload) for payload in PAYLOADS}
    for body in markdown(app):
        for each in allowed:
            body = body.replace(each, "")
        assert "evil" not in body
    for element in app.get("html"):
        body = element.proto.body
        assert "evil" not in body
        assert MARKUP[:3] not in body, body[max(0, body.find(MARKUP[:3]) - 90) :][:100]


@given(st.text(max_size=60))
@example("`")
@example("``a` b")
@example("\n\n- x")
def test_what_is_shown_as_it_is_is_code_and_nothing_else(foreign):
    shown = literal(foreign)
    tokens = MarkdownIt("commonmark", {"html": True}).parse(f"a “{shown}” b")
    (inline,) = (token for token in tokens if token.type == "inline")
    kinds = [child.type for child in inline.children]
    code = "".join(child.content for child in inline.children if child.type == "code_inline")
    assert len(tokens) == 3 and kinds == (["text", "code_inline", "text"] if shown else ["text"])
    assert code.isprintable() and len(code) <= 40
    seen = " ".join("".join(each if each.isprintable() else " " for each in foreign).split())
    assert seen.startswith(code) and (code or not seen)


NAME = "<q>&\"'[x](https://evil.example).jpg"


def shown_html(body: str) -> None:
    """Each time the name stands in this HTML, it does as text."""
    assert escape(NAME) in body
    assert "<q>" not in body and 'alt="<' not in body and NAME not in body


def test_a_file_s_name_is_text_in_the_photo_s_html():
    page, photo = Page(entry("photo"), "en"), Photo("mine-1", Image.new("RGB", (9, 9)), None, NAME)
    shown_html(str(answer_html.photo_card(page, photo)))
    shown_html(str(img(b"\xff\xd8", NAME)))
    shown_html(str(answer_html.picture(b"\x89PNG", NAME, 9)))
    network = random_network()
    row = Answered(NAME, b"\xff\xd8", np.zeros(len(network.classes)), None)
    shown_html(str(answer_html.photo_table(page, [row], network)))


@pytest.mark.slow
def test_a_file_s_name_is_text_on_the_page(monkeypatch):
    monkeypatch.setattr(seeing, "photo_network", lambda name: random_network())
    out = io.BytesIO()
    Image.new("RGB", (90, 90), "teal").save(out, "JPEG")
    app = opened("pages/8_Photo.py")
    files = [(NAME, out.getvalue(), "image/jpeg"), (f"a{NAME}", b"no photo", "image/jpeg")]
    app.file_uploader[0].set_value(files).run()
    assert not app.exception
    assert any(literal(f"a{NAME}") in body for body in markdown(app))
    for body in markdown(app):
        assert "evil" not in body.replace(literal(f"a{NAME}"), "")
    named = [each.proto.body for each in app.get("html") if "evil" in each.proto.body]
    assert named
    for body in named:
        shown_html(body)

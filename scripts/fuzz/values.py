"""What the app's own parts are given: drawings, messages, moves, values in an address."""

import math
import random
from typing import Any

import numpy as np
from markdown_it import MarkdownIt
from PIL import Image

from cnn.data.digits.preprocess import to_mnist
from ui.components import moves
from ui.components.digit_pad.message import CAPACITY, LAST, parse_message, write_message
from ui.page.url_state import whole_number
from ui.words.text import literal

MARKDOWN = MarkdownIt()
STEPS = 7  # of the slider that is moved
STRANGE: list[Any] = [
    None,
    True,
    -1,
    0,
    2**63,
    1e308,
    math.nan,
    math.inf,
    "",
    "⟨",
    "\0",
    "1" * 5000,
    [],
    {},
]


def digit(rng: random.Random, corpus: list[bytes]) -> Any:
    """Strokes with anything in them, an array of any shape, or a picture of any kind."""
    kind = rng.randrange(4)
    if kind == 0:
        return [_stroke(rng) for _ in range(rng.randrange(6))]
    if kind == 1:
        shape = [rng.choice([0, 1, 2, 3, 28, 57]) for _ in range(rng.randrange(4))]
        maker = np.random.default_rng(rng.randrange(2**32))
        return maker.integers(0, 256, shape).astype(rng.choice([np.uint8, np.uint16, np.float64]))
    if kind == 2:
        size = rng.choice([1, 2, 7, 28, 90]), rng.choice([1, 3, 28, 64])
        mode = rng.choice(["L", "RGB", "RGBA", "LA", "P", "1", "CMYK", "I;16", "F"])
        image = Image.new(mode, size)
        if mode in ("L", "RGB", "RGBA"):
            image = Image.frombytes(mode, size, rng.randbytes(len(image.tobytes())))
        return image
    return rng.choice([*STRANGE, b"bytes", object()])


def _stroke(rng: random.Random) -> Any:
    if rng.random() < 0.1:
        return rng.choice(STRANGE)
    scale = 10.0 ** rng.randrange(-300, 300) if rng.random() < 0.3 else 1000.0
    points = [[rng.gauss(0, 1) * scale, rng.gauss(0, 1) * scale] for _ in range(rng.randrange(30))]
    for point in points:
        if rng.random() < 0.02:
            point[rng.randrange(2)] = rng.choice([math.nan, math.inf, -math.inf, 1e300])
    if rng.random() < 0.05 and points:
        points[0].append(1.0)
    return points


def check_digit(drawing: Any) -> None:
    """A digit as MNIST stores one, or a sentence."""
    image = to_mnist(drawing)
    assert image.shape == (28, 28) and image.dtype == np.uint8, (image.shape, image.dtype)


def message(rng: random.Random, corpus: list[bytes]) -> Any:
    """A true message of the pad with something changed, or something else altogether."""
    if rng.random() < 0.1:
        return rng.choice(STRANGE)
    points = np.array([[rng.randrange(1024), rng.randrange(1024)] for _ in range(rng.randrange(9))])
    sent = write_message([points] if len(points) else [], rng.randrange(1, 2**53))
    for _ in range(rng.randrange(3)):
        name = rng.choice([*sent, "more"])
        kind = rng.randrange(4)
        if kind == 0:
            sent[name] = rng.choice(STRANGE)
        elif kind == 1 and name in sent:
            del sent[name]
        elif kind == 2:
            sent["n"] = [rng.choice([1, 2, 10**6, -1, 0.5, "1"]) for _ in range(rng.randrange(5))]
        else:
            sent["d"] = rng.randbytes(rng.randrange(40)).hex()
    return sent


def check_message(sent: Any) -> None:
    """None, or a drawing that lies on the sheet."""
    found = parse_message(sent)
    if found is not None:
        assert sum(map(len, found.drawing.strokes)) <= CAPACITY
        assert all(((0 <= s) & (s <= LAST)).all() for s in found.drawing.strokes)


def choice(rng: random.Random, corpus: list[bytes]) -> Any:
    """A true move of a slider or a choice of STEPS, or one with something else in it."""
    if rng.random() < 0.1:
        return rng.choice(STRANGE)
    sent: dict[str, Any] = {"at": rng.randrange(-2, STEPS + 2), "moves": rng.randrange(-2, 2**54)}
    if rng.random() < 0.5:
        sent[rng.choice(["at", "moves", "more"])] = rng.choice([*STRANGE, 1.0, "1", [1], 10**400])
    if rng.random() < 0.1:
        del sent[rng.choice(["at", "moves"])]
    return sent


def check_choice(sent: Any) -> None:
    """None, or a step that there is."""
    found = moves.validated_move(sent, STEPS)
    assert found is None or 0 <= found.at < STEPS


def address(rng: random.Random, corpus: list[bytes]) -> str:
    """What might stand in an address where a whole number should."""
    letters = "0123456789-+. eE_٣๑\0\n\u200b½∞x" if rng.random() < 0.7 else "0123456789"
    return "".join(rng.choice(letters) for _ in range(rng.choice([0, 1, 2, 3, 12, 5000])))


def check_address(raw: str) -> None:
    """None, or a number within its bounds."""
    found = whole_number(raw, -3, 60_000)
    assert found is None or -3 <= found <= 60_000


MARKS = [
    "[a](https://evil.example)",
    "![](x)",
    "`",
    "``",
    "$",
    "$$",
    ":red[",
    "]",
    ":smile:",
    "<b>",
    "&lt;",
]
MARKS += [
    "*",
    "_",
    "~~",
    "#",
    "\n",
    "\n\n",
    "\r",
    "|",
    "---",
    "> ",
    "1. ",
    "\\",
    "\u202e",
    "\u2028",
    "\0",
]
MARKS += [
    "https://evil.example",
    "www.evil.example",
    "a@evil.example",
    "가",
    "x" * 50,
    " ",
    "\ud800",
]
LETTERS = "[]()!*_`$:<>#|~\\&/.- ahtps\n"  # what Markdown, TeX and HTML are made of


def markdown(rng: random.Random, corpus: list[bytes]) -> str:
    """What might stand in an address, a file's name or a label where a word should."""
    letters = rng.choice([MARKS, LETTERS])
    return "".join(rng.choice(letters) for _ in range(rng.choice([1, 3, 12, 500])))


def check_markdown(foreign: str) -> None:
    """In a sentence it is one piece of code, or nothing: letters, and no more."""
    shown = literal(foreign)
    (sentence,) = [each for each in MARKDOWN.parse(f"A {shown} b.") if each.type == "inline"]
    kinds = [each.type for each in sentence.children or []]
    assert kinds == (["text", "code_inline", "text"] if shown else ["text"]), kinds
    assert shown.replace(" ", "").isprintable() and len(shown) <= 140, shown

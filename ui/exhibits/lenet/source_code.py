"""The source of the networks, as it runs here: line by line, each layer's lines with an anchor."""

import ast
import inspect
from functools import cache
from itertools import groupby
from pathlib import Path

import htpy as h
from htpy import Renderable
from pygments.lexers.python import PythonLexer
from pygments.token import Comment, Keyword, Number, Operator, String

from cnn.models import DIGITS
from cnn.models import lenet_layers as kinds_of_layers
from ui.exhibits.lenet.chosen import FAMILY
from ui.page.frame import Page
from ui.words import source_trees

ROOT = Path(__file__).resolve().parents[3]
KINDS = {
    Comment: "comment",
    String: "string",
    Number: "digits",
    Keyword: "keyword",
    Operator.Word: "keyword",
}


def source_html(page: Page, network: str, layer: str) -> Renderable:
    """The file of a network, the lines of `layer` marked, and the class of that layer."""
    class_ = DIGITS[FAMILY[network].model]
    file = Path(inspect.getfile(class_)).relative_to(ROOT).as_posix()
    code, anchors = (ROOT / file).read_text("utf-8"), lines_of(network)
    kind = type(class_().get_submodule(layer))
    shown, start = source_trees.class_source(kind)
    theirs = Path(kinds_of_layers.__file__).relative_to(ROOT).as_posix()
    title = page.label("lenet.source-class", layer=layer, name=kind.__name__)
    return h.div(".le-source", lang=page.lang, data_testid="source", data_layer=layer)[
        _block(page.label("lenet.source-file"), file, code, 1, anchors, layer),
        _block(title, theirs, shown, start, {}, ""),
    ]


def _block(
    title: str, file: str, code: str, start: int, anchors: dict[str, tuple[int, ...]], layer: str
) -> Renderable:
    names = {number: name for name, numbers in anchors.items() for number in numbers}
    first = {numbers[0]: name for name, numbers in anchors.items()}
    body = []
    for number, line in enumerate(painted(code), start):
        on = "on" if layer and names.get(number) == layer else None
        anchor = f"source-{first[number]}" if number in first else None
        body.append(h.span(class_=on, id=anchor)[h.i[number], line, "\n"])
    return h.figure[
        h.figcaption[f"{title} ", h.code[file]], h.pre(tabindex="0", translate="no")[h.code[body]]
    ]


@cache
def lines_of(network: str) -> dict[str, tuple[int, ...]]:
    """For each layer of a network: the lines of its file that make it, and that use it."""
    class_ = DIGITS[FAMILY[network].model]
    tree = source_trees.module_tree(Path(inspect.getfile(class_)).read_text("utf-8"))
    found: dict[str, tuple[int, ...]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "self":
            found[node.attr] = tuple(sorted({*found.get(node.attr, ()), node.lineno}))
    return {name: found[name] for name, _ in class_().named_children()}


@cache
def painted(code: str) -> list[Renderable]:
    """Python source as markup, a piece for each line, its words marked by what they are."""
    lines: list[list[h.Node]] = [[]]
    tokens = PythonLexer(stripnl=False, ensurenl=False).get_tokens(code)
    for kind, alike in groupby(tokens, lambda each: _kind(each[0])):
        for place, part in enumerate("".join(text for _, text in alike).split("\n")):
            if place:
                lines.append([])
            lines[-1].append(h.b(class_=kind)[part] if kind and part else part)
    return [h.fragment[line] for line in lines[: len(code.splitlines())]]


def _kind(token: tuple[str, ...]) -> str | None:
    """The class in style.css of a kind of token such as Name.Builtin, if it has one."""
    return next((name for type_, name in KINDS.items() if token in type_), None)

"""Does each public part of `cnn` say what it is, and does each public name stand for one thing?"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# "(N, 1, 32, 32)", "(maps,)", "(..., 10)", "28×28", "10 x 10"
# or, where there is no one shape, arrays by their names, or numbers each by itself.
SHAPE = re.compile(
    r"\((?:[^()\s]+, ?)+[^()]*\)|\w[×x]\w|\w x \w|of (?:any|the same|its own) shape|by name"
)
SENTENCE = re.compile(r"[^\n]{8,}[.:)](\n|$)")  # the first line, whole
ARRAYS = {"NDArray", "Tensor", "ndarray"}

# Names that modules have for the same thing, and the parameters that all of them begin with.
PROTOCOLS = {
    "mount": ("key",),  # shows a component of ours
    "set_up": ("page",),  # what a page of exhibits needs before the first of them
    "prepare": (),  # done once before the first visitor
    "main": (),  # what `python -m` does
}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules(*packages: str) -> dict[str, ast.Module]:
    """The parsed modules of these packages, by their paths."""
    files = sorted(file for package in packages for file in (ROOT / package).rglob("*.py"))
    return {file.relative_to(ROOT).as_posix(): ast.parse(file.read_text("utf-8")) for file in files}


CNN, OURS = modules("cnn"), modules("cnn", "ui")


def names(node: ast.AST | None) -> set[str]:
    """Every name in an expression, those inside quoted annotations too."""
    found = set()
    for each in ast.walk(node) if node else ():
        if isinstance(each, ast.Name):
            found.add(each.id)
        elif isinstance(each, ast.Attribute):
            found.add(each.attr)
        elif isinstance(each, ast.Constant) and isinstance(each.value, str):
            found |= set(re.findall(r"\w+", each.value))
    return found


def array_types(trees: dict[str, ast.Module]) -> set[str]:
    """ARRAYS and the aliases that modules have for them, such as Picture."""
    known = set(ARRAYS)
    aliases = [
        (node.targets[0].id, names(node.value))
        for tree in trees.values()
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Subscript | ast.Name | ast.BinOp)
    ]
    while more := {name for name, parts in aliases if parts & known} - known:
        known |= more
    return known


TYPES = array_types(CNN)


def bases(node: ast.ClassDef) -> set[str]:
    return set().union(*(names(base) for base in node.bases))


CLASSES = {
    node.name: node for tree in CNN.values() for node in tree.body if isinstance(node, ast.ClassDef)
}


def inherited(cls: ast.ClassDef, name: str) -> str:
    """What a class of `cnn` above this one says of the method."""
    for base in bases(cls) & set(CLASSES):
        for node in CLASSES[base].body:
            if isinstance(node, Function) and node.name == name:
                return ast.get_docstring(node) or inherited(CLASSES[base], name)
        if found := inherited(CLASSES[base], name):
            return found
    return ""


def is_public(name: str) -> bool:
    return not name.startswith("_") or name in {"__call__", "__getitem__"}


def described() -> Iterator[tuple[str, Function | ast.ClassDef, str]]:
    """Every public function, class and method of `cnn`: its place, itself, what is said of it."""
    for file, tree in CNN.items():
        for node in tree.body:
            if isinstance(node, Function) and is_public(node.name):
                yield f"{file}:{node.name}", node, ast.get_docstring(node) or ""
            if isinstance(node, ast.ClassDef) and is_public(node.name):
                yield f"{file}:{node.name}", node, ast.get_docstring(node) or ""
                for method in node.body:
                    if isinstance(method, Function) and is_public(method.name):
                        said = ast.get_docstring(method) or inherited(node, method.name)
                        yield f"{file}:{node.name}.{method.name}", method, said


DESCRIBED = [*described()]
FUNCTIONS = [(place, node, said) for place, node, said in DESCRIBED if isinstance(node, Function)]


def test_each_says_in_one_line_what_it_is():
    assert len(DESCRIBED) > 500
    assert [place for place, _, said in DESCRIBED if not SENTENCE.match(said)] == []


def handles_arrays(node: Function) -> bool:
    arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return bool(
        set().union(names(node.returns), *(names(each.annotation) for each in arguments)) & TYPES
    )


def test_each_names_the_shapes_of_its_arrays():
    arrays = [(place, said) for place, node, said in FUNCTIONS if handles_arrays(node)]
    assert len(arrays) > 150
    assert [place for place, said in arrays if not SHAPE.search(said)] == []


def raises(node: Function) -> bool:
    """Whether it raises by itself; what is passed on (`raise`, `raise error`) is another's."""
    exceptions = [each.exc for each in ast.walk(node) if isinstance(each, ast.Raise)]
    return any(
        isinstance(each, ast.Call) or (isinstance(each, ast.Name) and each.id[0].isupper())
        for each in exceptions
    )


def test_each_says_what_it_raises():
    raising = [(place, said) for place, node, said in FUNCTIONS if raises(node)]
    assert len(raising) > 20
    assert [place for place, said in raising if not re.search(r"\b[Rr]aises?\b", said)] == []


def test_no_two_classes_have_one_name():
    places = defaultdict(list)
    for file, tree in OURS.items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                places[node.name].append(file)
    assert {name: files for name, files in places.items() if len(files) > 1} == {}


def public_functions() -> dict[str, dict[str, tuple[str, ...]]]:
    """The modules that define a name, with the parameters that it has there."""
    found = defaultdict[str, dict[str, tuple[str, ...]]](dict)
    for file, tree in OURS.items():
        for node in tree.body:
            if isinstance(node, Function) and not node.name.startswith("_"):
                found[node.name][file] = tuple(each.arg for each in node.args.args)
    return found


@pytest.mark.parametrize("name", PROTOCOLS)
def test_a_protocol_is_one(name):
    begin = PROTOCOLS[name]
    places = public_functions()[name]
    assert len(places) > 1, f"{name} is no protocol any more"
    assert {parameters[: len(begin)] for parameters in places.values()} == {begin}


def test_no_name_stands_for_many_things():
    """Two may share one, since each is called by its module, too; an exhibit and its markup do."""
    assert {
        name: sorted(places)
        for name, places in public_functions().items()
        if name not in PROTOCOLS
        and len({file.removesuffix(".py").removesuffix("_html") for file in places}) > 2
    } == {}

"""The plan of the house from its own imports: rooms, floors, arrows between rooms, circles.

python -m scripts.rooms [ROOT]. A room is a package of `cnn` or `ui` (each component of the browser
and whatever lies in one belong to `ui.components`); a module that lies beside packages is a room of
its own. An arrow leads from a room to one that it imports, anywhere in its code. The floors are
counted with each circle of rooms taken for one. `python -m scripts.rooms --arrows` lists them.
"""

import argparse
import ast
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOPS = ("cnn", "ui")
WHOLE = ("ui.components",)

Arrows = dict[str, set[str]]


def modules(root: Path) -> dict[str, Path]:
    """The files of `cnn` and `ui` by their dotted names."""
    files = [file for top in TOPS for file in sorted((root / top).rglob("*.py"))]
    names = (".".join(file.relative_to(root).with_suffix("").parts) for file in files)
    return {name.removesuffix(".__init__"): file for name, file in zip(names, files, strict=True)}


def room(module: str, names: Mapping[str, Path]) -> str:
    """The package that a module is in, or the module itself where packages lie beside it."""
    for whole in WHOLE:
        if module == whole or module.startswith(f"{whole}."):
            return whole
    if names[module].name == "__init__.py":
        return module
    package = module.rpartition(".")[0]
    beside = any(
        names[name].name == "__init__.py" and name.rpartition(".")[0] == package for name in names
    )
    return module if beside else package


def imported(file: Path, names: Mapping[str, Path]) -> Iterator[str]:
    """The modules of the house that a file imports."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names if each.name in names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for each in node.names:
                full = f"{node.module}.{each.name}"
                if full in names or node.module in names:
                    yield full if full in names else node.module


def arrows(root: Path) -> Arrows:
    """Which rooms each room imports."""
    names = modules(root)
    found: Arrows = {}
    for module, file in names.items():
        here = room(module, names)
        there = {room(name, names) for name in imported(file, names)} - {here}
        found.setdefault(here, set()).update(there)
    alone = {each for each, to in found.items() if not to and each in {*TOPS, "cnn.data"}}
    return {each: to for each, to in found.items() if each not in alone}


def circles(between: Arrows) -> list[set[str]]:
    """The sets of rooms that import one another, directly or by others."""
    reach = {each: _reached(each, between) for each in between}
    found: list[set[str]] = []
    for each in between:
        together = {other for other in reach[each] if each in reach[other]}
        if each in reach[each] and together not in found:
            found.append(together)
    return found


def _reached(start: str, between: Arrows) -> set[str]:
    seen, ahead = set[str](), [start]
    while ahead:
        for each in between.get(ahead.pop(), ()):
            if each not in seen:
                seen.add(each)
                ahead.append(each)
    return seen


def floors(between: Arrows) -> int:
    """How many stand on one another; each circle counts as one room."""
    one = {each: min(circle) for circle in circles(between) for each in circle}
    graph: Arrows = {}
    for each, to in between.items():
        name = one.get(each, each)
        graph.setdefault(name, set()).update({one.get(other, other) for other in to} - {name})
    height: dict[str, int] = {}
    try:
        order = list(TopologicalSorter(graph).static_order())
    except CycleError as error:  # cannot be: circles are one room each
        raise AssertionError(error) from error
    for each in order:
        height[each] = 1 + max((height[other] for other in graph.get(each, ())), default=0)
    return max(height.values())


def main() -> None:
    """Prints the figures, and the arrows if asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", nargs="?", type=Path, default=ROOT)
    parser.add_argument("--arrows", action="store_true")
    options = parser.parse_args()
    between = arrows(options.root)
    count = sum(len(to) for to in between.values())
    found = circles(between)
    print(
        f"{len(between)} rooms on {floors(between)} floors, {count} arrows, "
        f"{len(found)} circles{': ' if found else ''}"
        + "; ".join(", ".join(sorted(circle)) for circle in found)
    )
    if options.arrows:
        for each, to in sorted(between.items()):
            print(f"{each} -> {', '.join(sorted(to)) or '(nothing)'}")


if __name__ == "__main__":
    main()

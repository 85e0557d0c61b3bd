"""Python's syntax trees, one at a time.

In CPython 3.11, two threads that make a tree at the same moment can end in a SystemError ("AST
constructor recursion depth mismatch"): two visitors on the LeNet page did. Streamlit makes trees
of the pages too, unless `runner.magicEnabled` is false.
"""

import ast
import inspect
from threading import Lock

_lock = Lock()
_sources: dict[type, tuple[str, int]] = {}


def module_tree(code: str) -> ast.Module:
    """The tree of a whole file."""
    with _lock:
        return ast.parse(code)


def expression_tree(code: str) -> ast.expr:
    """The tree of one expression."""
    with _lock:
        return ast.parse(code, mode="eval").body


def class_source(kind: type) -> tuple[str, int]:
    """The lines of a class, and the number of the first."""
    with _lock:  # inspect looks for a class in the tree of its file
        if kind not in _sources:
            lines, start = inspect.getsourcelines(kind)
            _sources[kind] = "".join(lines), start
        return _sources[kind]

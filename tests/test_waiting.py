"""Does no test wait for ever, or for a time where it could wait for what is to come?"""

import ast
from pathlib import Path

import pytest

from tests.waiting import until

TESTS = Path(__file__).resolve().parent
FILES = sorted(TESTS.rglob("*.py"))


def test_what_comes_late_is_waited_for_and_what_never_comes_fails():
    left = [False, 0, "", "here"]
    assert until(lambda: left.pop(0), every=0) == "here" and not left
    with pytest.raises(AssertionError, match="not so within"):
        until(lambda: False, seconds=0)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(TESTS)))
def test_no_loop_is_endless_and_no_wait_is_for_a_time(file):
    """A loop ends by what it counts; one that only waits, by a sleep or by nothing, is `until`."""
    tree = ast.parse(file.read_text("utf-8"))
    calls = [said(each) for each in ast.walk(tree)]
    if file != TESTS / "e2e/waiting.py":
        assert not [each for each in calls if each.endswith(".wait_for_timeout")]
    for loop in (each for each in ast.walk(tree) if isinstance(each, ast.While)):
        assert not isinstance(loop.test, ast.Constant), f"line {loop.lineno} may never end"
        waits = [each for each in loop.body if said(each) in ("time.sleep", "")]
        bounded = any(isinstance(each, ast.Assert) for each in loop.body)
        assert not waits or bounded, f"line {loop.lineno} waits by itself"


def said(node: ast.AST) -> str:
    """The function that is called, "" for `pass`."""
    if isinstance(node, ast.Pass):
        return ""
    if isinstance(node, ast.Expr):
        node = node.value
    return ast.unparse(node.func) if isinstance(node, ast.Call) else "?"

"""Does the README say what is?"""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("README.md", "ARCHITECTURE.md")


def test_the_snippet_for_a_notebook_reads_a_seven():
    code = re.search(r"```python\n(.+?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert code is not None
    *lines, last = ast.parse(code[1]).body
    assert isinstance(last, ast.Expr)
    names: dict[str, object] = {}
    exec(compile(ast.Module(lines, []), "README.md", "exec"), names)
    assert eval(compile(ast.Expression(last.value), "README.md", "eval"), names) == 7


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_to_a_file(page):
    links = re.findall(r"\]\(([^):]+)\)", (ROOT / page).read_text("utf-8"))
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_tree_in_the_architecture_is_the_tree():
    """Every module of cnn and cnn/data, and of ui outside its folders, is named there."""
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    files = [*(ROOT / "cnn").glob("*.py"), *(ROOT / "ui").glob("*.py")]
    assert [f.name for f in files if f.name != "__init__.py" and f.name not in text] == []
    words = set(re.findall(r"\w+", text))
    data = [file.stem for file in (ROOT / "cnn" / "data").glob("[a-z]*.py")]
    assert [name for name in data if name not in words] == []

"""Does the README say what is?"""

import ast
import re
from pathlib import Path

import pytest

from ui.page import course
from ui.words.text import label

ROOT = Path(__file__).resolve().parent.parent
MORE = ("docs/server.md", "docs/faults.md", "docs/upgrading.md")
PAGES = ("README.md", "README.ko.md", "ARCHITECTURE.md")
READMES = {"en": "README.md", "ko": "README.ko.md"}


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


def test_the_readmes_of_both_languages_say_the_same():
    """The same commands, links, pictures, files, names and numbers; each points to the other."""
    english, korean = ((ROOT / name).read_text("utf-8") for name in READMES.values())

    def parts(text: str) -> dict[str, list[str]]:
        blocks = re.findall(r"^```.+?^```", text, re.MULTILINE | re.DOTALL)
        prose = re.sub(r"^```.+?^```", "", text, flags=re.MULTILINE | re.DOTALL)
        return {
            "commands": [re.sub(r" *# .*", "", block) for block in blocks],
            "links": sorted(set(re.findall(r"\]\(([^)]+)\)", prose)) - {*READMES.values()}),
            "names": sorted(set(re.findall(r"`([^`]+)`", prose))),
            "headings": re.findall(r"^#+ ", prose, re.MULTILINE),
            "numbers": sorted(re.findall(r"\d[\d.,]*\d", prose)),  # a single digit may be a word
        }

    assert parts(english) == parts(korean)
    assert "(README.ko.md)" in english and "(README.md)" in korean


@pytest.mark.parametrize(("lang", "name"), READMES.items())
def test_the_readme_lists_the_pages_by_their_titles(lang, name):
    rows = re.findall(r"^\| ([^`|]+?) \|", (ROOT / name).read_text("utf-8"), re.MULTILINE)
    titles = [label(f"page.{entry.name}", lang) for entry in course.PAGES]
    assert rows[1:] == titles


def test_the_tree_in_the_architecture_is_the_tree():
    """Every room of cnn and ui is there, and every module at the root of one of the two."""
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    tree = re.search(r"```\n(.+?)```", text, re.DOTALL)
    assert tree is not None
    rooms = [
        folder
        for top in ("cnn", "ui")
        for folder in sorted((ROOT / top).rglob("*/"))
        if list(folder.glob("[a-z]*.py"))
        and not folder.is_relative_to(ROOT / "ui" / "components")
        and not folder.is_relative_to(ROOT / "ui" / "exhibits")
    ]
    assert len(rooms) > 15
    named = [f"{room.relative_to(ROOT).as_posix()}/" for room in rooms]
    assert set(named) <= set(re.findall(r"^[\w/]+/(?= )", tree[1], re.MULTILINE))
    files = [*(ROOT / "cnn").glob("[a-z]*.py"), *(ROOT / "ui").glob("[a-z]*.py")]
    assert [f.name for f in files if f.name not in tree[1]] == []


@pytest.mark.parametrize("page", ["ARCHITECTURE.md", "SECURITY.md", *MORE])
def test_every_file_that_is_named_exists(page):
    text = (ROOT / page).read_text("utf-8")
    named = re.findall(r"`((?:cnn|ui|tests|scripts|pages|deploy|docs)/[\w/.-]+)`", text)
    assert named and [name for name in named if not (ROOT / name).exists()] == []

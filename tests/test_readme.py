"""Does the README say what is?"""

import ast
import re
from pathlib import Path

import pytest

from ui.page import course
from ui.words.text import label

ROOT = Path(__file__).resolve().parent.parent
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
    """The same commands, links, pictures, files and variables; each points to the other."""
    english, korean = ((ROOT / name).read_text("utf-8") for name in READMES.values())

    def parts(text: str) -> dict[str, list[str]]:
        blocks = re.findall(r"^```.+?^```", text, re.MULTILINE | re.DOTALL)
        prose = re.sub(r"^```.+?^```", "", text, flags=re.MULTILINE | re.DOTALL)
        return {
            "commands": [re.sub(r" *# .*", "", block) for block in blocks],
            "links": sorted(set(re.findall(r"\]\(([^)]+)\)", prose)) - {*READMES.values()}),
            "names": sorted(set(re.findall(r"`([^`]+)`", prose))),
            "headings": re.findall(r"^#+ ", prose, re.MULTILINE),
        }

    assert parts(english) == parts(korean)
    assert "(README.ko.md)" in english and "(README.md)" in korean


@pytest.mark.parametrize(("lang", "name"), READMES.items())
def test_the_readme_lists_the_pages_by_their_titles(lang, name):
    rows = re.findall(r"^\| ([^`|]+?) \|", (ROOT / name).read_text("utf-8"), re.MULTILINE)
    titles = [label(f"page.{entry.name}", lang) for entry in course.PAGES]
    assert rows[1:] == titles


def test_the_tree_in_the_architecture_is_the_tree():
    """Every module of cnn and cnn/data, and of ui outside its folders, is named there."""
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    files = [*(ROOT / "cnn").glob("*.py"), *(ROOT / "ui").glob("*.py")]
    assert [f.name for f in files if f.name != "__init__.py" and f.name not in text] == []
    words = set(re.findall(r"\w+", text))
    data = [file.stem for file in (ROOT / "cnn" / "data").glob("[a-z]*.py")]
    assert [name for name in data if name not in words] == []

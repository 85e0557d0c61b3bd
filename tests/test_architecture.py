"""Do imports point one way, do pages hold no logic, and is nothing in the tree by accident?"""

import ast
import re
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from tests.alone import alone

ROOT = Path(__file__).resolve().parent.parent

# Floors from the ground up. A module may import its own room and those on floors below it. A room
# is a package with all in it that has no floor of its own, or a single module.
FLOORS = """
cnn cnn.errors cnn.rbf_codes
cnn.assets cnn.processes cnn.figures
cnn.results cnn.learning_curves cnn.data.digits
cnn.data.mnist cnn.data.imagenet
cnn.data.pens cnn.data.photos
cnn.models
cnn.inference
cnn.training cnn.analysis
cnn.experiments
ui.telemetry ui.sharing ui.words ui.html.markup
ui.patches
ui.work ui.components
ui.page
ui.html
ui.exhibits.draw ui.exhibits.photo
ui.exhibits
ui.server
pages streamlit_app
"""
FLOOR = {room: floor for floor, rooms in enumerate(FLOORS.split("\n")) for room in rooms.split()}
PACKAGES = {"cnn.data", "ui"}  # with nothing in them but rooms

TOP_LEVEL = set(
    """
    .ci .dockerignore .github .gitignore .pre-commit-config.yaml .streamlit ARCHITECTURE.md
    CHANGELOG.md CONTRIBUTING.md LICENSE Makefile
    README.ko.md README.md SECURITY.md assets cnn deploy docs pages pyproject.toml
    requirements-dev.lock requirements-dev.txt requirements.lock requirements.txt scripts
    streamlit_app.py tests ui
    """.split()
)

# uvicorn speaks websockets; torchvision, for scripts, must be of the same build as torch.
NOT_IMPORTED = {"websockets", "torchvision"}
ONLY_SCRIPTS_USE = {"cnn.data.pens.rubbish", "cnn.models.lrn_kernels"}
DISTRIBUTIONS = {
    "PIL": "pillow",
    "skimage": "scikit-image",
    "HersheyFonts": "hershey-fonts",
    "markdown_it": "markdown-it-py",
}


def sources(*places: str) -> dict[str, ast.Module]:
    """The parsed modules below `places`, by their dotted names."""
    files = [
        file
        for place in places
        for file in (
            [ROOT / place] if place.endswith(".py") else sorted((ROOT / place).rglob("*.py"))
        )
    ]
    return {
        ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): ast.parse(
            file.read_text("utf-8")
        )
        for file in files
    }


OURS = sources("cnn", "ui", "pages", "streamlit_app.py")


def imports(tree: ast.Module, everywhere: bool = True) -> set[str]:
    """What a module imports, as full dotted names; only at its top unless `everywhere`."""
    names = set()
    for node in ast.walk(tree) if everywhere else tree.body:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute here"
            for alias in node.names:
                member = f"{node.module}.{alias.name}"
                names.add(member if member in OURS else str(node.module))
    return names


def room(module: str) -> str:
    """The room that a module is in: itself, or the nearest package that has a floor."""
    parts = module.split(".")
    names = [".".join(parts[:count]) for count in range(len(parts), 0, -1)]
    return next((name for name in names if name in FLOOR), "")


@pytest.mark.parametrize("module", sorted(set(OURS) - PACKAGES))
def test_imports_point_down(module):
    """Those for the type checker too: a room is understood without those above it."""
    here = room(module)
    assert here and (here != "cnn" or module == "cnn"), f"{module} is in no room: give it a floor"
    above = {
        name
        for name in imports(OURS[module]) & set(OURS)
        if room(name) != here and FLOOR[room(name)] >= FLOOR[here]
    }
    assert not above


def test_no_floor_is_for_nothing():
    assert {room(module) for module in set(OURS) - PACKAGES} == set(FLOOR)


def test_no_module_imports_itself_by_a_detour():
    graph = {name: imports(tree, everywhere=False) & set(OURS) for name, tree in OURS.items()}
    TopologicalSorter(graph).prepare()  # raises CycleError, naming the circle


@pytest.mark.parametrize("module", [name for name in OURS if name.startswith("cnn")])
def test_the_core_knows_no_user_interface(module):
    assert not {name for name in imports(OURS[module]) if name.split(".")[0] in {"streamlit", "ui"}}


@pytest.mark.parametrize("page", [*sources("pages"), "streamlit_app"])
def test_a_page_defines_nothing(page):
    logic = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While)
    assert not [ast.unparse(node) for node in ast.walk(OURS[page]) if isinstance(node, logic)]


def test_nothing_lies_at_the_top_by_accident():
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert {line.split("/")[0] for line in listed.stdout.splitlines()} <= TOP_LEVEL


def pinned(file: str) -> set[str]:
    """The distributions a requirements file pins, in lower case."""
    lines = (ROOT / file).read_text("utf-8").splitlines()
    return {line.split("==")[0].lower().replace("_", "-") for line in lines if "==" in line}


def third_party(modules: dict[str, ast.Module]) -> set[str]:
    """The distributions that `modules` import, in lower case."""
    tops = {name.split(".")[0] for tree in modules.values() for name in imports(tree)}
    foreign = tops - set(sys.stdlib_module_names) - {"cnn", "ui", "pages", "scripts", "tests"}
    return {DISTRIBUTIONS.get(top, top).lower().replace("_", "-") for top in foreign}


def test_what_the_app_imports_is_pinned_and_nothing_else():
    app = {name: tree for name, tree in OURS.items() if name not in ONLY_SCRIPTS_USE}
    assert third_party(app) | NOT_IMPORTED == pinned("requirements.txt")


def test_what_scripts_and_tests_import_is_pinned():
    everything = pinned("requirements.txt") | pinned("requirements-dev.txt")
    assert third_party(sources("scripts", "tests")) <= everything


def test_every_pin_is_exact():
    for file in ("requirements.txt", "requirements-dev.txt"):
        for line in (ROOT / file).read_text("utf-8").splitlines():
            assert not line or line[0] in "#-" or "==" in line, line


def test_home_and_pages_without_a_network_need_no_torch():
    """Under plain `streamlit run` the first visitor of Home waits for no torch."""
    code = """
import sys
from streamlit.testing.v1 import AppTest
at = AppTest.from_file("streamlit_app.py", default_timeout=60).run()
for file in (None, "1_MNIST.py", "6_ImageNet.py", "9_Data_or_Model.py"):
    at = at.switch_page(f"pages/{file}").run() if file else at
    assert not at.exception and at.title
    print(file, "torch" in sys.modules)
"""
    said = alone(code).stdout.splitlines()
    assert len(said) == 4 and all(line.endswith(" False") for line in said), said


def test_every_component_says_when_it_is_drawn():
    """What stands below one that does not stays hidden for ten seconds (ui/page/frame.css)."""
    makers = {
        name for name, tree in OURS.items() if "components.v2.component(" in ast.unparse(tree)
    }
    assert makers == {"ui.components"}


def test_markup_is_made_in_one_way():
    """Of htpy's elements: nothing is escaped by hand, and what is taken as it is stands out."""
    ours = {name: tree for name, tree in OURS.items() if name.startswith("ui.")}
    code = {name: ast.unparse(tree) for name, tree in ours.items()}
    assert not [name for name, tree in ours.items() if "html" in imports(tree)]
    assert {name for name in code if "st.html(" in code[name]} == {"ui.html.markup"}
    assert {name for name in code if "unsafe_allow_html" in code[name]} == {"ui.page.frame"}
    assert {name for name in code if "Markup(" in code[name]} == {
        "ui.page.frame",
        "ui.server.shell",
    }
    assert not {
        name
        for name, tree in ours.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        and re.search("</?[a-z]+[ >]", ast.unparse(node))
        and room(name) != "ui.server"  # which puts its own into Streamlit's page
    }

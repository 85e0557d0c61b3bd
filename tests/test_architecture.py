"""Do imports point one way, do pages hold no logic, and is nothing in the tree by accident?"""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import pytest

from tests.alone import alone

ROOT = Path(__file__).resolve().parent.parent

# Floors from the ground up. A module may import its own room and those on floors below it. A room
# is a package with all in it that has no floor of its own, or a single module.
FLOORS = """
cnn cnn.errors cnn.rbf_codes
cnn.assets cnn.processes cnn.figures cnn.torch_internals
cnn.results cnn.learning_curves cnn.loss_curves cnn.data.digits
cnn.data.mnist cnn.data.imagenet
cnn.data.pens cnn.data.photos
cnn.models
cnn.inference
cnn.training cnn.analysis cnn.export
cnn.experiments
ui.patches
ui.telemetry ui.sharing ui.words ui.html ui.classes
ui.work ui.components
ui.page
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
    requirements-cluster.lock requirements-cluster.txt
    requirements-dev.lock requirements-dev.txt requirements.lock requirements.txt scripts
    streamlit_app.py tests ui
    """.split()
)

# uvicorn speaks websockets, SQLAlchemy pg8000; torchvision, for scripts, has torch's build.
NOT_IMPORTED = {"websockets", "pg8000", "torchvision"}
ONLY_SCRIPTS_USE = {"cnn.data.pens.rubbish", "cnn.models.lrn_kernels"}
DISTRIBUTIONS = {
    "PIL": "pillow",
    "skimage": "scikit-image",
    "HersheyFonts": "hershey-fonts",
    "markdown_it": "markdown-it-py",
    "yaml": "pyyaml",
}

# The modules that these libraries document; of torch, all without an underscore. What else they
# have may be used where PRIVATE says: each such use has a reason there, and a test.
DOCUMENTED = {
    "streamlit": """
        streamlit streamlit.column_config streamlit.components.v1 streamlit.components.v2
        streamlit.testing.v1 streamlit.typing
    """,
    "starlette": """
        starlette.applications starlette.authentication starlette.background starlette.concurrency
        starlette.config starlette.convertors starlette.datastructures starlette.endpoints
        starlette.exceptions starlette.middleware starlette.requests starlette.responses
        starlette.routing starlette.schemas starlette.staticfiles starlette.status
        starlette.templating starlette.testclient starlette.types starlette.websockets
    """,
    "uvicorn": "uvicorn",
    "torch": "",
}
PRIVATE = {"ui.patches", "cnn.torch_internals", "scripts.protocol"}
# Members that begin with an underscore and are documented all the same, or have no other way.
OPEN_MEMBERS = {"_replace", "_asdict", "_fields", "_make", "_exit", "_getframe"}
PILLOWS = {"cnn.data.photos.bounded_decode": {"_decoder"}}  # an AVIF's frame without a copy


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
SCRIPTS = sources("scripts")


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


def test_pictures_become_elements_in_one_place():
    made = re.compile(r"h\.img\(|data:image/")
    files = {file for file in (ROOT / "ui").rglob("*.py") if made.search(file.read_text("utf-8"))}
    assert files == {ROOT / "ui" / "html" / "img.py"}


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
    pins = pinned("requirements.txt") | pinned("requirements-cluster.txt")
    assert third_party(app) | NOT_IMPORTED == pins


def test_what_scripts_and_tests_import_is_pinned():
    everything = pinned("requirements.txt") | pinned("requirements-dev.txt")
    assert third_party(sources("scripts", "tests")) <= everything


def test_every_pin_is_exact():
    for file in ("requirements.txt", "requirements-cluster.txt", "requirements-dev.txt"):
        for line in (ROOT / file).read_text("utf-8").splitlines():
            assert not line or line[0] in "#-" or "==" in line, line


def test_home_and_pages_without_a_network_need_nothing_heavy():
    """Under plain `streamlit run` the first visitor waits for no torch, at Home for little."""
    code = """
import sys
from streamlit.testing.v1 import AppTest
at = AppTest.from_file("streamlit_app.py", default_timeout=60).run()
print(at.title and {"torch", "pydantic", "pygments", "filelock"} & {*sys.modules})
for file in ("2_MNIST.py", "6_ImageNet.py", "11_Data_or_Model.py"):
    at = at.switch_page(f"pages/{file}").run()
    assert not at.exception and at.title
    print({"torch"} & {*sys.modules})
"""
    assert alone(code).stdout.splitlines() == ["set()"] * 4


def test_every_component_says_when_it_is_drawn():
    """What stands below one that does not stays hidden for ten seconds (ui/page/frame.css)."""
    makers = {
        name for name, tree in OURS.items() if "components.v2.component(" in ast.unparse(tree)
    }
    assert makers == {"ui.components"}


def test_fragments_are_run_again_in_one_way():
    """By their keys only those that stand on the page: what is folded would be an error."""
    by_key = {
        name
        for name, tree in OURS.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and node.args and ast.unparse(node.func) == "st.rerun"
    }
    assert by_key == {"ui.page.folds"}


def test_markup_is_made_in_one_way():
    """Of htpy's elements: nothing is escaped by hand, and what is taken as it is stands out."""
    ours = {name: tree for name, tree in OURS.items() if name.startswith("ui.")}
    code = {name: ast.unparse(tree) for name, tree in ours.items()}
    assert not [name for name, tree in ours.items() if "html" in imports(tree)]
    assert {name for name in code if "st.html(" in code[name]} == {"ui.html.markup"}
    assert {name for name in code if "unsafe_allow_html" in code[name]} == {"ui.page.frame"}
    assert {name for name in code if "Markup(" in code[name]} == {
        "ui.html.markup",  # rules of a style, which are made of our own keys
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


def bound(tree: ast.Module) -> dict[str, str]:
    """What a module calls things of the libraries in DOCUMENTED, with their full dotted names."""
    names = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.split(".")[0]
                names[alias.asname or top] = alias.name if alias.asname else top
        elif isinstance(node, ast.ImportFrom):
            names |= {each.asname or each.name: f"{node.module}.{each.name}" for each in node.names}
    return {name: whole for name, whole in names.items() if whole.split(".")[0] in DOCUMENTED}


def dotted(node: ast.expr, names: dict[str, str]) -> str:
    """The full name of something of a library's, such as `st.components.v2`; "" if it is not."""
    if isinstance(node, ast.Attribute) and (inside := dotted(node.value, names)):
        return f"{inside}.{node.attr}"
    return names.get(node.id, "") if isinstance(node, ast.Name) else ""


@cache
def module_of(name: str) -> str:
    """The module that the first parts of a full name are."""
    module, *rest = name.split(".")
    for part in rest:
        longer = f"{module}.{part}"
        value = getattr(import_module(module), part, None)
        is_package = hasattr(import_module(module), "__path__")
        found = value is None and is_package and find_spec(longer) is not None
        if not found and not (isinstance(value, ModuleType) and value.__name__ == longer):
            break
        module = longer
    return module


def is_documented(name: str) -> bool:
    """Whether a full name stands in a documented module and has no part with an underscore."""
    if any(re.match("_(?!_)", part) for part in name.split(".")):
        return False
    allowed = DOCUMENTED[name.split(".")[0]].split()
    return not allowed or any(
        module_of(name) == each or (name.startswith(f"{each}.") and each != name.split(".")[0])
        for each in allowed
    )


def reaches_inside(tree: ast.Module) -> Iterator[str]:
    """What a module uses of a library's that is not documented, or sets in it."""
    names = bound(tree)
    imported = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
        if alias.name.split(".")[0] in DOCUMENTED
    }
    chains = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    inner = {id(node.value) for node in chains}
    for node in chains:
        whole = dotted(node, names)
        if whole and id(node) not in inner:
            imported.add(whole)
        if whole and not isinstance(node.ctx, ast.Load):
            yield f"sets {whole}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            if node.func.id in {"setattr", "delattr", "vars"} and dotted(node.args[0], names):
                yield ast.unparse(node)
    yield from (name for name in {*imported, *names.values()} if not is_documented(name))


def may_reach_inside(module: str) -> bool:
    """Whether what a library does not document may be used there."""
    return module in PRIVATE or room(module) in PRIVATE


def test_libraries_are_used_as_they_are_documented():
    """But for ui/patches; docs/upgrading.md counts on it. What scripts do with torch is theirs."""
    found = {
        (module, each)
        for module, tree in (OURS | SCRIPTS).items()
        if not may_reach_inside(module)
        for each in reaches_inside(tree)
        if module in OURS or "torch." not in each
    }
    assert not found


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("import streamlit as st; st.components.v2.component('a'); st.navigation([])", []),
        ("from starlette.middleware.gzip import GZipMiddleware; import uvicorn.config as c", ["c"]),
        ("from streamlit.typing import UploadedFile; import streamlit.typing", []),
        ("import streamlit as st; st.runtime.exists()", ["streamlit.runtime.exists"]),
        ("from streamlit import config", ["streamlit.config"]),
        ("if TYPE_CHECKING:\n    from streamlit.proto.BackMsg_pb2 import BackMsg", ["BackMsg"]),
        ("def f():\n    import streamlit.runtime", ["streamlit.runtime"]),
        ("from uvicorn.protocols.http.h11_impl import H11Protocol", ["H11Protocol"]),
        ("from starlette._utils import is_async_callable", ["starlette._utils"]),
        ("from torch import nn; import torch; torch._C._jit_init(); nn.Module()", ["torch._C"]),
        ("from starlette.requests import Request; Request.form = None", ["sets"]),
        ("import streamlit; vars(streamlit)['text'] = setattr(streamlit, 'a', 1)", ["vars", "set"]),
    ],
)
def test_what_is_not_documented_is_found(code, found):
    told = sorted(set(reaches_inside(ast.parse(code))))
    assert len(told) == len(found), told
    assert all(any(each in line for line in told) for each in found), told


def own_members(tree: ast.Module) -> set[str]:
    """The names with an underscore that a module's own functions and classes have."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    names = {node.name for node in ast.walk(tree) if isinstance(node, functions)}
    names |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return names | {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and not isinstance(node.ctx, ast.Load)
        and ast.unparse(node.value) in {"self", "cls"}
    }


def test_no_module_uses_what_is_private_to_another():
    """Ours, a library's, or an object's that a library made."""
    found = {
        (module, node.attr)
        for module, tree in OURS.items()
        if not may_reach_inside(module)
        for own in [own_members(tree) | OPEN_MEMBERS | PILLOWS.get(module, set())]
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and re.match("_(?!_)", node.attr)
        and node.attr not in own
    }
    assert not found
